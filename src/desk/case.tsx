/** One case: what to read first, the packet, what was said, what can be done. */
import type { PacketLine } from '../case/packet.ts';
import { isTerm } from '../case/terms.ts';
import { type CallWish, wishLines } from '../case/wish.ts';
import { Lines } from '../html/frame.tsx';
import { dateAndTime, type Instant } from '../windows/tokyo.ts';
import { Acts, type ActsProps } from './acts.tsx';
import { DeskFrame } from './frame.tsx';
import { STATE_NAMES } from './queue.tsx';
import { stepsOf } from './steps.ts';
import { type Names, Thread } from './thread.tsx';
import { type Reason, Why } from './why.tsx';

export interface CasePageProps extends Omit<ActsProps, 'names'> {
  window: string;
  body: string;
  need: string | null;
  danger: string | null;
  names: Names;
  /** Outcome of each message to LINE, newest last. */
  deliveries: Parameters<typeof Thread>[0]['deliveries'];
  /** Other cases of the same person that this member of staff may read. */
  others: { id: string; code: string; openedAt: Instant; state: keyof typeof STATE_NAMES }[];
  /** Why the bot guessed what it did. */
  reasons: Reason[];
  /** Cases that were merged into this one, and the one it was merged into. */
  merged: { id: string; code: string; into: boolean }[];
  fault: string | null;
  good: string | null;
  /** The resident guards the page by a 合言葉. */
  guarded: boolean;
}

export function CasePage(p: CasePageProps) {
  const { current, code } = p.read.loaded;
  return (
    <DeskFrame title={`相談 ${code}`} staff={p.staff} since={p.now} fault={p.fault}>
      <h1>相談 {code}</h1>
      {p.good ? (
        <p class="box" role="status">
          {p.good}
        </p>
      ) : null}
      <FirstScreen {...p} />
      {current.state === 'withdrawn' ? (
        <p class="box">
          本人が取りやめました。書かれた内容は見られません。職員が書いた記録は、統括だけが見られます。
        </p>
      ) : (
        <Packet lines={(p.read.packet?.lines ?? []).filter((l) => !isTerm(l))} reasons={p.reasons} />
      )}
      {current.state === 'withdrawn' && p.staff.role !== 'lead' ? null : (
        <Thread facts={p.read.facts} names={p.names} deliveries={p.deliveries} guarded={p.guarded} />
      )}
      <Watchword {...p} />
      <Merged merged={p.merged} />
      <Others others={p.others} />
      <Acts {...p} names={p.names.staff} />
    </DeskFrame>
  );
}

/** In the order of the packet's first screen: deadline, danger, how to reach, need ◎○, consent scope. */
function FirstScreen({ read, window, body, need, danger, names, now }: CasePageProps) {
  const { current } = read.loaded;
  const sheet = read.packet?.sheet;
  return (
    <section class="box" aria-label="はじめに読むこと">
      <dl class="first">
        <div>
          <dt>返事の約束</dt>
          <dd>
            {dateAndTime(current.dueAt)}まで{current.answeredAt ? '（返事ずみ）' : ''}
          </dd>
        </div>
        <div>
          <dt>危険</dt>
          <dd>
            {danger ? <span class="tag danger">{danger}</span> : '気づいた言葉はありません'}
            {current.minor ? <span class="tag minor">未成年</span> : null}
          </dd>
        </div>
        <div>
          <dt>連絡のしかた</dt>
          <HowToReach wish={read.wish} terms={(read.packet?.lines ?? []).filter(isTerm)} />
        </div>
        <div>
          <dt>困りごと</dt>
          <dd>
            {sheet?.main ? `◎${sheet.main}` : '◎ 未記入'}
            {sheet?.others.map((o) => ` ○${o}`)}
            {need ? (
              <>
                <br />
                <span class="note">{need}</span>
              </>
            ) : null}
          </dd>
        </div>
        <div>
          <dt>同意の範囲</dt>
          <dd>
            下の申し送りを {window}（{body}）の職員が読むこと
          </dd>
        </div>
        <div>
          <dt>担当</dt>
          <dd>
            {current.takenBy ? (names.staff.get(current.takenBy) ?? '（退職）') : 'まだいません'}・
            {STATE_NAMES[current.state]}
          </dd>
        </div>
      </dl>
      <h2>次にすること</h2>
      <ul class="steps">
        {stepsOf(current, now, names.window).map((s) => (
          <li class={s.late ? 'late' : ''}>
            {s.late ? <strong>時間をすぎています　</strong> : null}
            {s.text}
          </li>
        ))}
      </ul>
      {current.state === 'withdrawn' ? null : (
        <p class="note">
          <a href={`/desk/cases/${read.loaded.id}/paper`}>紙に出す（相談受付・申込票の順）</a>
        </p>
      )}
    </section>
  );
}

/** Somebody at the counter, or on the telephone, who names the code of a guarded case says the word first. */
function Watchword({ guarded, read }: CasePageProps) {
  if (!guarded) return null;
  const path = `/desk/cases/${read.loaded.id}`;
  return (
    <section class="box" aria-label="合言葉">
      <h2>合言葉</h2>
      <p>
        この人は合言葉をつけています。窓口や電話では、合言葉が合うまで、相談があることも話しません。LINEには何も出ません。
      </p>
      <form method="post" action={`${path}/watchword`} class="line">
        <label>
          言われた合言葉
          <input name="word" required autocomplete="off" maxlength={100} />
        </label>
        <button>確かめる</button>
      </form>
      {read.loaded.current.shutOut ? (
        <form method="post" action={`${path}/letIn`}>
          <p>5回ちがったので、本人のページは閉じています。本人だと確かめてから、開けてください。</p>
          <button>もう一度使えるようにする</button>
        </form>
      ) : null}
    </section>
  );
}

/** Each keeps its own thread; what is to be done is done in the one they were merged into. */
function Merged({ merged }: Pick<CasePageProps, 'merged'>) {
  if (merged.length === 0) return null;
  return (
    <section class="box" aria-label="まとめた相談">
      <h2>まとめた相談</h2>
      <ul>
        {merged.map((m) => (
          <li>
            <a href={`/desk/cases/${m.id}`}>{m.code}</a>
            {m.into ? '　この相談は、ここにまとめました。つづきはそちらで' : '　この相談にまとめました'}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Others({ others }: Pick<CasePageProps, 'others'>) {
  if (others.length === 0) return null;
  return (
    <section class="box" aria-label="この人のほかの相談">
      <h2>この人のほかの相談</h2>
      <ul>
        {others.map((o) => (
          <li>
            <a href={`/desk/cases/${o.id}`}>{o.code}</a>　{dateAndTime(o.openedAt)}　{STATE_NAMES[o.state]}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Whether they may be called, and how; the newest wish counts. */
function HowToReach({ wish, terms }: { wish: CallWish | null; terms: PacketLine[] }) {
  return (
    <dd>
      {wish ? '電話してよい（訪問の同意はありません）' : 'このページだけ（電話・訪問の同意はありません）'}
      <ul class="plain">
        {[...(wish ? wishLines(wish) : []), ...terms].map((l) => (
          <li>
            {l.label}：<strong>{l.text}</strong>
          </li>
        ))}
      </ul>
    </dd>
  );
}

function Packet({ lines, reasons }: { lines: PacketLine[]; reasons: Reason[] }) {
  return (
    <section class="box" aria-label="申し送り">
      <h2>申し送り</h2>
      {lines.length === 0 ? (
        <p>本人が残した行はありません。「話をしたい」という希望だけが届いています。</p>
      ) : null}
      <table class="packet">
        <tbody>
          {lines.map((l) => (
            <tr>
              <th scope="row">{l.label}</th>
              <td>
                <Lines text={l.text} /> {l.inferred ? <span class="tag guess">自動の推測</span> : null}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <Why reasons={reasons} />
    </section>
  );
}
