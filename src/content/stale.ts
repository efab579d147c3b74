/** Numbers whose confirmation has passed its shelf life, those that most needs depend on first. */
import { isPastShelfLife } from '../windows/number.ts';
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
  const own = Object.values(content.windows).filter((w) => !Object.hasOwn(content.hotlines, w.id));
  const windows = own.flatMap((w) => {
    const owner = w.id === content.city.switchboard ? 'switchboard' : 'window';
    return w.numbers
      .filter((n) => n.state === 'yes' && isPastShelfLife(n, owner, today))
      .map(
        (n): Stale => ({ window: w.id, tel: n.display, checked: n.checked, needs: needsOf(content, w.id) }),
      );
  });
  const hotlines = Object.values(content.hotlines).flatMap((h) =>
    h.numbers
      .filter((n) => n.state === 'yes' && isPastShelfLife(n, 'hotline', today))
      .map(
        (n): Stale => ({ window: h.id, tel: n.display, checked: n.checked, needs: needsOf(content, h.id) }),
      ),
  );
  return [...windows, ...hotlines].sort((a, b) => b.needs - a.needs || (a.checked < b.checked ? -1 : 1));
}

/** Needs that show this window's number, directly or through a fallback. */
export function needsOf(content: Content, id: string): number {
  const leadsTo = (w: string): boolean =>
    w === id || (content.windows[w]?.fallback != null && leadsTo(content.windows[w].fallback.window));
  return Object.values(content.routes).filter((r) => r.windows.some(leadsTo)).length;
}
