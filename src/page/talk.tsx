/** The talk page: greeting, what was written and said, the packet, the case, one field to write in. */
import { Frame, Lines } from '../html/frame.tsx';
import type { Shown } from '../run/play.ts';
import type { ReadCase } from '../run/view.ts';
import type { Say } from '../talk/say.ts';
import type { Question, Talk } from '../talk/talk.ts';
import type { CallbackProps } from './callback.tsx';
import { type Preview, PreviewForm } from './preview.tsx';
import { Choices, Said } from './say.tsx';
import { type Around, CaseThread } from './thread.tsx';
import { Top } from './top.tsx';

const NOW = 'now';

export interface TalkPageProps {
  account: string;
  greeting: string;
  talk: Talk | null;
  question: Question | null;
  transcript: Shown[];
  preview: Preview | null;
  /** The talk began in LINE. */
  hasLine: boolean;
  /** A 合言葉 guards it. */
  guarded: boolean;
  own: ReadCase | null;
  around: Around;
  role: string;
  /** A return phrase just made; shown this once. */
  phrase: string | null;
  fault: string | null;
  /** Words typed in a refused form, given back. */
  typed: string;
  /** A talk without LINE that has a case: its owner comes back by phrase. */
  canReturn: boolean;
  promised: string;
  /** How to be called; null where there is no open case. */
  callback: CallbackProps | null;
  /** There are windows that can be taken along on paper. */
  printable: boolean;
  /** Other languages, by their own names. */
  languages: { name: string; tag: string }[];
  /** What is said of consent in the reader's language; null for Japanese. */
  consent: { text: string; tag: string } | null;
  /** Changes when there is something new to see. */
  at: string;
}

/** The talk: greeting, transcript, preview, the case with staff, and one field to write in. */
export function TalkPage(p: TalkPageProps) {
  const newest = newestOf(p);
  const cardAt = p.printable ? p.transcript.findLastIndex((t) => t.say.some(isCard)) : -1;
  const open = p.own && p.talk?.case?.state !== 'closed';
  return (
    <Frame title={p.account} sheet="page" script="page">
      <a class="skip" href="#write">
        書くところへ
      </a>
      <Top account={p.account} />
      <main data-turn={p.phrase ? undefined : p.at}>
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
            <Turn
              shown={t}
              newest={newest === 'turn' && i === p.transcript.length - 1}
              printable={i === cardAt}
            />
          ))}
        </ol>
        {p.preview && p.consent ? (
          <p class="box" lang={p.consent.tag}>
            {p.consent.text}
          </p>
        ) : null}
        {p.preview ? (
          <PreviewForm
            preview={p.preview}
            id={newest === 'preview' ? NOW : undefined}
            hasLine={p.hasLine}
            guarded={p.guarded}
          />
        ) : null}
        {p.own ? (
          <CaseThread
            own={p.own}
            role={p.role}
            id={newest === 'case' ? NOW : undefined}
            canReturn={p.canReturn}
            promised={p.promised}
            callback={p.callback}
            guarded={p.guarded}
            {...p.around}
          />
        ) : null}
        {p.question && !p.preview ? (
          <Asked transcript={p.transcript} question={p.question} tag={p.consent?.tag} />
        ) : null}
        <p class="note">
          {p.talk ? null : (
            <>
              <a href="/return">前の相談にもどる（もどる言葉をもっている人）</a>
              <br />
            </>
          )}
          <a href="/about">この案内について</a>
        </p>
        <Languages languages={p.languages} />
      </main>
      <div class="write" id="write">
        <form method="post" action="/say" aria-label="書くところ">
          <label>
            {open ? '担当の職員に届きます' : '困っていること'}
            <textarea
              name="text"
              rows={2}
              maxlength={5000}
              required
              placeholder="そのままの言葉で書いてください"
            >
              {p.typed}
            </textarea>
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

const isCard = (s: Say): boolean => s.kind === 'card' || s.kind === 'show';

function Turn({ shown, newest, printable }: { shown: Shown; newest: boolean; printable: boolean }) {
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
      {printable ? (
        <li>
          <a href="/print">この案内を紙に印刷する</a>
        </li>
      ) : null}
    </>
  );
}

interface AskedProps {
  transcript: Shown[];
  question: Question;
  /** The reader's language, where it is not Japanese. */
  tag: string | undefined;
}

function Asked({ transcript, question, tag }: AskedProps) {
  const say = transcript.at(-1)?.say.at(-1);
  return (
    <section aria-label="選ぶ" lang={tag}>
      {say?.kind === 'question' && say.ask !== '' ? (
        <p>
          <Lines text={say.ask} />
        </p>
      ) : null}
      <Choices question={question} />
      {question.options.some(({ choice }) => choice.do === 'town' || choice.do === 'area') ? <Here /> : null}
    </section>
  );
}

/** Shown by the script only where the browser can tell where it is. */
function Here() {
  return (
    <form method="post" action="/here" id="here" hidden>
      <input type="hidden" name="lat" value="" />
      <input type="hidden" name="lng" value="" />
      <button class="quiet">いまいる場所から町を調べる（場所は残しません）</button>
    </form>
  );
}

/** Each language by its own name; without a script too. */
function Languages({ languages }: Pick<TalkPageProps, 'languages'>) {
  if (languages.length === 0) return null;
  return (
    <form method="post" action="/say" class="languages" aria-label="ことば / Language">
      {languages.map(({ name, tag }) => (
        <button class="quiet" name="text" value={name} lang={tag}>
          {name}
        </button>
      ))}
    </form>
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
