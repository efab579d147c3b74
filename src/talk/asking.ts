/** Questions with options: asked with an id of their own, answered by tap, by number or by words. */
import { fold } from '../understand/fold.ts';
import type { Say } from './say.ts';
import type { Choice, Option, Question } from './talk.ts';

/** The lasting choices at the end of every answer. */
export const STAFF: Option = { label: '人と話す', choice: { do: 'staff' } };
export const MENU_OPTION: Option = { label: 'メニュー', choice: { do: 'menu' } };
export const BACK: Option = { label: 'もどる', choice: { do: 'back' } };
export const NONE_OF_THESE: Option = { label: 'どれもちがう', choice: { do: 'none' } };
export const WRONG: Option = { label: 'ちがう', choice: { do: 'none' } };

/** A question and the thing to say for it. The id is the options' fingerprint. */
export function ask(text: string, options: Option[]): { say: Say; question: Question } {
  const question: Question = { id: fingerprint(options), options };
  return { say: { kind: 'question', ask: text, question }, question };
}

/** FNV-1a over the options: not a secret, only a way to tell one question from another. */
function fingerprint(options: Option[]): string {
  let h = 0x811c9dc5;
  for (const c of JSON.stringify(options)) h = Math.imul(h ^ c.codePointAt(0)!, 0x01000193) >>> 0;
  return h.toString(36);
}

/** The choice that a typed text means for a question: its number (half or full width) or its words. */
export function choiceOf(question: Question | null, text: string): Choice | null {
  if (!question) return null;
  const folded = fold(text);
  const number = /^(\d{1,2})(?:番|ばん)?$/.exec(folded);
  if (number) return question.options[Number(number[1]) - 1]?.choice ?? null;
  return question.options.find((o) => fold(o.label) === folded)?.choice ?? null;
}

/** The choice of a tap: `current` unless the question is another one by now. */
export function tapOf(question: Question | null, id: string, option: string): Choice | 'stale' {
  if (!question || question.id !== id) return 'stale';
  return question.options[Number(option)]?.choice ?? 'stale';
}
