/** The resident's own case: what was sent, said and answered. */
import { CONNECTED, type Fact } from '../case/case.ts';
import { endOf, nextText } from '../case/promise.ts';
import { Lines } from '../html/frame.tsx';
import type { ReadCase, ReadFact } from '../run/view.ts';
import { dateAndTime, type Instant } from '../windows/tokyo.ts';
import { Callback, type CallbackProps } from './callback.tsx';

const STATES = {
  waiting: '届いています。担当は、まだ決まっていません',
  held: '担当の職員が読みました',
  closed: '終わりました',
  withdrawn: '取りやめました',
} as const;

/** How a call went, in kind words. */
const CALLS: Record<Extract<Fact, { type: 'called' }>['result'], string> = {
  話せた: '電話で話しました。',
  出ない: '電話をしました。そのときは、お話しできませんでした。',
  番号ちがい:
    '電話をしましたが、番号がちがうようでした。下の「電話の希望を書き直す」で、番号を確かめてください。',
};

/** What the thread needs besides the case. */
export type Around = Pick<ThreadProps, 'asked' | 'instead' | 'nameOf' | 'now'>;

interface ThreadProps {
  own: ReadCase;
  role: string;
  id: string | undefined;
  canReturn: boolean;
  /** When staff will have written, in one sentence. */
  promised: string;
  callback: CallbackProps | null;
  guarded: boolean;
  /** The window that staff ask about; null when they ask nothing. */
  asked: { name: string; body: string; holder: string } | null;
  /** Whom to telephone when no answer came in time. */
  instead: { name: string; number: string; tel: string | null; open: string } | null;
  nameOf(window: string): string;
  now: Instant;
}

export function CaseThread(p: ThreadProps) {
  const { own, id, canReturn, promised, callback } = p;
  const { current, code } = own.loaded;
  return (
    <section class="box" aria-label="職員への相談" id={id}>
      <h2>職員への相談</h2>
      <p>
        受付番号 <span class="code">{code}</span>
      </p>
      <p>
        {STATES[current.state]}。{current.state === 'waiting' ? promised : ''}
      </p>
      {current.next && endOf(current.next) > p.now ? (
        <p>
          つぎに職員が書くのは、<strong>{nextText(current.next)}</strong>です。
        </p>
      ) : null}
      {p.asked ? <MoveQuestion {...p.asked} /> : null}
      {own.packet ? (
        <details>
          <summary>送った内容</summary>
          {own.packet.lines.map((l) => (
            <p>
              <strong>{l.label}</strong>　{l.text}
            </p>
          ))}
        </details>
      ) : null}
      <ol class="talk" aria-live="polite" aria-label="職員とのやりとり">
        {own.facts.map((f) => (
          <Item read={f} {...p} />
        ))}
      </ol>
      {callback ? <Callback {...callback} /> : null}
      <HowDidItGo own={own} />
      <Watchword guarded={p.guarded} />
      {canReturn ? (
        <form method="post" action="/phrase">
          <button class="quiet">もどる言葉を出し直す</button>
        </form>
      ) : null}
      {current.state === 'waiting' || current.state === 'held' ? (
        <details>
          <summary>取りやめる</summary>
          <p>送った内容を職員から見えなくして、相談を終わりにします。</p>
          <form method="post" action="/withdraw">
            <button class="quiet">取りやめる</button>
          </form>
        </details>
      ) : null}
    </section>
  );
}

/** Once, after the end; nobody has to answer, and LINE never asks. */
function HowDidItGo({ own }: Pick<ThreadProps, 'own'>) {
  const { current } = own.loaded;
  const asked = own.facts.some((f) => f.fact.type === 'connected');
  if (current.state !== 'closed' || current.mergedInto !== null || asked) return null;
  return (
    <form method="post" action="/connected" class="box">
      <p>困りごとは、助けてくれるところにつながりましたか。答えなくても大丈夫です。</p>
      <p class="buttons">
        {CONNECTED.map((answer) => (
          <button name="answer" value={answer}>
            {answer}
          </button>
        ))}
      </p>
    </form>
  );
}

/** The 合言葉 can be set later, changed, and given up: whoever is here has said it. */
function Watchword({ guarded }: { guarded: boolean }) {
  return (
    <details>
      <summary>
        {guarded ? '合言葉をかえる・やめる' : '合言葉をつける（スマホを見られるのが心配なとき）'}
      </summary>
      <form method="post" action="/watchword">
        <label>
          合言葉（4字から）
          <input name="word" required autocomplete="off" autocapitalize="off" minlength={4} maxlength={40} />
        </label>
        <p class="note">
          このページをひらくたびに合言葉がいります。LINEには、お知らせも相談のことも出しません。
        </p>
        <button>{guarded ? '合言葉をかえる' : '合言葉をつける'}</button>
      </form>
      {guarded ? (
        <form method="post" action="/watchword">
          <input type="hidden" name="give_up" value="yes" />
          <button class="quiet">合言葉をやめる</button>
        </form>
      ) : null}
    </details>
  );
}

/** Asked in words that a child can read: who would read it, and that nothing happens without a yes. */
function MoveQuestion({ name, body, holder }: NonNullable<ThreadProps['asked']>) {
  return (
    <form method="post" action="/move" class="box" aria-label="ほかの窓口に見せてよいか">
      <p>
        <strong>
          {name}（{body}）
        </strong>
        のほうが、この困りごとにくわしいそうです。送った内容とやりとりを、そこの{holder}
        に見せてもよいですか。
      </p>
      <p class="note">見せると、つづきはその窓口が受け持ちます。見せなくても、相談はつづけられます。</p>
      <p class="buttons">
        <button name="agreed" value="yes" class="main">
          見せてよい
        </button>
        <button name="agreed" value="no">
          見せないでほしい
        </button>
      </p>
    </form>
  );
}

interface ItemProps extends Pick<ThreadProps, 'role' | 'instead' | 'nameOf'> {
  read: ReadFact;
}

function Item({ read: { fact, words }, role, instead, nameOf }: ItemProps) {
  switch (fact.type) {
    case 'answered':
      return <Bubble side="staff" who={role} at={fact.at} text={words ?? ''} />;
    case 'moveAnswered': {
      const text = fact.agreed
        ? `「${nameOf(fact.to)}」に見せてよいと答えました。`
        : `「${nameOf(fact.to)}」には見せないと答えました。`;
      return <Bubble side="mine" who="あなた" at={fact.at} text={text} />;
    }
    case 'moved':
      return (
        <Bubble
          side="staff"
          who="お知らせ"
          at={fact.at}
          text={`受ける窓口が「${nameOf(fact.to)}」にかわりました。わけを知りたいときは、ここに書いてください。`}
        />
      );
    case 'merged':
      return (
        <Bubble
          side="staff"
          who="お知らせ"
          at={fact.at}
          text="この相談は、もう一つの相談とまとめました。つづきは、そちらで職員が返事をします。"
        />
      );
    case 'reminded':
      return fact.rung === 'resident' ? <Overdue at={fact.at} instead={instead} /> : null;
    case 'called':
      return <Bubble side="staff" who={role} at={fact.at} text={CALLS[fact.result]} />;
    case 'said':
      return (
        <Bubble
          side="mine"
          who="あなた"
          at={fact.at}
          where={fact.via === 'line' ? '（LINEから）' : ''}
          text={words ?? '（取り消しました）'}
        />
      );
    default:
      return null;
  }
}

/** No answer came in time: said openly, with somebody who answers the telephone. */
function Overdue({ at, instead }: { at: Instant } & Pick<ThreadProps, 'instead'>) {
  return (
    <li class="staff">
      <span class="who">お知らせ・{dateAndTime(at)}</span>
      <div class="bubble">
        返事がおそくなっています。ごめんなさい。責任者にも知らせました。
        {instead ? (
          <>
            <br />
            いそぐときは、電話でも話せます。{instead.name}{' '}
            {instead.tel ? <a href={instead.tel}>{instead.number}</a> : instead.number}（{instead.open}）
          </>
        ) : null}
      </div>
    </li>
  );
}

interface BubbleProps {
  side: 'mine' | 'staff';
  who: string;
  at: Instant;
  where?: string;
  text: string;
}

function Bubble({ side, who, at, where = '', text }: BubbleProps) {
  return (
    <li class={side}>
      <span class="who">
        {who}・{dateAndTime(at)}
        {where}
      </span>
      <div class="bubble">
        <Lines text={text} />
      </div>
    </li>
  );
}
