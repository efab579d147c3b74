/** One case: what to read first, the packet, what was said, what can be done. */
import { CALL_RESULTS, type Fact, OUTCOMES } from '../case/case.ts';
import type { PacketLine } from '../case/packet.ts';
import type { Staff } from '../case/permissions.ts';
import { type CallWish, wishLines } from '../case/wish.ts';
import { Lines } from '../html/frame.tsx';
import type { DeliveryState } from '../line/delivery.ts';
import type { ReadCase, ReadFact } from '../run/view.ts';
import { dateAndTime, type Instant } from '../windows/tokyo.ts';
import { DeskFrame } from './frame.tsx';
import { STATE_NAMES } from './queue.tsx';

/** Words typed in a refused act, given back to the form they came from. */
export interface Draft {
  act: string;
  words: string;
}

export interface CasePageProps {
  staff: Staff;
  read: ReadCase;
  window: string;
  need: string | null;
  danger: string | null;
  /** staff id → name */
  names: ReadonlyMap<string, string>;
  /** Outcome of each message to LINE, newest last. */
  deliveries: { state: DeliveryState; at: Instant }[];
  now: Instant;
  fault: string | null;
  draft: Draft | null;
}

export function CasePage(p: CasePageProps) {
  const { current, code } = p.read.loaded;
  return (
    <DeskFrame title={`相談 ${code}`} staff={p.staff} since={p.now} fault={p.fault}>
      <h1>相談 {code}</h1>
      <FirstScreen {...p} />
      {current.state === 'withdrawn' ? (
        <p class="box">本人が取りやめました。書かれた内容は見られません。</p>
      ) : (
        <Packet lines={p.read.packet?.lines ?? []} />
      )}
      {current.state === 'withdrawn' ? null : (
        <section class="box" aria-label="やりとり">
          <h2>やりとり</h2>
          <ol class="thread">
            {p.read.facts.map((f) => (
              <ThreadItem read={f} names={p.names} />
            ))}
          </ol>
          <Deliveries deliveries={p.deliveries} />
        </section>
      )}
      <Acts {...p} />
    </DeskFrame>
  );
}

/** In the order of the packet's first screen: deadline, danger, how to reach, need ◎○, consent scope. */
function FirstScreen({ read, window, need, danger, names }: CasePageProps) {
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
          <HowToReach wish={read.wish} />
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
          <dd>下の申し送りを {window} の職員が読むこと</dd>
        </div>
        <div>
          <dt>担当</dt>
          <dd>
            {current.takenBy ? (names.get(current.takenBy) ?? '（退職）') : 'まだいません'}・
            {STATE_NAMES[current.state]}
          </dd>
        </div>
      </dl>
    </section>
  );
}

/** Whether they may be called, and how; the newest wish counts. */
function HowToReach({ wish }: { wish: CallWish | null }) {
  if (!wish) return <dd>このページだけ（電話・訪問の同意はありません）</dd>;
  return (
    <dd>
      電話してよい（訪問の同意はありません）
      <ul class="plain">
        {wishLines(wish).map((l) => (
          <li>
            {l.label}：<strong>{l.text}</strong>
          </li>
        ))}
      </ul>
    </dd>
  );
}

function Packet({ lines }: { lines: PacketLine[] }) {
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
    </section>
  );
}

const FACT_NAMES: Record<Fact['type'], string> = {
  opened: '相談が届いた',
  taken: '引き受けた',
  answered: '返事',
  noted: 'メモ（本人には見えない）',
  said: '本人',
  callback: '電話の希望',
  called: '電話した',
  closed: '終わりにした',
  reopened: 'もう一度ひらいた',
  withdrawn: '本人が取りやめた',
  unsent: '本人が文を取り消した（本人とは限りません）',
};

function ThreadItem({ read, names }: { read: ReadFact; names: ReadonlyMap<string, string> }) {
  const { fact } = read;
  const who = fact.by.startsWith('staff:') ? `・${names.get(fact.by.slice(6)) ?? ''}` : '';
  const text = read.words ?? goneText(fact);
  const where = fact.type === 'said' && fact.via === 'line' ? '（LINEに届いた）' : '';
  return (
    <li class={fact.type}>
      <span class="meta">
        {dateAndTime(fact.at)}　{FACT_NAMES[fact.type]}
        {where}
        {who}
        {fact.type === 'closed' ? `：${fact.outcome}` : ''}
        {fact.type === 'called' ? `：${fact.result}` : ''}
      </span>
      {text === null ? null : (
        <div>
          <Lines text={text} />
        </div>
      )}
    </li>
  );
}

/** What stands where words were, or where there never were any. */
function goneText(fact: Fact): string | null {
  if (fact.type === 'said') return '取り消されました（本人とは限りません）';
  if (fact.type !== 'callback') return null;
  return fact.agreed
    ? '今の希望ではありません。番号は消えました。'
    : '取り消されました。電話はしないでください。';
}

const DELIVERY_NAMES: Record<DeliveryState, string> = {
  pending: '送っています',
  sent: 'LINEに渡しました（読んだかどうかは分かりません）',
  uncertain: '届いたか分かりません',
  refused: 'LINEが受けとりませんでした',
  blocked: 'ブロックされているため届きません',
  quota: '今月送れる数が足りないため、LINEには送っていません',
};

function Deliveries({ deliveries }: { deliveries: CasePageProps['deliveries'] }) {
  if (deliveries.length === 0) return null;
  return (
    <details>
      <summary>LINEへのお知らせの届きかた</summary>
      <ul>
        {deliveries.map((d) => (
          <li>
            {dateAndTime(d.at)}　{DELIVERY_NAMES[d.state]}
          </li>
        ))}
      </ul>
    </details>
  );
}

function Acts({ read, staff, draft }: CasePageProps) {
  const { current, id } = read.loaded;
  const path = `/desk/cases/${id}`;
  const mine = current.takenBy === staff.id || (staff.role === 'lead' && current.takenBy !== null);
  if (current.state === 'withdrawn') return null;
  return (
    <section class="box acts" aria-label="すること">
      {current.takenBy === null && current.state === 'waiting' ? (
        <form method="post" action={`${path}/take`}>
          <button class="main">引き受ける</button>
        </form>
      ) : null}
      {mine && current.state === 'held' ? (
        <form method="post" action={`${path}/answer`}>
          <label>
            返事（本人がページで読みます）
            <textarea name="words" rows={5} maxlength={5000} required>
              {draft?.act === 'answer' ? draft.words : ''}
            </textarea>
          </label>
          <p>
            <br />
            <button class="main">返事を送る</button>
          </p>
        </form>
      ) : null}
      {mine && current.state === 'held' && current.callback !== null ? <CallForm path={path} /> : null}
      <form method="post" action={`${path}/note`}>
        <label>
          メモ（職員だけが読みます）
          <textarea name="words" rows={2} maxlength={5000} required>
            {draft?.act === 'note' ? draft.words : ''}
          </textarea>
        </label>
        <p>
          <br />
          <button>メモを残す</button>
        </p>
      </form>
      {mine && current.state === 'held' ? (
        <form method="post" action={`${path}/close`}>
          <div class="line">
            <label>
              結果
              <select name="outcome">
                {OUTCOMES.map((o) => (
                  <option value={o}>{o}</option>
                ))}
              </select>
            </label>
            <button>この相談を終わりにする</button>
          </div>
        </form>
      ) : null}
      {current.state === 'closed' ? (
        <form method="post" action={`${path}/reopen`}>
          <button>もう一度ひらく</button>
        </form>
      ) : null}
    </section>
  );
}

/** How a call went, by one press. */
function CallForm({ path }: { path: string }) {
  return (
    <form method="post" action={`${path}/call`} aria-label="電話の結果">
      <fieldset>
        <legend>電話の結果（本人のページにも出ます）</legend>
        <div class="line">
          {CALL_RESULTS.map((r) => (
            <button name="result" value={r}>
              {r}
            </button>
          ))}
        </div>
      </fieldset>
    </form>
  );
}
