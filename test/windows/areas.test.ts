/** Towns as residents write them, over the shipped lists of all four cities. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findTown, localWindow } from '../../src/windows/areas.ts';
import { areaToAsk, UNSURE } from '../../src/windows/local.ts';
import { route } from '../../src/windows/route.ts';
import { postalOf } from '../../src/windows/town.ts';
import { contentOf, TUESDAY } from '../rig/service.ts';

const areasOf = (city: string) => contentOf(city).content.areas;
const namesOf = (city: string, text: string): string[] | string => {
  const found = findTown(areasOf(city), text);
  return found.kind === 'unknown' ? 'unknown' : found.towns.map((t) => t.name);
};

describe('a town is found as people write it', () => {
  it.each([
    ['hiratsuka', '明石町', '明石町'],
    ['hiratsuka', 'あかしちょう', '明石町'],
    ['hiratsuka', 'アカシチョウ', '明石町'],
    ['hiratsuka', '平塚市 明石町１−２', '明石町'],
    ['hiratsuka', '神奈川県平塚市袖ヶ浜20-1', '袖ケ浜'],
    ['hiratsuka', '袖が浜', '袖ケ浜'],
    ['hiratsuka', '〒254-0042', '明石町'],
    ['hiratsuka', '２５４００４２', '明石町'],
    ['hiratsuka', '上平塚に住んでいます', '上平塚'],
    ['odawara', '小田原市鴨宮', '鴨宮'],
    ['odawara', 'こうづ', '国府津'],
    ['tsurugashima', '三ツ木', '大字三ツ木'],
    ['tsurugashima', '大字三ツ木新田', '大字三ツ木新田'],
    ['tsurugashima', '鶴ヶ島市大字三ツ木16番地1', '大字三ツ木'],
    ['tsurugashima', '鶴が丘', '大字鶴ヶ丘'],
    ['tsurugashima', '富士見三丁目', '富士見三丁目'],
    ['tsurugashima', '富士見３丁目', '富士見三丁目'],
    ['tsurugashima', '富士見3-5-1', '富士見三丁目'],
    ['tsurugashima', 'ふじみ3丁目', '富士見三丁目'],
    ['joso', '豊岡町甲', '豊岡町甲'],
    ['joso', 'きぬの里2丁目', '内守谷町きぬの里二丁目'],
  ])('%s: %s → %s', (city, text, name) => {
    expect(namesOf(city, text)).toEqual([name]);
  });

  it('a name without its 丁目 means all of them', () => {
    expect(namesOf('tsurugashima', '新町')).toEqual(['新町一丁目', '新町二丁目', '新町三丁目', '新町四丁目']);
  });

  it('one wrong letter is asked about, never taken', () => {
    expect(findTown(areasOf('hiratsuka'), '豊原丁')).toMatchObject({
      kind: 'perhaps',
      towns: [{ name: '豊原町' }],
    });
    expect(findTown(areasOf('odawara'), 'かものみあ')).toMatchObject({
      kind: 'perhaps',
      towns: [{ name: '鴨宮' }],
    });
  });

  it.each(['', 'わからない', '横浜', '〒999-9999', '123', '😀', '市', '大字', '〒'])(
    '%j is unknown',
    (text) => {
      for (const city of ['hiratsuka', 'odawara', 'tsurugashima', 'joso'])
        expect(namesOf(city, text)).toBe('unknown');
    },
  );

  it.each(['hiratsuka', 'odawara', 'tsurugashima', 'joso'])(
    'every town of %s finds itself, by name and by reading',
    (city) => {
      const { towns } = areasOf(city);
      expect(towns.length).toBeGreaterThan(40);
      for (const { name, kana, postal } of towns) {
        expect(namesOf(city, name), name).toEqual([name]);
        if (kana) expect(namesOf(city, kana), kana).toContain(name);
        for (const code of postal) expect(namesOf(city, code.replace('-', '')), code).toContain(name);
      }
    },
  );

  it('takes any text', () => {
    const areas = areasOf('tsurugashima');
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => findTown(areas, text).kind !== undefined));
    expect(postalOf('350-2217')).toBe('350-2217');
  });
});

describe('助け合い隊 in 鶴ヶ島市', () => {
  const prepared = contentOf('tsurugashima');
  const { content } = prepared;
  const first = (area: string | null) => route(prepared, 'small_chores', TUESDAY, [], area)[0]!.window.id;
  const ask = (area: string | null) => areaToAsk(content, content.routes.small_chores!.windows, area);

  it('a whole town has one answer, and nothing is asked', () => {
    expect([first('町屋'), ask('町屋')]).toEqual(['tsurugashima-sasaeai-seibu', null]);
    expect([first('富士見2丁目'), ask('富士見2丁目')]).toEqual(['tsurugashima-sasaeai-fujimi', null]);
    expect(first('350-2205')).toBe('tsurugashima-sasaeai-southern');
  });

  it('a split town is asked about once; each answer and わからない lead on', () => {
    expect(first('藤金')).toBe('tsurugashima-sasaeai');
    const asked = ask('藤金');
    expect(asked).toMatchObject({ kind: 'catchment' });
    expect(asked!.choices.map((c) => c.id)).toEqual([
      'tsurugashima-sasaeai-tsuru2',
      'tsurugashima-sasaeai-chuo',
      UNSURE,
    ]);
    for (const { id } of asked!.choices) expect(ask(id)).toBeNull();
    expect(first('tsurugashima-sasaeai-chuo')).toBe('tsurugashima-sasaeai-chuo');
    expect(first(UNSURE)).toBe('tsurugashima-sasaeai');
  });

  it('a town that no list names, an unknown one and none at all stay with the general window', () => {
    for (const area of ['柳戸町', '富士見六丁目', '横浜市', 'わからない', null])
      expect(first(area)).toBe('tsurugashima-sasaeai');
    expect([ask('柳戸町'), ask('わからない')]).toEqual([null, null]);
    expect(ask(null)).toMatchObject({ kind: 'area' });
  });

  it('where a postal code holds towns of different answers, it is asked', () => {
    const { towns } = findTown(content.areas, '350-2201') as { towns: { name: string }[] };
    expect(towns.length).toBe(7);
    expect(localWindow(content.areas, 'tsurugashima-sasaeai', towns as never)).toEqual({
      kind: 'split',
      ids: ['tsurugashima-sasaeai-fujimi'],
    });
  });
});

it('where no town changes a window, nothing is asked', () => {
  const { content } = contentOf('hiratsuka');
  for (const { windows } of Object.values(content.routes))
    expect(areaToAsk(content, windows, null)).toBeNull();
});
