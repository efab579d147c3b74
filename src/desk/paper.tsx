/**
 * A case on one A4 page, in the order of the 相談受付・申込票 (生活困窮者自立支援 標準様式), and a sheet for a meeting on which
 * nobody can be recognised. What is not known stays open for the pen.
 */
import type { Context } from 'hono';
import type { Packet } from '../case/packet.ts';
import { wishLines } from '../case/wish.ts';
import { SHEET_KINDS } from '../content/schema.ts';
import { documentOf, Lines } from '../html/frame.tsx';
import { recordPrint } from '../run/act.ts';
import type { Deps } from '../run/deps.ts';
import type { Session } from '../run/session.ts';
import { type ReadCase, readForStaff } from '../run/view.ts';
import { dateAndTime, dateOf, dayOf } from '../windows/tokyo.ts';
import { DeskFrame, DeskNotice } from './frame.tsx';
import { dangerName, needName } from './list.ts';

interface Row {
  name: string;
  text: string;
}

/** GET /desk/cases/:id/paper */
export const paper = (c: Context, deps: Deps, session: Session): Promise<Response> =>
  onPaper(c, deps, session, 'paper');

/** GET /desk/cases/:id/conference */
export const conference = (c: Context, deps: Deps, session: Session): Promise<Response> =>
  onPaper(c, deps, session, 'conference');

async function onPaper(
  c: Context,
  deps: Deps,
  session: Session,
  kind: 'paper' | 'conference',
): Promise<Response> {
  const id = c.req.param('id') ?? '';
  const read = await readForStaff(deps, session.staff, session.id, id);
  if (!read || read.loaded.current.state === 'withdrawn') {
    const text = 'この相談はありません。';
    return c.html(
      documentOf(c, <DeskNotice staff={session.staff} title="見つかりません" text={text} />),
      404,
    ) as Response;
  }
  await recordPrint(deps, session.staff, read.loaded, kind);
  const rows = kind === 'paper' ? sheetRows(deps, read) : conferenceRows(deps, read);
  const title = kind === 'paper' ? '相談受付・申込票' : '会議に出す紙';
  return c.html(
    documentOf(
      c,
      <DeskFrame title={title} staff={session.staff}>
        <Sheet
          title={title}
          id={id}
          rows={rows}
          kinds={kind === 'paper' ? (read.packet?.sheet ?? null) : null}
        />
      </DeskFrame>,
    ),
  );
}

const BLANK = '　';

/** The rows of the A票, in its order. */
function sheetRows(deps: Deps, { loaded, packet, wish, facts }: ReadCase): Row[] {
  const { current, code } = loaded;
  const window = deps.content().content.windows[current.window]?.name ?? current.window;
  const line = (id: string): string => packet?.lines.find((l) => l.id === id)?.text ?? BLANK;
  const words = [
    ...(packet?.lines ?? []).filter((l) => l.id.startsWith('said-')).map((l) => l.text),
    ...facts.filter((f) => f.fact.type === 'said').flatMap((f) => f.words ?? []),
  ];
  return [
    { name: '受付番号', text: code },
    { name: '受付日', text: dateAndTime(current.openedAt) },
    { name: '受付', text: `${window}（自動の案内から、本人の同意で届いた）` },
    { name: '氏名・ふりがな', text: wish?.name || BLANK },
    { name: '生年月日・年齢', text: current.minor ? '18歳になっていないようです（自動の推測）' : BLANK },
    { name: '住所', text: line('area') },
    {
      name: '電話・連絡のしかた',
      text: wish
        ? wishLines(wish)
            .map((l) => `${l.label}：${l.text}`)
            .join('\n')
        : 'ページだけ。電話・訪問の同意はありません',
    },
    { name: '来談者', text: line('speaker') },
    { name: '相談したいこと（本人の言葉）', text: words.join('\n') || BLANK },
    { name: '希望', text: line('means') },
    { name: '気になったこと', text: dangerName(deps, current.danger?.class ?? null) ?? 'ありません' },
    { name: '案内した窓口', text: line('shown') },
    {
      name: '同意',
      text: `${dateOf(dayOf(current.openedAt))}、上の内容を ${window} の職員が読むこと（ページで確かめて送った）`,
    },
    { name: '供覧', text: '　　　　　／　　　　　／　　　　　／　　　　　' },
    { name: '保存年限', text: '　　　年（　　　年度まで）' },
  ];
}

/** Nothing by which anybody could know who it is: no name, no town, no words, no number of the case. */
function conferenceRows(deps: Deps, { loaded, packet }: ReadCase): Row[] {
  const { current } = loaded;
  const kinds = [packet?.sheet.main, ...(packet?.sheet.others ?? [])].filter((k) => k != null);
  const days = Math.floor((deps.now() - current.openedAt) / 86_400_000);
  return [
    { name: '困りごと', text: needName(deps, current.need) ?? '書かれていません' },
    { name: '相談内容の分類', text: kinds.join('、') || '書かれていません' },
    { name: '気になったこと', text: dangerName(deps, current.danger?.class ?? null) ?? 'ありません' },
    { name: '年れい', text: current.minor ? '18歳になっていないようです' : '書かれていません' },
    { name: '届いてから', text: `${days}日` },
    { name: 'いまの窓口', text: deps.content().content.windows[current.window]?.name ?? current.window },
    { name: '話し合いたいこと', text: BLANK },
    { name: '決まったこと', text: BLANK },
  ];
}

interface SheetProps {
  title: string;
  id: string;
  rows: Row[];
  kinds: Packet['sheet'] | null;
}

function Sheet({ title, id, rows, kinds }: SheetProps) {
  const text = [
    ...rows.map((r) => `${r.name}：${r.text.trim()}`),
    ...(kinds ? [`相談内容：${marked(kinds)}`] : []),
  ];
  return (
    <>
      <p class="screen line">
        <button type="button" class="main" id="print" hidden>
          印刷する
        </button>
        <a href={`/desk/cases/${id}`}>相談にもどる</a>
      </p>
      <section class="a4" aria-label={title}>
        <h1>{title}</h1>
        <table class="packet">
          <tbody>
            {rows.map((r) => (
              <tr>
                <th scope="row">{r.name}</th>
                <td>
                  <Lines text={r.text} />
                </td>
              </tr>
            ))}
            {kinds ? (
              <tr>
                <th scope="row">相談内容（一番に◎、ほかに○）</th>
                <td>
                  <Lines text={marked(kinds)} />
                </td>
              </tr>
            ) : null}
          </tbody>
        </table>
      </section>
      <section class="screen box" aria-label="文字で写す">
        <h2>文字で写す</h2>
        <label>
          ほかのシステムに貼るときは、ここを写してください
          <textarea readonly rows={8} id="copy">
            {text.join('\n')}
          </textarea>
        </label>
      </section>
    </>
  );
}

const marked = ({ main, others }: Packet['sheet']): string =>
  SHEET_KINDS.map((k) => `${k === main ? '◎' : others.includes(k) ? '○' : '　'}${k}`).join('　');
