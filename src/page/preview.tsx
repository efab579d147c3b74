/** The packet before it is sent: every line can be left out; what consenting means is said beside it. */
import type { Packet } from '../case/packet.ts';
import { KNOWS } from '../case/terms.ts';
import type { Say } from '../talk/say.ts';

export type Preview = Extract<Say, { kind: 'preview' }>;

interface PreviewProps {
  preview: Preview;
  id: string | undefined;
  hasLine: boolean;
  guarded: boolean;
}

export function PreviewForm({ preview, id, hasLine, guarded }: PreviewProps) {
  return (
    <form class="box" method="post" action="/send" id={id}>
      <h2>職員に送る内容</h2>
      <p>職員が読むのは、下の行だけです。送りたくない行には印をつけてください。</p>
      <input type="hidden" name="shown" value={preview.shown} />
      <PacketRows packet={preview.packet} />
      {preview.forOther ? <ForOther /> : null}
      {guarded ? null : <Guard first={preview.guardFirst} />}
      <Reach hasLine={hasLine && !guarded} lane={preview.lane} />
      {preview.minor ? <ForMinors /> : null}
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

/** A neighbour or a supporter: the person it is about need not be named. */
function ForOther() {
  return (
    <fieldset>
      <legend>ほかの人のことを相談するとき</legend>
      <p class="note">
        その人の名前は、送らなくて大丈夫です。名前のようなところは「○○」にしました。残っていたら、その行を消してください。
      </p>
      <p>その人は、あなたが相談することを、</p>
      {KNOWS.map((k) => (
        <label class="row">
          <input type="radio" name="knows" value={k} required />
          {k}
        </label>
      ))}
      <label class="row">
        <input type="checkbox" name="unnamed" value="yes" />
        その人に、わたしからの相談だと言わないでほしい
      </label>
    </fieldset>
  );
}

/** Open where what was written may be dangerous to be seen. */
function Guard({ first }: { first: boolean }) {
  return (
    <details open={first}>
      <summary>スマホを見られるのが心配なとき（合言葉）</summary>
      <p class="note">
        合言葉をつけると、このページをひらくたびに合言葉がいります。LINEには、お知らせも相談のことも出しません。つけなくても送れます。
      </p>
      <label>
        合言葉（4字から。ほかの人が思いつかないもの）
        <input name="word" autocomplete="off" autocapitalize="off" minlength={4} maxlength={40} />
      </label>
    </details>
  );
}

function Reach({ hasLine, lane }: { hasLine: boolean; lane: Preview['lane'] }) {
  return (
    <fieldset>
      <legend>連絡のしかた</legend>
      {hasLine ? (
        <>
          <label class="row">
            <input type="radio" name="notice" value="news" checked />
            LINEに「お返事があります」とだけ出してよい
          </label>
          {lane === 'line' ? (
            <label class="row">
              <input type="radio" name="notice" value="words" />
              LINEに、返事の文も出してよい（文はLINE社にも残ります）
            </label>
          ) : null}
          <label class="row">
            <input type="radio" name="notice" value="none" />
            LINEには何も出さない（返事は、このページを見にきて読む）
          </label>
        </>
      ) : null}
      <label>
        気をつけてほしいこと（書かなくてもよい）
        <input name="care" maxlength={200} autocomplete="off" />
      </label>
    </fieldset>
  );
}

/** 「親に知られる？」, answered truthfully. */
function ForMinors() {
  return (
    <div class="box">
      <h3>18歳になっていない人へ</h3>
      <p>
        相談するのに、親のゆるしはいりません。あなたに聞かずに、親に話すことはしません。ただし、命や体があぶないときは、あなたを守るために、親やほかの大人に知らせることがあります。
      </p>
    </div>
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
            aria-label={`この行を送らない：${line.label}、${line.text}`}
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
