/** komatta doctor: what is unsafe or unfinished in this deployment, and the cure of each. */
import { existsSync, statSync } from 'node:fs';
import { configure, type Settings } from '../config.ts';
import { compile } from '../content/compile.ts';
import { readContent } from '../content/read.ts';
import { staleNumbers } from '../content/stale.ts';
import { KEPT } from '../run/retention.ts';
import { dayOf } from '../windows/tokyo.ts';
import {
  answer,
  BAD_MOMENT,
  type Call,
  cityOf,
  contentOf,
  type Exit,
  misuse,
  momentOf,
  prepared,
  tell,
} from './command.ts';
import { lineFindings } from './doctorLine.ts';
import { reportLines } from './doctorReport.ts';
import { type Finding, grave, hint } from './finding.ts';

export async function doctor(call: Call): Promise<Exit> {
  const now = momentOf(call);
  if (now === null) return misuse(BAD_MOMENT);
  const found = [
    ...settingFindings(),
    ...fileFindings(),
    ...(await lineFindings(now)),
    ...contentFindings(call, now),
  ];
  const bad = found.filter((f) => f.grave).length;
  if (call.values.report) return report(call, found, now);
  if (call.values.json) answer(JSON.stringify({ ok: bad === 0, findings: found }));
  else {
    for (const f of found) answer(`${f.grave ? '直す' : '注意'}　${f.text}`);
    answer(bad === 0 ? '重い問題は見つかりませんでした。' : `直すところが ${bad} か所あります。`);
  }
  return bad === 0 ? 0 : 1;
}

/** One page for whoever answers for security. */
async function report(call: Call, found: readonly Finding[], now: number): Promise<Exit> {
  const configured = configure(process.env);
  const known = prepared(call);
  if (!configured.ok || !known) {
    for (const f of found.filter((x) => x.grave)) tell(f.text);
    return 3;
  }
  for (const line of await reportLines(configured.settings, known.content, found, now)) answer(line);
  return found.some((f) => f.grave) ? 1 : 0;
}

function settingFindings(): Finding[] {
  const configured = configure(process.env);
  if (!configured.ok) return configured.problems.map(grave);
  const { settings } = configured;
  const found: Finding[] = [];
  if (!settings.line) found.push(hint('LINE の設定がありません。ページと職員の画面だけが使えます。'));
  if (!settings.secure)
    found.push(
      hint(
        'PUBLIC_URL がこの機械の中だけのアドレスです。住民に使ってもらうときは https のアドレスにしてください。',
      ),
    );
  if (!settings.key)
    found.push(
      hint(
        'KOMATTA_KEY がありません。鍵はデータベースと同じ所に作られます。住民に使ってもらうときは別に持ってください。',
      ),
    );
  found.push(...entranceFindings(settings));
  const { caseWords } = settings.retention;
  if (caseWords !== KEPT.caseWords.days)
    found.push(
      hint(
        `KEEP_CASE_DAYS が ${caseWords} 日です。住民に見せる文（office.yaml の handoff の kept）も合っているか、確かめてください。`,
      ),
    );
  if (!process.env.LOG_CHECKPOINTS)
    found.push(
      hint(
        'LOG_CHECKPOINTS がありません。記録の控えが同じ機械にあります。別の機械の場所にすると、書きかえに気づけます。',
      ),
    );
  return found;
}

/** From outside there is always a proxy in front, for we speak http only. */
function entranceFindings({ secure, trustProxy, listen }: Settings): Finding[] {
  if (!secure) return [];
  const untold = hint(
    'TRUST_PROXY がありません。前に中継があるなら 1 にすると、ログインのまちがいを相手のアドレスごとに数えます。',
  );
  const open = hint(
    'LISTEN がありません。中継を通らずに入れます。同じ機械に中継があるなら LISTEN=127.0.0.1 にしてください。',
  );
  return [...(trustProxy ? [] : [untold]), ...(listen === null ? [open] : [])];
}

function fileFindings(): Finding[] {
  const configured = configure(process.env);
  if (!configured.ok || process.platform === 'win32') return [];
  return [configured.settings.database, configured.settings.keysDatabase]
    .filter((file) => existsSync(file) && (statSync(file).mode & 0o077) !== 0)
    .map((file) => grave(`${file} をほかの利用者が読めます。「chmod 600 ${file}」で閉じてください。`));
}

function contentFindings(call: Call, now: number): Finding[] {
  try {
    const { content, faults, warnings } = compile(readContent(contentOf(call)), cityOf(call));
    const found = [
      ...(faults.length > 0
        ? [
            grave(
              `内容のファイルに直すところが ${faults.length} か所あります。「komatta check」を見てください。`,
            ),
          ]
        : []),
    ];
    for (const w of warnings.filter((x) => x.code === 'not_reviewed'))
      found.push({ ...hint(`${w.file}：${w.cause}。${w.cure}。`), unread: true });
    const stale = content ? staleNumbers(content, dayOf(now)) : [];
    if (stale.length > 0)
      found.push(
        hint(`確かめてから日がたった番号が ${stale.length} 件あります。「komatta check」を見てください。`),
      );
    return found;
  } catch {
    return [grave(`内容のフォルダ「${contentOf(call)}」が読めません。`)];
  }
}
