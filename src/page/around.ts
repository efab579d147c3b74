/** What a resident's own case is drawn with, besides the case: taken from the content of now. */
import type { Deps } from '../run/deps.ts';
import type { ReadCase } from '../run/view.ts';
import { cardsOf } from '../windows/card.ts';
import { placeOf } from '../windows/route.ts';
import type { Around } from './thread.tsx';

/** The window asked about, and whom to telephone when nobody answers. */
export function aroundOf(deps: Deps, own: ReadCase | null): Around {
  const prepared = deps.content();
  const { windows, city } = prepared.content;
  const asked = own?.loaded.current.asked ? windows[own.loaded.current.asked] : undefined;
  const desk = windows[own?.loaded.current.window ?? city.handoff.window];
  const [card] = desk ? cardsOf([placeOf(prepared, desk, deps.now(), [])], undefined) : [];
  return {
    now: deps.now(),
    nameOf: (window) => windows[window]?.name ?? window,
    asked: asked ? { name: asked.name, body: asked.body, holder: asked.desk?.role ?? '職員' } : null,
    instead: card?.call
      ? {
          name: card.call.via ?? card.name,
          number: card.call.number.display,
          tel: card.call.number.tel === null ? null : `tel:${card.call.number.tel}`,
          open: card.call.open,
        }
      : null,
  };
}
