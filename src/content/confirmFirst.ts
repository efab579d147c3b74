/** What to confirm first: numbers that residents do not see yet or soon will not, those that most needs lead to before the others. */
import { isPastShelfLife } from '../windows/number.ts';
import { ownerOf } from '../windows/route.ts';
import type { Day } from '../windows/tokyo.ts';
import type { Content } from './content.ts';
import { needsOf } from './stale.ts';

export interface ToConfirm {
  /** Window or hotline id. */
  window: string;
  name: string;
  tel: string;
  /** Why: `waiting` was never confirmed, `past` is too old. */
  why: 'waiting' | 'past';
  source: string;
  /** Date of the newest paper that shows it; null when unknown. */
  seen: Day | null;
  /** How many needs lead to the window. */
  needs: number;
}

/** Every number of a city's content that wants a look on a day: most needs first, then the oldest paper. */
export function toConfirm(content: Content, today: Day): ToConfirm[] {
  return Object.values({ ...content.hotlines, ...content.windows })
    .flatMap(({ id, name, numbers }) =>
      numbers.flatMap((n): ToConfirm[] => {
        const past = n.state === 'yes' && isPastShelfLife(n, ownerOf(content, id), today);
        if (n.state === 'no' || (n.state === 'yes' && !past)) return [];
        const { display: tel, source, seen } = n;
        return [
          {
            window: id,
            name,
            tel,
            why: past ? 'past' : 'waiting',
            source,
            seen,
            needs: needsOf(content, id),
          },
        ];
      }),
    )
    .sort((a, b) => b.needs - a.needs || (a.seen ?? '').localeCompare(b.seen ?? ''));
}
