/** The same sentence in other letters is the same sentence: folded forms, and with them every decision, are equal. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { fold, foldSentences } from '../../src/understand/fold.ts';
import { match } from '../../src/understand/match.ts';
import { contentOf } from '../rig/service.ts';

const { understanding } = contentOf();
const SENTENCES: { text: string }[] = ['needs', 'danger'].flatMap((name) =>
  parse(readFileSync(path.join(import.meta.dirname, '../understanding/dev', `${name}.yaml`), 'utf8')),
);

const katakana = (t: string): string =>
  t.replace(/[ぁ-ゖ]/g, (c) => String.fromCharCode(c.charCodeAt(0) + 0x60));
const hiragana = (t: string): string =>
  t.replace(/[ァ-ヶ]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0x60));
const wide = (t: string): string =>
  t.replace(/[!-~]/g, (c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0)).replace(/ /g, '\u3000');
/** Half-width katakana by NFKC backwards: each half-width letter (with its mark) that folds to the full one. */
const HALF = new Map(
  [...Array(0xff9d - 0xff66 + 1).keys()].flatMap((i) => {
    const letter = String.fromCharCode(0xff66 + i);
    return ['', 'ﾞ', 'ﾟ'].map((mark) => [(letter + mark).normalize('NFKC'), letter + mark] as const);
  }),
);
const half = (t: string): string => [...katakana(t)].map((c) => HALF.get(c) ?? c).join('');
const spaced = (t: string): string => [...t].join(' ');

const decision = (text: string) => {
  const m = match(understanding, text);
  return {
    decision: m.decision,
    needs: m.needs.map((n) => n.id),
    danger: m.danger && [m.danger.class, m.danger.level],
  };
};

describe('a sentence is decided the same', () => {
  const sentence = fc.constantFrom(...SENTENCES.map((s) => s.text));
  it.each([
    ['in katakana', katakana],
    ['in hiragana', hiragana],
    ['half-width', half],
    ['full-width', wide],
  ])('%s', (_name, written) => {
    fc.assert(
      fc.property(sentence, (text) => {
        expect(decision(written(text))).toEqual(decision(text));
      }),
      { numRuns: 150 },
    );
  });

  it('with spaces between all letters', () => {
    for (const { text } of SENTENCES.slice(0, 200))
      expect(foldSentences(spaced(text)).join('')).toBe(fold(text));
  });

  it.each([
    ['引っ越しの手続きが分からない', '引越の手続が分からない'],
    ['引っ越しの手続きが分からない', '引越しの手続きが分からない'],
    ['家賃の支払いが遅れて差し押さえと言われた', '家賃の支払が遅れて差押えと言われた'],
    ['病院の付き添いで休みの申し込みをした', '病院の付添いで休みの申込みをした'],
    ['買い物に行けず食べ物がない', '買物に行けず食物がない'],
    ['振り込みを取り消したい', '振込みを取消したい'],
    ['草むしりと片付けを頼みたい', '草毟りと片づけを頼みたい'],
    ['引きこもりの息子の物忘れ', '引き籠りの息子のもの忘れ'],
  ])('with other okurigana: %s / %s', (a, b) => {
    expect(decision(b)).toEqual(decision(a));
  });
});

it('folding twice changes nothing more', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (t) => {
      expect(fold(fold(t))).toBe(fold(t));
    }),
  );
  for (const { text } of SENTENCES) expect(fold(fold(text))).toBe(fold(text));
});
