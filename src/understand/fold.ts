/**
 * One spelling for many: the same sentence typed half-width, in katakana, with spaces or drawn-out vowels
 * folds to the same string. Rules and messages pass through the same fold, so they meet.
 */

const KATAKANA = /[\u30a1-\u30f6]/g;
/** Everything that carries no meaning for us: spaces, punctuation, symbols, emoji, joiners, long vowel marks. */
const SILENT = /[\p{White_Space}\p{P}\p{S}\p{Cf}\p{M}\u30fc\u{1f000}-\u{1faff}]+/gu;
const SENTENCE_END = /[。．！？!?\n\r]+|\.(?=\s|$)/u;
/** Small vowels that only draw a sound out (死にたぁい): those that repeat the vowel before them. */
const DRAWN_OUT = new RegExp(
  [
    'あかさたなはまやらわがざだばぱゃ',
    'いきしちにひみりぎじぢびぴ',
    'うくすつぬふむゆるぐずづぶぷゅ',
    'えけせてねへめれげぜでべぺ',
    'おこそとのほもよろをごぞどぼぽょ',
  ]
    .map((row, i) => `(?<=[${row}])${'ぁぃぅぇぉ'[i]}+`)
    .join('|'),
  'g',
);
/** Other small vowels written for full ones (死にたぃ). */
const SMALL = /[ぁぃぅぇぉ]/g;

/** Folded form of a text: NFKC, lower case, katakana as hiragana, no spaces or marks. Never throws. */
export function fold(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(SILENT, '')
    .replace(KATAKANA, (c) => String.fromCharCode(c.charCodeAt(0) - 0x60))
    .replace(DRAWN_OUT, '')
    .replace(SMALL, (c) => String.fromCharCode(c.charCodeAt(0) + 1));
}

/** The sentences of a message, folded, empty ones left out. */
export const foldSentences = (text: string): string[] =>
  text
    .normalize('NFKC')
    .split(SENTENCE_END)
    .map(fold)
    .filter((s) => s !== '');
