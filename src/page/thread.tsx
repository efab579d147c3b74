/** The resident's own case: what was sent, said and answered. */
import type { Fact } from '../case/case.ts';
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

interface ThreadProps {
  own: ReadCase;
  role: string;
  id: string | undefined;
  canReturn: boolean;
  /** When staff will have written, in one sentence. */
  promised: string;
  callback: CallbackProps | null;
}

export function CaseThread({ own, role, id, canReturn, promised, callback }: ThreadProps) {
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
          <Item read={f} role={role} />
        ))}
      </ol>
      {callback ? <Callback {...callback} /> : null}
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

function Item({ read: { fact, words }, role }: { read: ReadFact; role: string }) {
  switch (fact.type) {
    case 'answered':
      return <Bubble side="staff" who={role} at={fact.at} text={words ?? ''} />;
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
