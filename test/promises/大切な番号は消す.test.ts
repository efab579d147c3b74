import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MASKED, maskNumbers } from '../../src/talk/mask.ts';

describe('numbers nobody here needs', () => {
  it.each([
    ['マイナンバーは 1234 5678 9018 です', 'マイナンバーは 〔番号〕 です'],
    ['１２３４５６７８９０１８で調べて', '〔番号〕で調べて'],
    ['カード 4111-1111-1111-1111 を止めたい', 'カード 〔番号〕 を止めたい'],
    ['普通口座 1234567 に振り込んで', '普通口座 〔番号〕 に振り込んで'],
  ])('%s', (text, masked) => {
    expect(maskNumbers(text)).toBe(masked);
  });

  it.each([
    '電話は 0463-23-1111 です',
    '090-1234-5678',
    '〒254-8686',
    '平成12年3月4日',
    '1234 5678 9012',
    '家賃は 50000 円',
    '番号 1234567',
  ])('%s stays', (text) => {
    expect(maskNumbers(text)).toBe(text);
  });

  it('every マイナンバー with a right check digit is taken out, and no text breaks it', () => {
    const checkOf = (d: number[]): number => {
      const sum = [...d].reverse().reduce((t, p, i) => t + p * (i < 6 ? i + 2 : i - 4), 0) % 11;
      return sum <= 1 ? 0 : 11 - sum;
    };
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 11, maxLength: 11 }), (d) => {
        expect(maskNumbers(`あ${d.join('')}${checkOf(d)}い`)).toBe(`あ${MASKED}い`);
      }),
    );
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (s) => typeof maskNumbers(s) === 'string'));
  });
});
