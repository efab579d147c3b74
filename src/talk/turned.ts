/** The outcome of one turn, and the few ways to build it. */

import { ask } from './asking.ts';
import type { Effect, Say } from './say.ts';
import type { Option, Talk } from './talk.ts';

export interface Turned {
  talk: Talk;
  say: Say[];
  effects: Effect[];
}

/** Says something and leaves the question as it is. */
export const speak = (talk: Talk, say: Say[], effects: Effect[] = []): Turned => ({ talk, say, effects });

/** Says something and ends with a question. */
export function speakAndAsk(
  talk: Talk,
  say: Say[],
  text: string,
  options: Option[],
  effects: Effect[] = [],
): Turned {
  const asked = ask(text, options, talk.door);
  return { talk: { ...talk, question: asked.question }, say: [...say, asked.say], effects };
}

export const textSay = (text: string): Say => ({ kind: 'text', text });
