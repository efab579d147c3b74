/** The town: asked late, only where it changes something, and never an address. */
import { describe, expect, it } from 'vitest';
import type { Input } from '../../src/talk/input.ts';
import { plainText } from '../../src/talk/plain.ts';
import { newTalk, type Talk } from '../../src/talk/talk.ts';
import { type Turned, turn } from '../../src/talk/turn.ts';
import { contentOf } from '../rig/service.ts';

const NOON = Date.parse('2026-11-25T12:00:00+09:00');
const base = { at: NOON, via: 'line', spare: { id: 'c', code: '1' } } as const;
const said = (text: string): Input => ({ ...base, kind: 'said', text, ref: null });
const at = (lat: number, lng: number): Input => ({ ...base, kind: 'located', position: { lat, lng } });

function playIn(city: string, ...inputs: Input[]): Turned {
  const prepared = contentOf(city);
  let turned: Turned = { talk: newTalk('line'), say: [], effects: [] };
  for (const input of inputs) turned = turn(turned.talk, input, prepared, NOON);
  return turned;
}

const heard = (city: string, ...inputs: Input[]): string => plainText(playIn(city, ...inputs).say);
const CARE = said('認知症の母の介護について聞きたいです');

describe('in 平塚市, where no list says which town belongs to which centre', () => {
  it('the windows are shown at once, and the town is put into the words for the telephone when it is told', () => {
    expect(heard('hiratsuka', CARE)).toContain('町の名前は〇〇です');
    const named = heard('hiratsuka', CARE, said('町の名前を入れる'), said('天沼'));
    expect(named).toContain('町の名前は天沼です');
    expect(named).not.toContain('〇〇です');
  });

  it.each(['254-0031', '〒2540031', 'あまぬま', '平塚市天沼', '天沼に住んでいます'])(
    '%s is the town 天沼 at any moment',
    (text) => {
      expect(heard('hiratsuka', CARE, said('メニュー'), said(text))).toContain('町の名前は天沼です');
    },
  );

  it('a town that is not there is said so, and not knowing goes on without asking again', () => {
    const ask = [CARE, said('町の名前を入れる')];
    expect(heard('hiratsuka', ...ask, said('銀河町'))).toContain('見つかりませんでした');
    const unsure = heard('hiratsuka', ...ask, said('銀河町'), said('わからない'));
    expect(unsure).toContain('高齢者よろず相談センター');
    expect(unsure).not.toContain('町の名前を入れる');
  });

  it('a name inside a sentence is not taken for the town of the resident', () => {
    expect(playIn('hiratsuka', said('天沼さんという方に電話で契約させられました')).talk.area).toBeUndefined();
  });

  it('a cry is heard before the town', () => {
    const { say } = playIn('hiratsuka', CARE, said('町の名前を入れる'), said('もう死にたい'));
    expect(say[0]!.kind).toBe('danger');
  });

  it('staff read the town, and nothing more of where somebody lives', () => {
    const { talk } = playIn('hiratsuka', CARE, said('天沼3-5-1'));
    expect(JSON.stringify(talk)).not.toContain('3-5');
  });
});

describe('in 鶴ヶ島市, where some towns are split', () => {
  const CHORES = said('近所の人に電球のとりかえを頼みたいのですが');

  it('the town is asked once before the windows', () => {
    expect(heard('tsurugashima', CHORES)).toContain('住んでいる町の名前か、郵便番号');
    expect(heard('tsurugashima', CHORES, said('羽折町'))).toContain('北地域支え合い協議会');
  });

  it('a split town asks once more; not knowing shows the window for all', () => {
    const split = heard('tsurugashima', CHORES, said('大字藤金'));
    expect(split).toContain('受け持ちが分かれています');
    expect(heard('tsurugashima', CHORES, said('大字藤金'), said('わからない'))).toContain('お住まいの地区');
  });

  it('the 丁目 that was left out is chosen by tap', () => {
    expect(heard('tsurugashima', CHORES, said('富士見'))).toContain('富士見三丁目');
  });
});

describe('a location', () => {
  const HOME = at(35.3357, 139.355342);

  it('leaves only the name of the nearest town in the talk', () => {
    const { talk, say } = playIn('hiratsuka', CARE, HOME);
    expect(talk.area).toBe('天沼');
    expect(JSON.stringify(talk)).not.toMatch(/35\.33|139\.3/);
    expect(plainText(say)).toContain('町の名前は天沼です');
  });

  it('outside the city is a kind answer', () => {
    const { talk, say } = playIn('hiratsuka', at(43.06, 141.35));
    expect((talk as Talk).area).toBeUndefined();
    expect(plainText(say)).toContain('場所を受けとりました');
  });
});
