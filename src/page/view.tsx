/** The resident's pages. */
import type { Packet } from '../case/packet.ts';
import { Frame, Lines } from '../html/frame.tsx';
import type { Shown } from '../run/play.ts';
import type { ReadCase } from '../run/view.ts';
import type { Say } from '../talk/say.ts';
import type { Question, Talk } from '../talk/talk.ts';
import { dateAndTime } from '../windows/tokyo.ts';
import { Choices, Said } from './say.tsx';

type Preview = Extract<Say, { kind: 'preview' }>;

export interface TalkPageProps {
  account: string;
  greeting: string;
  talk: Talk | null;
  question: Question | null;
  transcript: Shown[];
  preview: Preview | null;
  own: ReadCase | null;
  role: string;
  /** A return phrase just made; shown this once. */
  phrase: string | null;
  fault: string | null;
  /** Changes when there is something new to see. */
  at: string;
}

/** The talk: greeting, transcript, preview, the case with staff, and one field to write in. */
export function TalkPage(p: TalkPageProps) {
  const newest = newestOf(p);
  const open = p.own && p.talk?.case?.state !== 'closed';
  return (
    <Frame title={p.account} sheet="page" script="page">
      <a class="skip" href="#write">
        書くところへ
      </a>
      <Top account={p.account} />
      <main data-turn={p.at}>
        {p.fault ? (
          <p class="fault" role="alert">
            {p.fault}
          </p>
        ) : null}
        {p.phrase ? <PhraseBox phrase={p.phrase} /> : null}
        <ol class="talk" aria-live="polite" aria-label="会話">
          <li>
            <div class="bubble">
              <Lines text={p.greeting} />
            </div>
          </li>
          {p.transcript.map((t, i) => (
            <Turn shown={t} newest={newest === 'turn' && i === p.transcript.length - 1} />
          ))}
        </ol>
        {p.preview ? <PreviewForm preview={p.preview} newest={newest === 'preview'} /> : null}
        {p.own ? <CaseThread own={p.own} role={p.role} newest={newest === 'case'} /> : null}
        {p.question && !p.preview ? <Asked transcript={p.transcript} question={p.question} /> : null}
        {p.talk ? null : (
          <p class="note">
            <a href="/return">前の相談にもどる（もどる言葉をもっている人）</a>
          </p>
        )}
      </main>
      <div class="write" id="write">
        <form method="post" action="/say">
          <label>
            {open ? '担当の職員に届きます' : '困っていること'}
            <textarea
              name="text"
              rows={2}
              maxlength={5000}
              required
              placeholder="そのままの言葉で書いてください"
            ></textarea>
          </label>
          <button class="main">送る</button>
        </form>
      </div>
    </Frame>
  );
}

/** Forms lead back to `/#now`: the newest thing stands at the top of the screen, with or without JavaScript. */
function newestOf({ preview, talk }: TalkPageProps): 'preview' | 'case' | 'turn' {
  if (preview) return 'preview';
  return talk?.case?.state === 'held' ? 'case' : 'turn';
}

const NOW = 'now';

function Top({ account }: { account: string }) {
  return (
    <header class="top">
      <h1>{account}</h1>
      <form method="post" action="/close">
        <button class="close">すぐ閉じる</button>
      </form>
    </header>
  );
}

function Turn({ shown, newest }: { shown: Shown; newest: boolean }) {
  const said = shown.said !== null;
  const say = shown.say.filter((s) => s.kind !== 'question' && s.kind !== 'preview');
  return (
    <>
      {said ? (
        <li class="mine" id={newest ? NOW : undefined}>
          <span class="who">あなた</span>
          <div class="bubble">
            <Lines text={shown.said ?? ''} />
          </div>
        </li>
      ) : null}
      {say.map((s, i) => (
        <li id={newest && !said && i === 0 ? NOW : undefined}>
          <Said say={s} />
        </li>
      ))}
    </>
  );
}

function Asked({ transcript, question }: { transcript: Shown[]; question: Question }) {
  const say = transcript.at(-1)?.say.at(-1);
  return (
    <section aria-label="選ぶ">
      {say?.kind === 'question' && say.ask !== '' ? (
        <p>
          <Lines text={say.ask} />
        </p>
      ) : null}
      <Choices question={question} />
    </section>
  );
}

function PreviewForm({ preview, newest }: { preview: Preview; newest: boolean }) {
  return (
    <form class="box" method="post" action="/send" id={newest ? NOW : undefined}>
      <h2>職員に送る内容</h2>
      <p>職員が読むのは、下の行だけです。送りたくない行には印をつけてください。</p>
      <PacketRows packet={preview.packet} />
      <h2>送る前に知ってほしいこと</h2>
      <ul class="consent">
        <li>預かるところ：{preview.holder}</li>
        <li>使いみち：{preview.purpose}</li>
        <li>返事：{preview.promise}</li>
        <li>残す期間：{preview.kept}</li>
        <li>
          命があぶないときや、虐待がうたがわれるときは、法律により、たずねずにほかの機関へ知らせることがあります。
        </li>
        <li>
          送ったあとも、このページの「取りやめる」で、いつでもやめられます。書いた内容を見たいときは、職員に言ってください。
        </li>
      </ul>
      <div class="buttons">
        <button class="main">このまま送る</button>
        <button formaction="/later">まだ送らない</button>
      </div>
    </form>
  );
}

function PacketRows({ packet }: { packet: Packet }) {
  if (packet.lines.length === 0)
    return <p class="note">まだ何も書かれていません。「話をしたい」という希望だけを送ります。</p>;
  return (
    <>
      {packet.lines.map((line) => (
        <label class="row">
          <input
            type="checkbox"
            name="removed"
            value={line.id}
            aria-label={`この行を送らない：${line.label}`}
          />
          <span>
            <strong>
              {line.label}
              {line.inferred ? <span class="guess">（自動の推測）</span> : null}
            </strong>
            <span class="text">{line.text}</span>
          </span>
        </label>
      ))}
    </>
  );
}

const STATES = {
  waiting: 'まだだれも読んでいません',
  held: '担当の職員が読みました',
  closed: '終わりました',
  withdrawn: '取りやめました',
} as const;

function CaseThread({ own, role, newest }: { own: ReadCase; role: string; newest: boolean }) {
  const { current, code } = own.loaded;
  return (
    <section class="box" aria-label="職員への相談" id={newest ? NOW : undefined}>
      <h2>職員への相談</h2>
      <p>
        受付番号 <span class="code">{code}</span>
      </p>
      <p>
        {STATES[current.state]}。
        {current.state === 'waiting' ? `${role}が、${dateAndTime(current.dueAt)}までに返事を書きます。` : ''}
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

function PhraseBox({ phrase }: { phrase: string }) {
  return (
    <section class="box" role="status">
      <h2>もどる言葉（一度だけ出ます）</h2>
      <p>返事を読みにもどるときに使います。紙に書くか、人に見られない所に残してください。</p>
      <p class="code">{phrase}</p>
    </section>
  );
}

/** The link from LINE was opened: looking at it changes nothing, the button spends it. */
export function OpenPage({ account }: { account: string }) {
  return (
    <Frame title={account} sheet="page">
      <Top account={account} />
      <main>
        <div class="box">
          <h2>相談のページをひらきます</h2>
          <p>このボタンは、一度だけ使えます。</p>
          <form method="post">
            <button class="main">ひらく</button>
          </form>
        </div>
      </main>
    </Frame>
  );
}

/** Coming back with a return phrase. */
export function ReturnPage({ account, fault }: { account: string; fault: string | null }) {
  return (
    <Frame title={account} sheet="page">
      <Top account={account} />
      <main>
        {fault ? (
          <p class="fault" role="alert">
            {fault}
          </p>
        ) : null}
        <form class="box" method="post" action="/return">
          <h2>前の相談にもどる</h2>
          <label>
            もどる言葉
            <input name="phrase" required autocomplete="off" autocapitalize="off" spellcheck={false} />
          </label>
          <p class="note">ひらがな13文字です。「-」はなくても大丈夫です。</p>
          <div class="buttons">
            <button class="main">もどる</button>
          </div>
        </form>
        <p>
          <a href="/">はじめのページ</a>
        </p>
      </main>
    </Frame>
  );
}

/** One sentence and a way on; also the harmless page after すぐ閉じる. */
export function NoticePage({
  account,
  text,
  back = true,
}: {
  account: string;
  text: string;
  back?: boolean;
}) {
  return (
    <Frame title={account} sheet="page">
      <main>
        <div class="box">
          <p>
            <Lines text={text} />
          </p>
          {back ? (
            <p>
              <a class="button" href="/">
                はじめのページへ
              </a>
            </p>
          ) : null}
        </div>
      </main>
    </Frame>
  );
}
