import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { numberOf, type WishForm, wishOf, wishWords } from '../../src/case/wish.ts';

const form = (over: Partial<WishForm> = {}): WishForm => ({
  name: '',
  number: '0463-00-0000',
  bands: [],
  voicemail: false,
  family: false,
  ...over,
});

describe('a telephone number as people type it', () => {
  it.each([
    ['0463-00-0000', '0463-00-0000'],
    ['０４６３－００－００００', '0463-00-0000'],
    ['0463(00)0000', '0463-00-0000'],
    ['（０４６３）００　００００', '0463-00-0000'],
    ['0463ー00ー0000', '0463-00-0000'],
    ['0463000000', '0463000000'],
    [' 090 0000 0000 ', '090-0000-0000'],
    ['０９０００００００００', '09000000000'],
    ['+81 90-0000-0000', '090-0000-0000'],
    ['+81(0)90-0000-0000', '090-0000-0000'],
    ['0800-000-0000', '0800-000-0000'],
    ['050.0000.0000', '050-0000-0000'],
  ])('%s', (typed, number) => expect(numberOf(typed)).toBe(number));

  it.each([
    ['a mobile number with a digit missing', '090-0000-000'],
    ['a landline with a digit too many', '0463-00-00000'],
    ['without the leading 0', '463-00-0000'],
    ['from abroad', '+1 212 555 0100'],
    ['an emergency number', '110'],
    ['a # number', '#7119'],
    ['twelve digits', '0463000000000'],
    ['words', '母のけいたい'],
    ['a number and words', '090-0000-0000 母'],
    ['two zeros', '00-0000-0000'],
  ])('refuses %s', (_name, typed) => expect(numberOf(typed)).toBeNull());

  it('whatever is typed gives ASCII digits in groups, or nothing', () => {
    const digit = fc.constantFrom(...'0123456789０１２９-－ー（）() 　+あ');
    fc.assert(
      fc.property(fc.array(digit, { maxLength: 16 }), (typed) => {
        const number = numberOf(typed.join(''));
        expect(number === null || /^0\d*(-\d+)*$/.test(number)).toBe(true);
      }),
    );
  });
});

describe('the form', () => {
  it('allows nothing that was not ticked', () => {
    expect(wishOf(form(), ['午前'])).toEqual({
      ok: true,
      wish: { name: '', number: '0463-00-0000', bands: [], voicemail: false, family: false },
    });
  });
  it('takes only bands that were offered, in the order of the day', () => {
    const read = wishOf(form({ bands: ['夕方', '午後', '夜中', '午前'] }), ['午前', '午後']);
    expect(read).toMatchObject({ wish: { bands: ['午前', '午後'] } });
  });
  it('says in one sentence what to mend', () => {
    for (const over of [{ number: ' ' }, { number: '12' }, { name: 'あ'.repeat(41) }]) {
      const read = wishOf(form(over), []);
      expect(read.ok ? '' : read.fault).toMatch(/^[^。]+。$/);
    }
  });
  it('a name is one line', () => {
    expect(wishOf(form({ name: ' 山田\r\n花子 ' }), [])).toMatchObject({ wish: { name: '山田 花子' } });
  });
});

it('a wish reads as plain words', () => {
  const read = wishOf(form({ name: '山田', bands: ['午前'], voicemail: true }), ['午前']);
  expect(read.ok && wishWords(read.wish)).toBe(
    [
      '電話をもらいたいです。',
      '呼び方：山田',
      '電話番号：0463-00-0000',
      '都合のよい時間：午前',
      '留守番電話：残してよい',
      '家族が出たとき：用件を伝えないでください',
    ].join('\n'),
  );
});
