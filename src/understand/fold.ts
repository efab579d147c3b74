/**
 * One spelling for many: the same sentence typed half-width, in katakana, with spaces or drawn-out vowels
 * folds to the same string. Rules and messages pass through the same fold, so they meet.
 */

const KATAKANA = /[\u30a1-\u30f6]/g;
/** Everything that carries no meaning for us: spaces, punctuation, symbols, emoji, joiners, long vowel marks. */
const SILENT = /[\p{White_Space}\p{P}\p{S}\p{Cf}\p{M}\u30fc\u{1f000}-\u{1faff}]+/gu;
const SENTENCE_END = /[。．！？!?\n\r]+|\.(?=\s|$)/u;
/** Small vowels that only draw a sound out (死にたぁい), after any kana. */
const DRAWN_OUT = /(?<=[ぁ-ん])[ぁぃぅぇぉ]+/g;

/** Folded form of a text: NFKC, lower case, katakana as hiragana, no spaces or marks. Never throws. */
export function fold(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(SILENT, '')
    .replace(KATAKANA, (c) => String.fromCharCode(c.charCodeAt(0) - 0x60))
    .replace(DRAWN_OUT, '');
}

/**
 * The sentences of a message, folded, empty ones left out. Pieces of one or two letters are joined to the
 * next, because people also write one letter a line.
 */
export function foldSentences(text: string): string[] {
  const sentences: string[] = [];
  let short = '';
  for (const piece of text.normalize('NFKC').split(SENTENCE_END)) {
    short += fold(piece);
    if (short.length <= 2) continue;
    sentences.push(short);
    short = '';
  }
  if (short !== '') sentences.push(short);
  return sentences;
}
