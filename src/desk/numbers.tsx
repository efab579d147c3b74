/** For those who keep the content: numbers that residents were told are wrong, until somebody has confirmed them. */

import type { Deps } from '../run/deps.ts';
import { doubtedNumbers } from '../run/doubts.ts';
import { dateAndTime, type Instant } from '../windows/tokyo.ts';

export interface WrongNumber {
  window: string;
  name: string;
  display: string;
  talks: number;
  since: Instant;
}

/** The numbers that are dropped now, oldest first. */
export async function wrongNumbers(deps: Deps): Promise<WrongNumber[]> {
  const { content } = deps.content();
  return (await doubtedNumbers(deps.store, deps.content)).map(({ window, display, talks, since }) => ({
    window,
    name: (content.windows[window] ?? content.hotlines[window])?.name ?? window,
    display,
    talks,
    since,
  }));
}

export function WrongNumbers({ numbers }: { numbers: readonly WrongNumber[] }) {
  if (numbers.length === 0) return null;
  return (
    <section class="box" aria-label="番号の確認">
      <h2>番号を確かめてください</h2>
      <p>「番号がちがった」と、別々の会話で言われました。確かめるまで、代表電話などを案内します。</p>
      <ul>
        {numbers.map((n) => (
          <li>
            {n.name} <span class="digits">{n.display}</span>（{n.talks}件・{dateAndTime(n.since)}から）
            <br />
            <span class="note">
              確かめたら：komatta confirm {n.window} --number {n.display} --source 出典 --by 名前
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
