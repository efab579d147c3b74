/** komatta doctor --report: one page for whoever answers for security: what lies where, who reads it, how long, what departs. */
import { existsSync } from 'node:fs';
import { ROLE_NAMES, ROLES } from '../case/permissions.ts';
import type { Settings } from '../config.ts';
import type { Content } from '../content/content.ts';
import { departuresOf } from '../content/departures.ts';
import type { LANES } from '../content/schema.ts';
import { openSqlite } from '../store/sqlite.ts';
import { dayOf, type Instant } from '../windows/tokyo.ts';
import type { Finding } from './finding.ts';

type Staffing = ReadonlyMap<string, number>;

/** The lines of the page. Paths are shown as they are set; no secret is. */
export async function reportLines(
  settings: Settings,
  content: Content,
  findings: readonly Finding[],
  now: Instant,
): Promise<string[]> {
  return [
    `# 情報の取り扱い（${content.city.name}・困りごとの案内「困った」）`,
    '',
    `${dayOf(now)} の設定から作りました。内容の版 ${content.version}。`,
    '',
    '## 何が、どこに、いつまであるか',
    '',
    '| もの | 場所 | 封 | 残す期間 |',
    '| --- | --- | --- | --- |',
    ...placesOf(settings).map((row) => `| ${row.join(' | ')} |`),
    '',
    `鍵の鍵（KOMATTA_KEY）：${settings.key ? '環境変数（データベースとは別に保管）' : 'データベースと同じフォルダ（試しに使うときだけ）'}`,
    '',
    '## だれが読めるか',
    '',
    ...readersOf(await staffing(settings)),
    '',
    '## 職員の言葉が通るところ',
    '',
    ...lanesOf(content),
    '',
    '## 外へ出るもの',
    '',
    ...leavesOf(settings),
    '',
    '## 国のガイドライン（2021年）とちがう設定',
    '',
    ...departed(content),
    '',
    '## doctor が見つけたこと',
    '',
    ...foundLines(findings),
  ];
}

/** Texts that wait for a reader are many: one line, so that the page stays one. */
function foundLines(findings: readonly Finding[]): string[] {
  const unread = findings.filter((f) => f.unread).length;
  const lines = [
    ...findings.filter((f) => !f.unread).map((f) => `- ${f.grave ? '直す' : '注意'}：${f.text}`),
    ...(unread > 0
      ? [`- 注意：専門職や、その言葉を母語とする人が、まだ確かめていない文のファイルが ${unread} あります。`]
      : []),
  ];
  return lines.length === 0 ? ['- ありません。'] : lines;
}

function placesOf({ database, keysDatabase, checkpoints, line, retention }: Settings): string[][] {
  const days = (n: number): string => `${n}日`;
  const seal = 'AES-256-GCM';
  return [
    ...(line
      ? [['LINEに書かれた文そのもの', 'LINEヤフー社', '（こちらでは決められません）', '同社の定め']]
      : []),
    ['届いた文（答えるまで）', database, seal, '答えたらすぐ消す'],
    ['会話の文', database, seal, days(retention.talkWords)],
    [
      '同意して送った相談と、本人の言葉',
      database,
      `${seal}（相談ごとの鍵）`,
      `終わってから${days(retention.caseWords)}`,
    ],
    ['取りやめた相談', database, seal, `職員が読む前ならすぐ、読んだあとは${days(retention.withdrawnWords)}`],
    [
      '職員が書いた返事・メモ（記録）',
      database,
      `${seal}（相談ごとの鍵）`,
      `終わってから${days(retention.records)}`,
    ],
    ['分からなかった言葉（だれのものか分からない）', database, seal, days(retention.unhandled)],
    ['LINEのid', database, `${seal}（さがすときは鍵つきハッシュ）`, '会話と同じ'],
    ['鍵（会話・相談ごと）', keysDatabase, 'KOMATTA_KEY で包む', '消すときは鍵も消す'],
    ['記録（言葉は入らない）', database, 'ハッシュのくさり', '消さない'],
    ['記録の控え（大きさと頭だけ）', checkpoints, '―', '消さない'],
  ];
}

function readersOf(staffed: Staffing | null): string[] {
  const sees: Record<(typeof ROLES)[number], string> = {
    clerk: '自分の窓口の相談',
    lead: 'すべての窓口の相談',
    operator: '相談は見えない。困りごとと窓口のファイル、件数',
    auditor: '相談の言葉は見えない。記録と件数',
  };
  return [
    ...ROLES.map((r) => {
      const people = staffed === null ? '' : `（いま${staffed.get(r) ?? 0}人）`;
      return `- ${ROLE_NAMES[r]}${people}：${sees[r]}`;
    }),
    '- 言葉を見るたびに、見る前に、記録が一つ残る。',
    '- この機械の管理者：ファイルを写せる。KOMATTA_KEY も持てば読める。',
  ];
}

/** People of each role who can log in; null where the database is not there, or not of this version. */
async function staffing({ database }: Settings): Promise<Staffing | null> {
  if (!existsSync(database)) return null;
  const store = openSqlite(database);
  try {
    const rows = await store.all<{ role: string; n: number }>(
      'SELECT role, count(*) AS n FROM staff WHERE ended_at IS NULL GROUP BY role',
    );
    return new Map(rows.map((r) => [r.role, r.n]));
  } catch {
    return null;
  } finally {
    await store.close();
  }
}

const LANE_NAMES: Record<(typeof LANES)[number], string> = {
  page: 'こちらのページだけ（LINEには「お返事があります」と出る）',
  line: 'LINEにも出る（本人が選んだとき）',
  phone: '電話だけ。ここでは引き継がない',
};

function lanesOf({ windows }: Content): string[] {
  const desks = Object.values(windows).filter((w) => w.desk);
  return (Object.keys(LANE_NAMES) as (keyof typeof LANE_NAMES)[]).flatMap((lane) => {
    const names = desks.filter((w) => w.desk!.lane === lane).map((w) => w.name);
    return names.length === 0 ? [] : [`- ${LANE_NAMES[lane]}：${names.join('、')}`];
  });
}

function leavesOf({ line, mail, noticeWebhook }: Settings): string[] {
  const to = [
    ...(line ? [`- LINE（${new URL(line.apiBase).host}）：住民への案内と「お返事があります」`] : []),
    ...(mail ? [`- メール（${mail.url.host}）：職員への知らせ。窓口、急ぎの度合い、リンクだけ`] : []),
    ...(noticeWebhook ? [`- webhook（${noticeWebhook.host}）：同じ知らせ`] : []),
  ];
  return to.length === 0 ? ['- ありません。'] : to;
}

function departed({ city, windows }: Content): string[] {
  const found = departuresOf(city, Object.values(windows));
  if (found.length === 0) return ['- ありません。'];
  return found.map(
    ({ means, approval }) =>
      `- ${means}。みとめた人：${approval!.approved_by}（${approval!.on}）。わけ：${approval!.reason}`,
  );
}
