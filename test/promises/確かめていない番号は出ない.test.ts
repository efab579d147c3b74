/** A wrong number is the worst fault: every number that can reach a resident is walked. */
import { describe, expect, it } from 'vitest';
import type { Prepared } from '../../src/content/content.ts';
import type { NumberEntry } from '../../src/content/schema.ts';
import { messagesOf } from '../../src/line/message.ts';
import type { Input } from '../../src/talk/input.ts';
import { plainText } from '../../src/talk/plain.ts';
import type { Say } from '../../src/talk/say.ts';
import { newTalk } from '../../src/talk/talk.ts';
import { turn } from '../../src/talk/turn.ts';
import { shownNumbers } from '../../src/windows/number.ts';
import { contentOf } from '../rig/service.ts';

/** 110, 119 … stand in fixed sentences as words. */
const FIXED = ['110', '118', '119', '171', '188', '189'];
const NUMBER = /#\d{4}(?!\d)|0\d{1,4}-\d{1,4}-\d{3,5}/g;
const HOUR = 3_600_000;

/** Every card of every need and every danger, level and audience, over three days that hold a holiday. */
function sayings(prepared: Prepared): Say[][] {
  const { intents, dangers } = prepared.content;
  const said = [
    ...Object.values(intents).map((i) => i.menu),
    'メニュー',
    'あああ',
    'もう限界です',
    '友だちが死にたいと言っている',
    '母が、電気代が払えないと言っています',
  ];
  const taps = Object.keys(dangers).flatMap((c) => [`danger.${c}.L3`, `danger.${c}.L2`]);
  const start = Date.parse('2026-11-23T00:00:00+09:00');
  const all: Say[][] = [];
  for (let hour = 0; hour < 72; hour += 3) {
    const at = start + hour * HOUR;
    const base = { at, via: 'line', spare: { id: 'x', code: '1' } } as const;
    const inputs: Input[] = [
      ...said.map((text): Input => ({ ...base, kind: 'said', text, ref: null })),
      ...taps.map((option): Input => ({ ...base, kind: 'tapped', question: null, option })),
    ];
    for (const minor of [false, true]) {
      for (const input of inputs) all.push(turn({ ...newTalk('line'), minor }, input, prepared, at).say);
    }
  }
  return all;
}

describe.each(['hiratsuka', 'odawara', 'tsurugashima', 'joso'])(
  'every number that can reach a resident of %s',
  (city) => {
    const prepared = contentOf(city);
    const { content } = prepared;
    const entries = [...Object.values(content.windows), ...Object.values(content.hotlines)];
    const allowed = new Set(
      entries.flatMap((e) =>
        [...e.numbers, ...e.faxes].filter((n) => n.state === 'yes').map((n) => n.display),
      ),
    );
    const all = sayings(prepared);

    it('is one that the city confirmed, of a hotline whose region covers it', () => {
      const drawn = all.map(
        (say) => `${plainText(say)}${JSON.stringify(messagesOf(say, 'https://x.example/open/t'))}`,
      );
      const shown = new Set(drawn.flatMap((text) => [...text.matchAll(NUMBER)].map((m) => m[0])));
      expect(shown.size).toBeGreaterThan(5);
      expect([...shown].filter((n) => !allowed.has(n))).toEqual([]);
      const here = ['全国', content.city.prefecture, content.city.name];
      expect(Object.values(content.hotlines).filter((h) => !h.region.some((r) => here.includes(r)))).toEqual(
        [],
      );
    });

    it('is never a tel: link when it begins with #, and every tel: link is a confirmed number', () => {
      const digits = new Set(
        [...allowed].filter((n) => !n.startsWith('#')).map((n) => n.replaceAll('-', '')),
      );
      const links = all.flatMap((say) =>
        [...JSON.stringify(messagesOf(say, null)).matchAll(/"uri":"tel:([^"]*)"/g)].map((m) => m[1]!),
      );
      expect(links.length).toBeGreaterThan(100);
      expect(links.filter((l) => !digits.has(l) && !FIXED.includes(l))).toEqual([]);
    });

    it('comes with a next step at every hour: a number or a person', () => {
      for (const say of all) expect(plainText(say)).toMatch(/\d{3}|人と話す|職員/);
    });

    it('comes under a heading that tells nothing on a locked screen', () => {
      const alts = all.flatMap((say) =>
        [...JSON.stringify(messagesOf(say, null)).matchAll(/"altText":"([^"]*)"/g)].map((m) => m[1]!),
      );
      expect(alts.length).toBeGreaterThan(100);
      expect(alts.filter((alt) => /死|自殺|虐待|暴力|DV|女性|児童相談所|生活保護/.test(alt))).toEqual([]);
    });

    it('every danger card has a line that is open now, at every hour, and nothing telling in altText', () => {
      for (const say of all) {
        const danger = say.find((s) => s.kind === 'danger');
        if (!danger) continue;
        expect(danger.lines.length, danger.class).toBeGreaterThan(0);
        expect(
          danger.lines.some((l) => l.open === true),
          danger.class,
        ).toBe(true);
        for (const alt of JSON.stringify(messagesOf(say, null)).matchAll(/"altText":"([^"]*)"/g)) {
          expect(alt[1]).not.toMatch(/死|自殺|虐待|暴力|DV|性/);
        }
      }
    });
  },
);

describe('numbers that wait for confirmation', () => {
  const n = (over: Partial<NumberEntry>): NumberEntry => ({
    display: '0463-00-0000',
    state: 'yes',
    source: 'x',
    seen: null,
    checked: '2026-11-21',
    by: 'import',
    ...over,
  });

  it('after_check and no are never shown', () => {
    expect(shownNumbers([n({ state: 'after_check' }), n({ state: 'no' })], 'window', '2026-11-24')).toEqual(
      [],
    );
  });
  it('step down after 180 days; a switchboard or hotline stays after 365, said to be old; 110 never ages', () => {
    expect(shownNumbers([n({})], 'window', '2027-05-20')).toHaveLength(1);
    expect(shownNumbers([n({})], 'window', '2027-05-21')).toHaveLength(0);
    expect(shownNumbers([n({})], 'switchboard', '2027-11-22')).toMatchObject([{ aging: true }]);
    expect(shownNumbers([n({ display: '110' })], 'window', '2040-01-01')).toMatchObject([{ aging: false }]);
  });
  it('last seen in a paper older than two years are said to be old; 110 is not', () => {
    const seen = '2024-11-21';
    const aging = (over: Partial<NumberEntry>, today: string) =>
      shownNumbers([n({ seen, ...over })], 'window', today)[0]!.aging;
    expect([aging({}, '2026-11-21'), aging({}, '2026-11-22')]).toEqual([false, true]);
    expect(aging({ display: '110' }, '2026-11-22')).toBe(false);
  });
  it('hold only from … until …', () => {
    expect(shownNumbers([n({ from: '2027-04-01' })], 'window', '2027-03-31')).toHaveLength(0);
    expect(shownNumbers([n({ from: '2027-04-01' })], 'window', '2027-04-01')).toHaveLength(1);
    expect(shownNumbers([n({ until: '2027-03-31' })], 'window', '2027-04-01')).toHaveLength(0);
  });
  it('a # number has no link', () => {
    expect(shownNumbers([n({ display: '#7119' })], 'hotline', '2026-11-24')).toMatchObject([
      { display: '#7119', tel: null },
    ]);
  });
});
