/** The staff console's pages. */
import { raw } from 'hono/html';
import type { Child } from 'hono/jsx';
import { renderSVG } from 'uqr';
import { type Case, type Fact, OUTCOMES } from '../case/case.ts';
import type { PacketLine } from '../case/packet.ts';
import { ROLE_NAMES, type Staff } from '../case/permissions.ts';
import { Frame, Lines } from '../html/frame.tsx';
import type { DeliveryState } from '../line/delivery.ts';
import type { Invited } from '../run/account.ts';
import type { ReadCase, ReadFact } from '../run/view.ts';
import { dateAndTime, type Instant } from '../windows/tokyo.ts';

interface DeskFrameProps {
  title: string;
  staff: Staff | null;
  since?: Instant;
  fault?: string | null;
  children: Child;
}

function DeskFrame({ title, staff, since, fault, children }: DeskFrameProps) {
  return (
    <Frame title={`${title}｜職員の画面`} sheet="desk" script="desk">
      <a class="skip" href="#main">
        本文へ
      </a>
      <header class="top">
        <a href="/desk">職員の画面</a>
        {staff ? (
          <form method="post" action="/desk/logout">
            {staff.name}（{ROLE_NAMES[staff.role]}） <button>出る</button>
          </form>
        ) : null}
      </header>
      <main
        id="main"
        class={staff ? '' : 'narrow'}
        data-since={since === undefined ? undefined : String(since)}
      >
        <p id="news" class="fault" role="status" hidden>
          新しいことがあります。書きかけの文を送るか控えてから、
          <a href="#main" id="reload">
            読み直してください
          </a>
          。
        </p>
        {fault ? (
          <p class="fault" role="alert">
            {fault}
          </p>
        ) : null}
        {children}
      </main>
    </Frame>
  );
}

export function LoginPage({ fault }: { fault: string | null }) {
  return (
    <DeskFrame title="はいる" staff={null} fault={fault}>
      <form class="box" method="post" action="/desk/login">
        <h1>職員の画面にはいる</h1>
        <label>
          名前
          <input name="name" required autocomplete="username" />
        </label>
        <label>
          パスワード
          <input name="password" type="password" required autocomplete="current-password" />
        </label>
        <label>
          6けたの番号（認証アプリ）
          <input name="code" required inputmode="numeric" autocomplete="one-time-code" maxlength={7} />
        </label>
        <p>
          <br />
          <button class="main">はいる</button>
        </p>
      </form>
    </DeskFrame>
  );
}

export interface InvitePageProps {
  invited: Invited;
  windows: string[];
  uri: string;
  fault: string | null;
  name: string;
}

export function InvitePage({ invited, windows, uri, fault, name }: InvitePageProps) {
  return (
    <DeskFrame title="はじめての登録" staff={null} fault={fault}>
      <form class="box" method="post">
        <h1>はじめての登録（{ROLE_NAMES[invited.role]}）</h1>
        {windows.length > 0 ? <p>受け持つ窓口：{windows.join('、')}</p> : null}
        <label>
          名前（同僚に見える名前。住民には役の名前だけが見えます）
          <input name="name" required maxlength={40} autocomplete="username" value={name} />
        </label>
        <label>
          パスワード（12文字以上）
          <input
            name="password"
            type="password"
            required
            minlength={12}
            maxlength={200}
            autocomplete="new-password"
          />
        </label>
        <h2>
          <br />
          認証アプリに登録する
        </h2>
        <p>スマートフォンの認証アプリで、この図を読みとってください。</p>
        <div class="qr" role="img" aria-label="認証アプリに登録する図">
          {raw(renderSVG(uri, { border: 2 }))}
        </div>
        <p class="note">読みとれないときは、この文字をアプリに入れてください。</p>
        <p class="secret">{invited.secret.match(/.{1,4}/g)?.join(' ')}</p>
        <label>
          アプリに出た6けたの番号
          <input name="code" required inputmode="numeric" autocomplete="one-time-code" maxlength={7} />
        </label>
        <p>
          <br />
          <button class="main">登録する</button>
        </p>
      </form>
    </DeskFrame>
  );
}

export interface QueueRow {
  id: string;
  code: string;
  window: string;
  state: Case['state'];
  need: string | null;
  danger: string | null;
  minor: boolean;
  openedAt: Instant;
  dueAt: Instant;
  takenBy: string | null;
  answered: boolean;
}

export interface QueuePageProps {
  staff: Staff;
  rows: QueueRow[];
  now: Instant;
  fault: string | null;
}

const STATE_NAMES: Record<Case['state'], string> = {
  waiting: '未対応',
  held: '対応中',
  closed: '終わり',
  withdrawn: '取りやめ',
};

export function QueuePage({ staff, rows, now, fault }: QueuePageProps) {
  const open = rows.filter((r) => r.state === 'waiting' || r.state === 'held');
  const over = rows.filter((r) => !open.includes(r));
  return (
    <DeskFrame title="相談の一覧" staff={staff} since={now} fault={fault}>
      <h1>相談の一覧</h1>
      {open.length === 0 ? (
        <p class="box">いま待っている相談はありません。新しい相談が届くと、ここに出ます。</p>
      ) : null}
      <ul class="queue">
        {open.map((r) => (
          <QueueItem row={r} now={now} />
        ))}
      </ul>
      {over.length > 0 ? <h2>終わった相談</h2> : null}
      <ul class="queue">
        {over.map((r) => (
          <QueueItem row={r} now={now} />
        ))}
      </ul>
    </DeskFrame>
  );
}

function QueueItem({ row, now }: { row: QueueRow; now: Instant }) {
  const waiting = row.state === 'waiting' || row.state === 'held';
  const late = waiting && !row.answered && row.dueAt < now;
  return (
    <li class={late ? 'late' : row.state}>
      <a href={`/desk/cases/${row.id}`}>
        <span>
          {row.danger ? <span class="tag danger">危険 {row.danger}</span> : null}
          {row.minor ? <span class="tag minor">未成年</span> : null}
          <span class="need">{row.need ?? '困りごとは書かれていません'}</span>
        </span>
        <span class="when">
          {waiting && !row.answered
            ? `${late ? '期限をすぎています：' : '期限 '}${dateAndTime(row.dueAt)}`
            : STATE_NAMES[row.state]}
        </span>
        <span class="note">
          {row.code}・{row.window}・{STATE_NAMES[row.state]}
          {row.takenBy ? `・${row.takenBy}` : ''}
        </span>
        <span class="when note">届いた {dateAndTime(row.openedAt)}</span>
      </a>
    </li>
  );
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
  /** Words typed in a refused act, given back. */
  draft: string;
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
          <dd>このページだけ（電話・訪問の同意はありません）</dd>
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
  closed: '終わりにした',
  reopened: 'もう一度ひらいた',
  withdrawn: '本人が取りやめた',
  unsent: '本人が文を取り消した（本人とは限りません）',
};

function ThreadItem({ read, names }: { read: ReadFact; names: ReadonlyMap<string, string> }) {
  const { fact } = read;
  const who = fact.by.startsWith('staff:') ? `・${names.get(fact.by.slice(6)) ?? ''}` : '';
  const where = fact.type === 'said' && fact.via === 'line' ? '（LINEに届いた）' : '';
  const gone = fact.type === 'said' && read.words === null ? '取り消されました（本人とは限りません）' : null;
  return (
    <li class={fact.type}>
      <span class="meta">
        {dateAndTime(fact.at)}　{FACT_NAMES[fact.type]}
        {where}
        {who}
        {fact.type === 'closed' ? `：${fact.outcome}` : ''}
      </span>
      {read.words !== null || gone ? (
        <div>
          <Lines text={read.words ?? gone ?? ''} />
        </div>
      ) : null}
    </li>
  );
}

const DELIVERY_NAMES: Record<DeliveryState, string> = {
  pending: '送っています',
  sent: 'LINEに渡しました（読んだかどうかは分かりません）',
  uncertain: '届いたか分かりません',
  refused: 'LINEが受けとりませんでした',
  blocked: 'ブロックされているため届きません',
  quota: '今月の送信数をこえたため届きません',
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
              {draft}
            </textarea>
          </label>
          <p>
            <br />
            <button class="main">返事を送る</button>
          </p>
        </form>
      ) : null}
      <form method="post" action={`${path}/note`}>
        <label>
          メモ（職員だけが読みます）<textarea name="words" rows={2} maxlength={5000} required></textarea>
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

/** For roles that see no words (運用・監査) and for what does not exist. */
export function DeskNotice({ staff, title, text }: { staff: Staff | null; title: string; text: string }) {
  return (
    <DeskFrame title={title} staff={staff}>
      <div class="box">
        <h1>{title}</h1>
        <p>{text}</p>
      </div>
    </DeskFrame>
  );
}
