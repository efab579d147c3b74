/** Say → HTML, for the resident's page. */
import { Lines } from '../html/frame.tsx';
import type { DangerSay, Say, ShowSay } from '../talk/say.ts';
import type { Question } from '../talk/talk.ts';
import { SHOW, WRONG_NUMBER_LABEL } from '../talk/texts.ts';
import type { Card, HotlineLine } from '../windows/card.ts';

/** One thing said; questions and previews are drawn by the page itself, where they can be answered. */
export function Said({ say }: { say: Say }) {
  switch (say.kind) {
    case 'text':
    case 'door':
      return (
        <div class="bubble" lang={say.kind === 'text' ? say.lang : undefined}>
          <Lines text={say.text} />
        </div>
      );
    case 'card':
      return <CardView card={say.card} />;
    case 'danger':
      return <DangerView say={say} />;
    case 'show':
      return <ShowView show={say} />;
    case 'question':
    case 'preview':
      return null;
  }
}

/** Large enough to be read across a counter. */
function ShowView({ show }: { show: ShowSay }) {
  return (
    <article class="bubble card show" aria-label="見せるカード">
      <p class="note">{SHOW}</p>
      {show.words.map((w) => (
        <p class="aloud">{w}</p>
      ))}
      <dl>
        <dt>行くところ</dt>
        <dd>
          {show.name}
          {show.address ? `：${show.address}` : ''}
        </dd>
        <dt>時間</dt>
        <dd>{show.open}</dd>
      </dl>
    </article>
  );
}

function CardView({ card }: { card: Card }) {
  const { call } = card;
  return (
    <article class="bubble card" aria-label={`窓口：${card.name}`}>
      <h2>{card.name}</h2>
      <p>{card.does}</p>
      {call?.number.tel ? (
        <a class="button main call" href={`tel:${call.number.tel}`}>
          電話する <span class="digits">{call.number.display}</span>
        </a>
      ) : null}
      <dl>
        {call?.via ? (
          <>
            <dt>電話に出るところ</dt>
            <dd>
              {call.via} {call.number.display}
            </dd>
          </>
        ) : null}
        {call ? (
          <>
            <dt>時間</dt>
            <dd>{call.open}</dd>
          </>
        ) : null}
        {call ? (
          <>
            <dt>電話での言い方</dt>
            {call.say.map((s) => (
              <dd>「{s}」</dd>
            ))}
          </>
        ) : null}
        {call?.connected ? (
          <>
            <dt>つながったら</dt>
            <dd>「{call.connected}」</dd>
          </>
        ) : null}
        {card.asked.length > 0 ? (
          <>
            <dt>聞かれること</dt>
            <dd>{card.asked.join('、')}</dd>
          </>
        ) : null}
        {card.skip.length > 0 ? (
          <>
            <dt>答えなくてよいこと</dt>
            <dd>{card.skip.join('、')}</dd>
          </>
        ) : null}
        {card.who ? (
          <>
            <dt>相談できる人</dt>
            <dd>{card.who}</dd>
          </>
        ) : null}
        {card.address ? (
          <>
            <dt>場所</dt>
            <dd>{card.address}</dd>
          </>
        ) : null}
        {card.also.map((a) => (
          <>
            <dt>同じ電話で案内できるところ</dt>
            <dd>
              {a.name}：{a.does}
            </dd>
          </>
        ))}
      </dl>
      {card.notes.map((n) => (
        <p class="note">{n}</p>
      ))}
      {call ? <p class="note">番号を確かめた日：{call.number.checked}</p> : null}
      {call ? <WrongNumber window={card.window} /> : null}
    </article>
  );
}

/** One tap for whoever called and was told that it is a wrong number. */
function WrongNumber({ window }: { window: string }) {
  return (
    <form method="post" action="/tap" class="aside">
      <button class="quiet" name="option" value={`wrong.${window}`}>
        {WRONG_NUMBER_LABEL}
      </button>
    </form>
  );
}

/** What to do first, then whom to call, then the rest: the buttons come before the long text on a small screen. */
function DangerView({ say }: { say: DangerSay }) {
  const [first, ...rest] = say.act.split('\n');
  return (
    <article class="bubble danger" aria-label="いま、つながるところ">
      <p>
        <Lines text={say.receive} />
      </p>
      <p class="act">{first}</p>
      {say.beside ? (
        <p>
          <Lines text={say.beside} />
        </p>
      ) : null}
      <ul class="lines">
        {say.lines.map((line) => (
          <HotlineItem line={line} />
        ))}
      </ul>
      <p>
        <Lines text={[...rest, say.door].join('\n')} />
      </p>
      <p class="note">受付時間は変わることがあります。</p>
    </article>
  );
}

function HotlineItem({ line }: { line: HotlineLine }) {
  const about = `${line.name}（${line.openText}${line.free ? '・無料' : ''}）`;
  if (line.number?.tel) {
    return (
      <li>
        {about}
        {line.dial ? `　${line.dial} でもかかります` : ''}
        <a class="button main call" href={`tel:${line.number.tel}`}>
          {line.plain} <span class="digits">{line.number.display}</span>
        </a>
      </li>
    );
  }
  return (
    <li>
      {about} {line.dial}
      {line.link ? (
        <a class="button call" href={line.link} rel="noreferrer noopener">
          {line.plain}
        </a>
      ) : null}
    </li>
  );
}

/** The choices of the open question, as buttons; each can be typed as well. */
export function Choices({ question }: { question: Question }) {
  return (
    <form method="post" action="/tap">
      <input type="hidden" name="question" value={question.id} />
      <ul class="choices">
        {question.options.map((o, i) => (
          <li>
            <button name="option" value={String(i)}>{`${i + 1} ${o.label}`}</button>
          </li>
        ))}
      </ul>
    </form>
  );
}
