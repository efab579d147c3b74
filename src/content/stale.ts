/** Numbers whose confirmation has passed its shelf life, those that most needs depend on first. */
import { isPastShelfLife } from '../windows/number.ts';
import { ownerOf } from '../windows/route.ts';
import type { Day } from '../windows/tokyo.ts';
import type { Content } from './content.ts';

export interface Stale {
  /** Window or hotline id. */
  window: string;
  tel: string;
  checked: Day;
  /** How many needs lead to it. */
  needs: number;
}

/** The stale numbers of a city on a day. */
export function staleNumbers(content: Content, today: Day): Stale[] {
  return Object.values({ ...content.hotlines, ...content.windows })
    .flatMap(({ id, numbers }) =>
      numbers
        .filter((n) => n.state === 'yes' && isPastShelfLife(n, ownerOf(content, id), today))
        .map((n): Stale => ({ window: id, tel: n.display, checked: n.checked, needs: needsOf(content, id) })),
    )
    .sort((a, b) => b.needs - a.needs || (a.checked < b.checked ? -1 : 1));
}

/** Needs that show this window's number, directly or through a fallback. */
export function needsOf(content: Content, id: string): number {
  const leadsTo = (w: string): boolean =>
    w === id || (content.windows[w]?.fallback != null && leadsTo(content.windows[w].fallback.window));
  return Object.values(content.routes).filter((r) => r.windows.some(leadsTo)).length;
}
