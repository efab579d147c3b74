/** The windows on A4, for those who have no phone in hand or want to give it to somebody: no form, large digits. */
import { Frame } from '../html/frame.tsx';
import type { Paper } from '../talk/paper.ts';
import type { ShowSay } from '../talk/say.ts';
import type { Card } from '../windows/card.ts';
import { type Day, dateOf } from '../windows/tokyo.ts';
import { Top } from './top.tsx';

interface PaperPageProps {
  account: string;
  /** Name of the city. */
  office: string;
  today: Day;
  paper: Paper;
}

export function PaperPage({ account, office, today, paper }: PaperPageProps) {
  return (
    <Frame title={account} sheet="page" script="page">
      <Top account={account} />
      <main class="paper">
        <div class="screen">
          <p>この紙を印刷するには、ブラウザのメニューで「印刷」を選んでください。</p>
          <p class="buttons">
            <button id="print" type="button" class="main" hidden>
              印刷する
            </button>
            <a class="button" href="/#now">
              会話にもどる
            </a>
          </p>
        </div>
        {paper.show ? <ShowSheet show={paper.show} /> : null}
        {paper.cards.map((card) => (
          <CardSheet card={card} />
        ))}
        <footer>
          <p>いま危ないときは 110（警察）・119（救急・火事）</p>
          <p>
            {office}　{account}　印刷した日：{dateOf(today)}
          </p>
        </footer>
      </main>
    </Frame>
  );
}

function ShowSheet({ show }: { show: ShowSay }) {
  return (
    <section class="sheet" aria-label="見せるカード">
      <p class="note">窓口の人に見せてください</p>
      {show.words.map((w) => (
        <p class="aloud">{w}</p>
      ))}
      <dl>
        <dt>行くところ</dt>
        <dd>
          {show.name}
          {show.address ? `（${show.address}）` : ''}
        </dd>
        <dt>ひらいている時間</dt>
        <dd>{show.hours}</dd>
      </dl>
    </section>
  );
}

function CardSheet({ card }: { card: Card }) {
  const { call } = card;
  return (
    <section class="sheet" aria-label={`窓口：${card.name}`}>
      <h2>{card.name}</h2>
      <p>{card.does}</p>
      {call ? (
        <>
          <p class="digits">{call.number.display}</p>
          {call.via ? <p>{call.via}につながります。</p> : null}
        </>
      ) : null}
      <dl>
        <Row name="電話に出る時間" texts={call ? [call.hours] : []} />
        <Row name="電話での言い方" texts={call?.say.map((s) => `「${s}」`) ?? []} />
        <Row name="つながったら" texts={call?.connected ? [`「${call.connected}」`] : []} />
        <Row name="聞かれること" texts={card.asked.length > 0 ? [card.asked.join('、')] : []} />
        <Row name="答えなくてよいこと" texts={card.skip.length > 0 ? [card.skip.join('、')] : []} />
        <Row name="相談できる人" texts={card.who ? [card.who] : []} />
        <Row name="場所" texts={card.address ? [card.address] : []} />
        <Row name="同じ電話で案内できるところ" texts={card.also.map((a) => a.name)} />
      </dl>
      {card.notes.map((n) => (
        <p class="note">{n}</p>
      ))}
      {call ? <p class="note">番号を確かめた日：{dateOf(call.number.checked)}</p> : null}
    </section>
  );
}

function Row({ name, texts }: { name: string; texts: string[] }) {
  if (texts.length === 0) return null;
  return (
    <>
      <dt>{name}</dt>
      {texts.map((t) => (
        <dd>{t}</dd>
      ))}
    </>
  );
}
