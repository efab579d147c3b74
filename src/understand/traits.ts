/**
 * What a message is made of, as numbers: its character grams, the kanji that stand near each other, and the concepts
 * that its words name. A model has learned how much each of them speaks for what.
 */
import type { Heard, Rule } from './rule.ts';

/** Traits are numbers below this. Two that share one are rare, and a model learns around them. */
export const TRAITS = 2 ** 19;

/** The traits of a message, each once, with where they stand. */
export interface Traits {
  ids: Int32Array;
  /** From this place on they are the longest runs of letters, which only some models learn from. */
  longFrom: number;
  /** For reasons: the words that carry trait `i`. */
  words(i: number): string;
}

/** Runs of so many letters are traits of every model, and those one letter longer of some. */
const RUN = 3;
/** A longer letter says enough without its longest runs. */
const LETTER_MAX = 1200;
/** Before and behind a sentence, so that how it begins and ends counts too. */
const EDGE = '\u0002';
export const conceptOwner = 'concept';

/** Whether a rule is a trait too: what a word means. Danger rules are none: what likeness says stands beside what they say. */
export const isTrait = ({ owner }: Rule): boolean => owner === conceptOwner;

/** By which message each trait was met last, wiped when their numbers are used up: telling what was met before is one look. */
const met = new Uint8Array(TRAITS);
let message = 0;

/** The traits of what was heard. */
export function traitsOf({ sentences, fired }: Heard): Traits {
  const whole = EDGE + sentences.join(EDGE) + EDGE;
  message++;
  if (message > 255) {
    met.fill(0);
    message = 1;
  }
  const ids: number[] = [];
  const isNew = (id: number): boolean => {
    if (met[id] === message) return false;
    met[id] = message;
    ids.push(id);
    return true;
  };
  const places: number[] = [];
  const takeRuns = (size: number): void => {
    for (let at = 0; at + size <= whole.length; at++) {
      if (size === 1 && isKana(whole.charCodeAt(at))) continue;
      if (isNew(hash(whole, at, size))) places[ids.length - 1] = at * 8 + size;
    }
  };
  for (let size = 1; size <= RUN; size++) takeRuns(size);
  const named = new Map<number, string>();
  const name = (trait: string, words: string): void => {
    const id = hash(trait, 0, trait.length);
    if (isNew(id)) named.set(id, words);
  };
  for (const { rule, words } of fired) if (isTrait(rule)) name(`{${rule.kind}`, words.join(''));
  for (const sentence of sentences) togetherIn(sentence, (pair) => name(`&${pair}`, pair));
  const longFrom = ids.length;
  if (whole.length <= LETTER_MAX) takeRuns(RUN + 1);
  return {
    ids: Int32Array.from(ids),
    longFrom,
    words: (i) => named.get(ids[i]!) ?? gramAt(whole, places[i]!),
  };
}

/** How many kanji ahead two of them still say something together (夫 … 殴, whatever stands between). */
const AHEAD = 3;

function togetherIn(sentence: string, take: (pair: string) => void): void {
  let kanji = '';
  for (const letter of sentence) {
    if (!isKanji(letter.charCodeAt(0))) continue;
    for (const before of kanji) take(before + letter);
    kanji = (kanji + letter).slice(-AHEAD);
  }
}

/** A message ready to be judged: as a whole, and sentence by sentence. */
export interface Reading {
  heard: Heard;
  traits: Traits;
  /** Empty where the message is one sentence. */
  sentences: Reading[];
}

/** A letter is read sentence by sentence only so far; its beginning and its end are always read. */
const PARTS_MAX = 24;
/** Shorter sentences say nothing alone. */
const PART_MIN = 7;

/** Reads what was heard. */
export function readingOf(heard: Heard): Reading {
  const { sentences, fired } = heard;
  const alone =
    sentences.length === 1 ? [] : [...sentences.keys()].filter((i) => sentences[i]!.length >= PART_MIN);
  const read =
    alone.length <= PARTS_MAX ? alone : [...alone.slice(0, PARTS_MAX / 2), ...alone.slice(-PARTS_MAX / 2)];
  const parts = read.map((i) => ({
    sentences: [sentences[i]!],
    fired: fired.filter((f) => f.sentence === i),
  }));
  return {
    heard,
    traits: traitsOf(heard),
    sentences: parts.map((part) => ({ heard: part, traits: traitsOf(part), sentences: [] })),
  };
}

const gramAt = (whole: string, place: number): string => {
  const at = place >> 3;
  return whole.slice(at, at + (place & 7)).replaceAll(EDGE, '');
};

/** One kana alone means nothing; one kanji does. */
const isKana = (code: number): boolean => (code >= 0x3041 && code <= 0x3096) || code < 0x80;

const isKanji = (code: number): boolean => code >= 0x4e00 && code <= 0x9fff;

/** FNV-1a over UTF-16 units, stirred once more so that its low bits are good. */
function hash(text: string, from: number, size: number): number {
  let h = 0x811c9dc5 ^ size;
  for (let at = from; at < from + size; at++) h = Math.imul(h ^ text.charCodeAt(at), 0x01000193);
  h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d);
  return (h ^ (h >>> 13)) & (TRAITS - 1);
}
