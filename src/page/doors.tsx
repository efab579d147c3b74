/** Pages to come in by and to leave by. */
import { Frame, Lines } from '../html/frame.tsx';
import { Top } from './top.tsx';

/** The link from LINE was opened: looking at it changes nothing, the button spends it. */
export function OpenPage({ account }: { account: string }) {
  return (
    <Frame title={account} sheet="page" script="page">
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

function Fault({ text }: { text: string | null }) {
  if (text === null) return null;
  return (
    <p class="fault" role="alert">
      {text}
    </p>
  );
}

/** Coming back with a return phrase. */
export function ReturnPage({ account, fault }: { account: string; fault: string | null }) {
  return (
    <Frame title={account} sheet="page" script="page">
      <Top account={account} />
      <main>
        <Fault text={fault} />
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

/** The 合言葉 is asked for. Nothing here says what lies behind, nor whether too many tries have shut it. */
export function LockPage({
  account,
  fault,
  typed = '',
}: {
  account: string;
  fault: string | null;
  /** Words that were sent from a page which had been shut meanwhile: given back. */
  typed?: string;
}) {
  return (
    <Frame title={account} sheet="page" script="page">
      <Top account={account} />
      <main>
        <Fault text={fault} />
        {typed === '' ? null : (
          <label class="box">
            書いた文（まだ送っていません）
            <textarea rows={4} readonly>
              {typed}
            </textarea>
          </label>
        )}
        <form class="box" method="post" action="/unlock">
          <h2>合言葉を入れてください</h2>
          <label>
            合言葉
            <input
              name="word"
              type="password"
              required
              autocomplete="off"
              autocapitalize="off"
              maxlength={100}
            />
          </label>
          <p class="note">
            ひらがなとカタカナ、空白のちがいは気にしません。なんどもちがうと開かなくなります。そのときは、窓口か電話で職員に言ってください。
          </p>
          <div class="buttons">
            <button class="main">ひらく</button>
          </div>
        </form>
        <p>いま危ないときは、待たずに 110（警察）・119（救急）へ。</p>
        <p class="note">
          合言葉が分からないときも、「すぐ閉じる」を押してから、はじめのページをひらくと、新しく相談できます。
          <br />
          <a href="/about">この案内について</a>
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
    <Frame title={account} sheet="page" script="page">
      {back ? <Top account={account} /> : null}
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
