/** 電話をもらう, after consent: the wish to be called goes to staff with the case; nothing of it stays in the talk. */
import type { CallWish } from '../case/wish.ts';
import type { Prepared } from '../content/content.ts';
import type { Danger } from '../understand/danger.ts';
import { match } from '../understand/match.ts';
import { type OpenBand, openBands } from '../windows/bands.ts';
import type { Instant } from '../windows/tokyo.ts';
import { alarm, askGently } from './alarm.ts';
import { MENU_OPTION, STAFF } from './asking.ts';
import type { Effect } from './say.ts';
import type { Talk } from './talk.ts';
import * as texts from './texts.ts';
import { speak, speakAndAsk, type Turned, textSay } from './turned.ts';

/** The bands to choose from: in the desk's own hours, else in the city hall's. */
export const bandsFor = ({ content }: Prepared, window: string): OpenBand[] =>
  openBands({ hours: content.windows[window]?.hours ?? content.city.hours });

/**
 * The resident says how to be called, says it anew, or takes it back (null). Even a field for a name is looked at
 * for danger: then the card comes first, and behind it that the wish went to staff.
 */
export function wished(talk: Talk, wish: CallWish | null, prepared: Prepared, now: Instant): Turned {
  const { danger } = match(prepared.understanding, wish?.name ?? '');
  const told = pass(talk, wish, danger);
  if (!danger) return told;
  if (danger.level === 'L1')
    return { ...askGently(told.talk, prepared, danger, now, told.say), effects: told.effects };
  const { talk: next, say } = alarm(told.talk, prepared, danger, now, true);
  return { talk: next, say: say.toSpliced(1, 0, ...told.say), effects: told.effects };
}

function pass(talk: Talk, wish: CallWish | null, danger: Danger | null): Turned {
  const own = talk.case;
  if (!own || own.state === 'closed')
    return speakAndAsk(talk, [textSay(texts.NO_CASE)], texts.AFTER, [MENU_OPTION, STAFF]);
  if (!wish && !own.callback) return speak(talk, []);
  const next: Talk = { ...talk, case: { ...own, callback: wish !== null } };
  const flag = danger && { class: danger.class, level: danger.level };
  const effect: Effect = { kind: 'callback', wish, danger: flag };
  return speak(next, [textSay(wish ? texts.CALL_WISHED : texts.CALL_STOPPED)], [effect]);
}
