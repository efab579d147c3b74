/** 「ちがうと言われた」: somebody called a number that we showed, and it was not the window's. */
import type { Prepared } from '../content/content.ts';
import { cardsOf } from '../windows/card.ts';
import { answeringOf, placeOf } from '../windows/route.ts';
import type { Instant } from '../windows/tokyo.ts';
import { MENU_OPTION, STAFF } from './asking.ts';
import { menu } from './guide.ts';
import type { Say } from './say.ts';
import type { Talk } from './talk.ts';
import * as texts from './texts.ts';
import { speakAndAsk, type Turned, textSay } from './turned.ts';

/** The window of the newest card; empty when none was shown. */
export const lastNumber = ({ shown }: Talk): string => shown.at(-1)?.window ?? '';

/**
 * Takes the word of it: thanks, says where to call instead, and leaves a doubt that is counted (two different talks drop
 * the number, see run/doubts.ts). Only what this talk was shown can be doubted: nobody can strike out numbers at will.
 */
export function wrongNumber(talk: Talk, id: string, prepared: Prepared, now: Instant): Turned {
  const { content } = prepared;
  const window = talk.shown.some((s) => s.window === id) ? content.windows[id] : undefined;
  if (!window) return menu(talk, prepared, [textSay(texts.WRONG_NUMBER_WHICH)]);
  const place = placeOf(prepared, window, now, []);
  const { owner, number } = answeringOf(place);
  if (!number) return menu(talk, prepared, [textSay(texts.WRONG_NUMBER_NONE)]);
  // As it will stand once the number is dropped: where the window leads then.
  const without: Prepared = {
    ...prepared,
    doubted: new Set([...prepared.doubted, `${owner} ${number.display}`]),
  };
  const next = placeOf(without, window, now, []);
  const other = answeringOf(next);
  const isOther = other.number !== null && other.number.display !== number.display;
  const say: Say[] = [textSay(isOther ? texts.WRONG_NUMBER : texts.WRONG_NUMBER_ONLY)];
  if (isOther) say.push(...cardsOf([next], undefined).map((card): Say => ({ kind: 'card', card })));
  return speakAndAsk(
    { ...talk, failed: 0 },
    say,
    texts.AFTER,
    [STAFF, MENU_OPTION],
    [{ kind: 'doubt', window: owner, display: number.display, checked: number.checked }],
  );
}
