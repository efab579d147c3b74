/**
 * What a resident can take along on paper. Made anew from the content of the moment it is printed: a number that
 * was taken back since it was shown is not carried on.
 */
import type { Prepared } from '../content/content.ts';
import type { Card } from '../windows/card.ts';
import { toAsk } from '../windows/route.ts';
import type { Instant } from '../windows/tokyo.ts';
import { cardsFor } from './guide.ts';
import type { ShowSay } from './say.ts';
import { showCard } from './show.ts';
import type { Talk } from './talk.ts';

export interface Paper {
  show: ShowSay | null;
  cards: Card[];
}

/** The windows for the talk's need, behind the 見せるカード of those who go; null when there is nothing to print. */
export function paperOf(talk: Talk, prepared: Prepared, now: Instant): Paper | null {
  const show = talk.means === 'go' ? showCard(talk, prepared, now) : null;
  const { need, topics } = talk;
  const known = need !== null && prepared.content.intents[need] && !toAsk(prepared.content, need, topics);
  const cards = known ? cardsFor([need, ...talk.beside], talk, prepared, now) : [];
  return show || cards.length > 0 ? { show, cards } : null;
}
