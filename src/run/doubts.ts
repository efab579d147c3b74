/**
 * Numbers that residents were told are wrong. Two different talks drop a number: its window leads to the switchboard at
 * once, and operators see a task until somebody has confirmed the number anew.
 */
import type { Prepared } from '../content/content.ts';
import { type Statement, type Store, sql } from '../store/port.ts';
import { finder, type MasterKeys } from '../store/seal.ts';
import type { Doubt } from '../talk/say.ts';

/** One person may have mistyped; two did not. */
const TALKS = 2;

/** A number that is dropped, with how many talks said so and since when (milliseconds since 1970). */
export interface Doubted extends Doubt {
  talks: number;
  since: number;
}

export interface Doubts {
  /** `window display` of each number that is dropped now, as far as it was read last. */
  current(): ReadonlySet<string>;
  /** Reads them anew: after a doubt, and now and then, as commands may confirm in a process of their own. */
  read(): Promise<void>;
}

/** Keeps what is dropped at hand, so that a turn reads no database for it. */
export function openDoubts(store: Store, content: () => Prepared): Doubts {
  let dropped: ReadonlySet<string> = new Set();
  return {
    current: () => dropped,
    async read() {
      dropped = new Set((await doubtedNumbers(store, content)).map((d) => `${d.window} ${d.display}`));
    },
  };
}

/** The numbers that are dropped: said to be wrong by enough talks since they were last confirmed, as the content stands now. */
export async function doubtedNumbers(store: Store, prepared: () => Prepared): Promise<Doubted[]> {
  const rows = await store.all<Doubted>(
    `SELECT window, display, checked, count(*) AS talks, min(at) AS since FROM doubts
     GROUP BY window, display, checked HAVING count(*) >= ? ORDER BY since`,
    TALKS,
  );
  if (rows.length === 0) return [];
  const { content } = prepared();
  return rows.filter(({ window, display, checked }) => {
    const entry = content.windows[window] ?? content.hotlines[window];
    return entry?.numbers.some((n) => n.display === display && n.checked === checked);
  });
}

/** A talk's doubt; a second one of the same talk changes nothing. */
export const doubtStatement = (
  master: MasterKeys,
  talk: string,
  { window, display, checked }: Doubt,
  now: number,
): Statement =>
  sql(
    'INSERT INTO doubts (window, display, checked, who, at) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING',
    window,
    display,
    checked,
    finder(master, 'doubt', talk),
    now,
  );

/** Forgets what was said of a number, because somebody has confirmed it. */
export const settleDoubts = (window: string, display: string): Statement =>
  sql('DELETE FROM doubts WHERE window = ? AND display = ?', window, display);
