/** Randomness for the host: ids, tokens, counter codes, return phrases. */
import { randomBytes, randomInt } from 'node:crypto';
import { monotonicFactory } from 'ulidx';
import type { Spare } from '../talk/input.ts';
import { fold } from '../understand/fold.ts';

const monotonic = monotonicFactory();

/** A new id, ordered by time, also within one millisecond. */
export const newId = (): string => monotonic();

/** A secret for a link, a session or an invite: 256 bits, base64url. */
export const newToken = (): string => randomBytes(32).toString('base64url');

/** An unused case id and a counter code like 「482-137」: easy to say, proves nothing. */
export function newSpare(): Spare {
  const digits = String(randomInt(0, 1_000_000)).padStart(6, '0');
  return { id: newId(), code: `${digits.slice(0, 3)}-${digits.slice(3)}` };
}

/** Kana that are neither easily misread for another nor drawn with marks; 32 of them, five bits each. */
const KANA = 'あいうえおかきくけこさしすせそたちつてとなにのはひふへほまみむも';
const PHRASE_KANA = 13;

/** A return phrase: 13 kana, 65 bits, in groups to read aloud (「かもね-…」). */
export function newPhrase(): string {
  const kana = Array.from(randomBytes(PHRASE_KANA), (b) => KANA[b & 31]).join('');
  return kana.replace(/(...)(...)(...)(....)/, '$1-$2-$3-$4');
}

/** A phrase as typed back: kana only, either script, any separators. Null when it cannot be one. */
export function readPhrase(typed: string): string | null {
  const kana = fold(typed);
  return [...kana].length === PHRASE_KANA && [...kana].every((c) => KANA.includes(c)) ? kana : null;
}
