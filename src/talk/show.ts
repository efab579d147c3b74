/** 見せるカード: words to hold up at the counter, where to go, and when it is open. */
import type { Prepared } from '../content/content.ts';
import { openText } from '../windows/card.ts';
import { hoursText } from '../windows/hours.ts';
import { type Place, placeOf, route, switchboard } from '../windows/route.ts';
import type { Instant } from '../windows/tokyo.ts';
import type { ShowSay } from './say.ts';
import type { Talk } from './talk.ts';
import * as texts from './texts.ts';

/** The card to show for the need of a talk; with the line that asks for writing, when it was asked for. */
export function showCard(talk: Talk, prepared: Prepared, now: Instant): ShowSay {
  const { need } = talk;
  const title = (need && prepared.content.intents[need]?.title) || '暮らしの困りごと';
  const [place, hours] = placeToGo(talk, prepared, now);
  return {
    kind: 'show',
    words: [texts.toShow(title), ...(talk.writing ? [texts.IN_WRITING] : [])],
    name: place.window.name,
    address: place.window.address,
    open: openText(hours.state),
    hours: hoursText(hours.window),
  };
}

/** Where the window is not known, the city hall is where they can be led to it; so are its hours. */
function placeToGo(talk: Talk, prepared: Prepared, now: Instant): [Place, Place] {
  const office = placeOf(prepared, switchboard(prepared.content), now, []);
  const first = talk.need ? route(prepared, talk.need, now, talk.topics, talk.area ?? null)[0] : undefined;
  const place = first?.window.address ? first : office;
  return [place, place.state.open === null ? office : place];
}
