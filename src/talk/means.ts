/** Ways to a window besides calling it: in writing, by going there, by being called or visited. */
import type { Prepared } from '../content/content.ts';
import { openText } from '../windows/card.ts';
import { placeOf, route, switchboard } from '../windows/route.ts';
import type { Instant } from '../windows/tokyo.ts';
import { MENU_OPTION, STAFF } from './asking.ts';
import { answerNeed, menu } from './guide.ts';
import { startHandoff } from './handoff.ts';
import { hasOpenCase, type Means, type Option, type Talk } from './talk.ts';
import * as texts from './texts.ts';
import { speakAndAsk, type Turned, textSay } from './turned.ts';

const WAYS: Option[] = [
  { label: '文字で書く', choice: { do: 'by', means: 'write' } },
  { label: '行く', choice: { do: 'by', means: 'go' } },
  { label: '電話をもらう', choice: { do: 'by', means: 'callback' } },
  { label: '家に来てほしい', choice: { do: 'by', means: 'visit' } },
  { label: '電話をかける', choice: { do: 'by', means: 'call' } },
  MENU_OPTION,
];

/** Asks how the resident would like to come to the window. */
export const askMeans = (talk: Talk): Turned => speakAndAsk(talk, [], texts.MEANS, WAYS);

/** Goes on by the means that was chosen. */
export function goBy(talk: Talk, means: Means, prepared: Prepared, now: Instant): Turned {
  const next: Talk = { ...talk, means };
  switch (means) {
    case 'write':
      return startHandoff(next, prepared, now);
    case 'visit':
      return wishAndHandoff(texts.VISIT, next, prepared, now);
    case 'callback':
      return wishAndHandoff(hasOpenCase(next) ? texts.CALLBACK_HERE : texts.CALLBACK, next, prepared, now);
    case 'go':
      return showCard(next, prepared, now);
    case 'call':
      return next.need ? answerNeed(next, prepared, now, [next.need, ...next.beside]) : menu(next, prepared);
  }
}

/** One sentence on the wish, then the written handoff; where nothing is taken over, only the window. */
function wishAndHandoff(text: string, talk: Talk, prepared: Prepared, now: Instant): Turned {
  const turned = startHandoff(talk, prepared, now);
  return prepared.handoff ? { ...turned, say: [textSay(text), ...turned.say] } : turned;
}

/** 見せるカード: words to hold up at the counter, where to go, and whether it is open now. */
function showCard(talk: Talk, prepared: Prepared, now: Instant): Turned {
  const title = (talk.need && prepared.content.intents[talk.need]?.title) || '暮らしの困りごと';
  const office = placeOf(prepared, switchboard(prepared.content), now, []);
  const first = talk.need ? route(prepared, talk.need, now, talk.topics)[0] : undefined;
  // Where the window is not known, the city hall is where they can be led to it.
  const place = first?.window.address ? first : office;
  // A window inside the city hall keeps the hall's hours when its own are not known.
  const state = place.state.open === null ? office.state : place.state;
  const where = place.window.address ? `${place.window.name}：${place.window.address}` : place.window.name;
  return speakAndAsk(
    talk,
    [textSay(texts.toShow(title)), textSay(texts.goTo(where, openText(state)))],
    texts.AFTER,
    [STAFF, MENU_OPTION],
  );
}
