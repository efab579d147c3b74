/** Ways to a window besides calling it: in writing, by going there, by being called or visited. */
import type { Prepared } from '../content/content.ts';
import { fold } from '../understand/fold.ts';
import type { Instant } from '../windows/tokyo.ts';
import { MENU_OPTION, OTHER_MEANS, STAFF, WRITE } from './asking.ts';
import { answerNeed, menu } from './guide.ts';
import { startHandoff } from './handoff.ts';
import { showCard } from './show.ts';
import { type Choice, hasOpenCase, type Means, type Option, type Talk } from './talk.ts';
import * as texts from './texts.ts';
import { speakAndAsk, type Turned, textSay } from './turned.ts';

const WAYS: Option[] = [
  WRITE,
  { label: '行く', choice: { do: 'by', means: 'go' } },
  { label: '電話をもらう', choice: { do: 'by', means: 'callback' } },
  { label: '家に来てほしい', choice: { do: 'by', means: 'visit' } },
  { label: '電話をかける', choice: { do: 'by', means: 'call' } },
  MENU_OPTION,
];

const IN_WRITING: Option = { label: '耳が聞こえないことも伝える', choice: { do: 'show', writing: true } };

/** A way to a window, or the question of ways, typed in its own words whatever was asked. */
export const wayTyped = (folded: string): Choice | null =>
  [OTHER_MEANS, ...WAYS].find((o) => fold(o.label) === folded)?.choice ?? null;

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
      return showAtCounter(next, false, prepared, now);
    case 'call':
      return next.need ? answerNeed(next, prepared, now, [next.need, ...next.beside]) : menu(next, prepared);
  }
}

/** One sentence on the wish, then the written handoff; where nothing is taken over, only the window. */
function wishAndHandoff(text: string, talk: Talk, prepared: Prepared, now: Instant): Turned {
  const turned = startHandoff(talk, prepared, now);
  return prepared.handoff ? { ...turned, say: [textSay(text), ...turned.say] } : turned;
}

/** The card to show at the counter; the line that asks for writing stands on it only for those who want it. */
export function showAtCounter(talk: Talk, writing: boolean, prepared: Prepared, now: Instant): Turned {
  const next: Talk = { ...talk, means: 'go', writing };
  const options = [...(writing ? [] : [IN_WRITING]), STAFF, OTHER_MEANS, MENU_OPTION];
  return speakAndAsk(next, [showCard(next, prepared, now)], texts.AFTER, options);
}
