/** Questions with options: asked with an id of their own, answered by tap, by number or by words. */
import { fold } from '../understand/fold.ts';
import { fingerprint } from './fingerprint.ts';
import type { Say } from './say.ts';
import type { Choice, Door, Option, Question } from './talk.ts';
import { ALERT_LABEL, LANGUAGE_LABEL, NONE_LABEL, WRONG_LABEL } from './texts.ts';

/** The lasting choices at the end of every answer. */
export const STAFF: Option = { label: '人と話す', choice: { do: 'staff' } };
/** After a danger card. */
export const ALERT: Option = { label: ALERT_LABEL, choice: { do: 'alert' } };
export const OTHER_MEANS: Option = { label: '電話のほかの方法', choice: { do: 'means' } };
export const WRITE: Option = { label: '文字で書く', choice: { do: 'by', means: 'write' } };
export const MENU_OPTION: Option = { label: 'メニュー', choice: { do: 'menu' } };
export const TOWN: Option = { label: '町の名前を入れる', choice: { do: 'town' } };
export const BACK: Option = { label: 'もどる', choice: { do: 'back' } };
export const NONE_OF_THESE: Option = { label: NONE_LABEL, choice: { do: 'none' } };
export const WRONG: Option = { label: WRONG_LABEL, choice: { do: 'none' } };
export const LANGUAGE: Option = { label: LANGUAGE_LABEL, choice: { do: 'languages' } };

/** A question and the thing to say for it. The id is the options' fingerprint. */
export function ask(text: string, options: Option[], door: Door): { say: Say; question: Question } {
  const question: Question = { id: fingerprint(options), door, options };
  return { say: { kind: 'question', ask: text, question }, question };
}

/**
 * The choice that a typed text means for a question: its number (half or full width) or its words. A question
 * asked at another door is not on this screen, so nothing typed here answers it.
 */
export function choiceOf(question: Question | null, text: string, door: Door): Choice | null {
  if (!question || question.door !== door) return null;
  const folded = fold(text);
  const number = numberOf(folded);
  if (number !== null) return question.options[number - 1]?.choice ?? null;
  return question.options.find((o) => fold(o.label) === folded)?.choice ?? null;
}

/** One to ten as people type them: いち, に …, 一, 二 …; alone only with 番. */
const SPOKEN = 'いち|に|さん|よん|ご|ろく|なな|はち|きゅう|じゅう'.split('|');
const KANJI = '一二三四五六七八九十';
const NUMBER = new RegExp(
  `^(?:(\\d{1,2})(?:番|ばん)?|([${KANJI}]|${SPOKEN.join('|')})(?:番|ばん))(?:め|目)?$`,
);

/** The number of an option, from 1; null when the text is none. */
function numberOf(folded: string): number | null {
  const [, digits, word] = NUMBER.exec(folded) ?? [];
  if (digits !== undefined) return Number(digits);
  return word === undefined ? null : (KANJI.includes(word) ? KANJI.indexOf(word) : SPOKEN.indexOf(word)) + 1;
}

/** The choice of a tap: `stale` when the question is another one by now. */
export function tapOf(question: Question | null, id: string, option: string): Choice | 'stale' {
  if (!question || question.id !== id) return 'stale';
  return question.options[Number(option)]?.choice ?? 'stale';
}
