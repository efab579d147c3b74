/** What this is, how sure it is of what it says, and what the data was gathered from. */
import type { Content } from '../content/content.ts';
import { Frame } from '../html/frame.tsx';
import type { Day } from '../windows/tokyo.ts';
import { Top } from './top.tsx';

export interface AboutProps {
  content: Content;
  /** The newest day on which somebody confirmed a number; null when none is confirmed. */
  checked: Day | null;
}

export function AboutPage({ content, checked }: AboutProps) {
  const { city, attributions } = content;
  return (
    <Frame title={`この案内について（${city.account}）`} sheet="page" script="page">
      <Top account={city.account} />
      <main>
        <section class="box">
          <h2>この案内について</h2>
          <ul>
            <li>
              {city.name}
              の、暮らしや福祉の困りごとの相談先を探すところです。自動で答えます。人が見ているものではありません。
            </li>
            <li>文は、前もって書いた決まった文です。AIが作った文は出しません。</li>
            <li>
              電話番号は、確かめたものだけを出します。確かめていないときは、代表電話と、そこで言う言葉を出します。
            </li>
            <li>名前や住所を書かなくても使えます。在留資格はききません。</li>
            <li>番号がちがったときは、カードの下の「番号がちがった」を押してください。</li>
          </ul>
          <p class="note">
            内容の版：{content.version}
            {checked ? `　番号を確かめた一番新しい日：${checked}` : ''}
          </p>
        </section>
        <section class="box">
          <h2>使ったデータ</h2>
          {attributions.length === 0 ? <p>書いてありません。</p> : null}
          <ul>
            {attributions.map((a) => (
              <li>
                {a.url ? (
                  <a href={a.url} rel="noreferrer noopener">
                    {a.data}
                  </a>
                ) : (
                  a.data
                )}
                ：{a.use}（{a.notice}）
              </li>
            ))}
          </ul>
        </section>
        <p>
          <a href="/">はじめのページ</a>
        </p>
      </main>
    </Frame>
  );
}
