/** The resident's own case: what was sent, said and answered. */
import { Lines } from '../html/frame.tsx';
import type { ReadCase } from '../run/view.ts';
import { dateAndTime } from '../windows/tokyo.ts';

const STATES = {
  waiting: '届いています。担当は、まだ決まっていません',
  held: '担当の職員が読みました',
  closed: '終わりました',
  withdrawn: '取りやめました',
} as const;

interface ThreadProps {
  own: ReadCase;
  role: string;
  id: string | undefined;
  canReturn: boolean;
  /** When staff will have written, in one sentence. */
  promised: string;
}

export function CaseThread({ own, role, id, canReturn, promised }: ThreadProps) {
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
        {own.facts.map((f) => {
          if (f.fact.type === 'answered') {
            return (
              <li class="staff">
                <span class="who">
                  {role}・{dateAndTime(f.fact.at)}
                </span>
                <div class="bubble">
                  <Lines text={f.words ?? ''} />
                </div>
              </li>
            );
          }
          if (f.fact.type !== 'said') return null;
          return (
            <li class="mine">
              <span class="who">
                あなた・{dateAndTime(f.fact.at)}
                {f.fact.via === 'line' ? '（LINEから）' : ''}
              </span>
              <div class="bubble">
                <Lines text={f.words ?? '（取り消しました）'} />
              </div>
            </li>
          );
        })}
      </ol>
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
