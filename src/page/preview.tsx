/** The packet before it is sent: every line can be left out; what consenting means is said beside it. */
import type { Packet } from '../case/packet.ts';
import type { Say } from '../talk/say.ts';

export type Preview = Extract<Say, { kind: 'preview' }>;

export function PreviewForm({ preview, id }: { preview: Preview; id: string | undefined }) {
  return (
    <form class="box" method="post" action="/send" id={id}>
      <h2>職員に送る内容</h2>
      <p>職員が読むのは、下の行だけです。送りたくない行には印をつけてください。</p>
      <input type="hidden" name="shown" value={preview.shown} />
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
