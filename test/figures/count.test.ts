/** Figures of a year, worked out by hand from a handful of cases. */
import { describe, expect, it } from 'vitest';
import type { Fact } from '../../src/case/case.ts';
import { type Counted, figuresOf } from '../../src/figures/count.ts';
import { publicRows } from '../../src/figures/public.ts';
import { MONTHS, spanOf, yearName, yearOf } from '../../src/figures/year.ts';

const HOUR = 3_600_000;
const at = (text: string): number => Date.parse(`${text}+09:00`);
const opened = (time: string, promised = 24): Fact => ({
  type: 'opened',
  at: at(time),
  by: 'resident',
  window: 'w',
  need: 'n',
  danger: null,
  minor: false,
  dueAt: at(time) + promised * HOUR,
});
const staff = 'staff:a' as const;
const answered = (time: string): Fact => ({ type: 'answered', at: at(time), by: staff, next: null });
const closed = (time: string, outcome: 'つながった' | 'はざま'): Fact => ({
  type: 'closed',
  at: at(time),
  by: staff,
  outcome,
  gap: outcome === 'はざま' ? '受ける窓口がない' : null,
});
const counted = (person: string, facts: Fact[], more: Partial<Counted> = {}): Counted => ({
  person,
  field: '地域',
  need: '草むしり',
  door: 'line',
  facts,
  ...more,
});
const YEAR = 2026;
const figures = (cases: Counted[]) => figuresOf(cases, spanOf(YEAR), ['地域', '高齢'], MONTHS);
const countOf = (cells: { name: string; count: number }[], name: string) =>
  cells.find((c) => c.name === name)?.count;

describe('a fiscal year', () => {
  it('begins on the first of April in Tokyo', () => {
    expect([yearOf(at('2026-03-31T23:59:59')), yearOf(at('2026-04-01T00:00:00'))]).toEqual([2025, 2026]);
    expect([yearName(2026), yearName(2019)]).toEqual(['令和8年度', '令和元年度']);
  });

  it('counts what came in, who, how often they were answered, and in what time', () => {
    const f = figures([
      counted('a', [
        opened('2026-04-01T00:00:00'),
        answered('2026-04-01T10:00:00'),
        answered('2026-04-03T10:00:00'),
      ]),
      counted('a', [opened('2026-11-02T09:00:00'), answered('2026-11-03T11:00:00')], {
        field: '高齢',
        door: 'page',
      }),
      counted('b', [opened('2027-03-31T23:00:00')], { field: null }),
      counted('c', [opened('2027-04-01T00:00:00')]),
    ]);
    expect(f).toMatchObject({ fresh: 3, carried: 0, people: 2, contacts: 3 });
    expect([countOf(f.byMonth, '4月'), countOf(f.byMonth, '11月'), countOf(f.byMonth, '3月')]).toEqual([
      1, 1, 1,
    ]);
    expect(f.byField.map((c) => c.count)).toEqual([1, 1, 1]);
    expect(f.byDoor).toEqual([
      { name: 'LINE', count: 2 },
      { name: 'ページ', count: 1 },
    ]);
    expect(f.firstAnswer).toEqual({ median: 18 * HOUR, kept: 1, late: 1 });
  });

  it('carries on what was open when it began, and counts how that ended', () => {
    const f = figures([
      counted('a', [
        opened('2026-03-01T09:00:00'),
        answered('2026-03-02T09:00:00'),
        closed('2026-05-01T09:00:00', 'つながった'),
      ]),
      counted('b', [opened('2025-06-01T09:00:00'), closed('2025-07-01T09:00:00', 'つながった')]),
      counted('c', [
        opened('2025-06-01T09:00:00'),
        closed('2025-07-01T09:00:00', 'つながった'),
        { type: 'reopened', at: at('2025-08-01T09:00:00'), by: staff },
        closed('2026-08-01T09:00:00', 'はざま'),
        { type: 'noted', at: at('2026-08-02T09:00:00'), by: staff },
      ]),
    ]);
    expect(f).toMatchObject({ fresh: 0, carried: 2, people: 2, contacts: 0 });
    expect([countOf(f.byOutcome, 'つながった'), countOf(f.byOutcome, 'はざま')]).toEqual([1, 1]);
    expect(f.gaps).toEqual([{ need: '草むしり', gap: '受ける窓口がない', count: 1 }]);
  });

  it('stays what it is, whatever happens later', () => {
    const past = [opened('2026-12-01T09:00:00'), closed('2027-03-01T09:00:00', 'つながった')];
    const later: Fact[] = [
      { type: 'connected', at: at('2027-04-02T09:00:00'), by: 'resident', answer: 'まだ' },
      { type: 'reopened', at: at('2027-04-03T09:00:00'), by: staff },
      answered('2027-04-04T09:00:00'),
      closed('2027-05-01T09:00:00', 'はざま'),
    ];
    expect(figures([counted('a', [...past, ...later])])).toEqual(figures([counted('a', past)]));
  });

  it('counts the newest answer to つながりましたか, what was taken back and what was merged', () => {
    const end = closed('2026-06-02T09:00:00', 'つながった');
    const said = (answer: 'つながった' | 'まだ', day: string): Fact => ({
      type: 'connected',
      at: at(`2026-06-${day}T09:00:00`),
      by: 'resident',
      answer,
    });
    const f = figures([
      counted('a', [opened('2026-06-01T09:00:00'), end, said('まだ', '03'), said('つながった', '04')]),
      counted('b', [
        opened('2026-06-01T09:00:00'),
        { type: 'withdrawn', at: at('2026-06-01T10:00:00'), by: 'resident' },
      ]),
      counted('c', [
        opened('2026-06-01T09:00:00'),
        { type: 'merged', at: at('2026-06-01T10:00:00'), by: staff, into: 'x' },
      ]),
    ]);
    expect(f.connected.map((c) => c.count)).toEqual([1, 0, 0]);
    expect(f.byOutcome.filter((c) => c.count > 0).map((c) => c.name)).toEqual([
      'つながった',
      '本人が取りやめた',
      'ほかの相談とまとめた',
    ]);
    expect(f.firstAnswer).toEqual({ median: null, kept: 0, late: 0 });
  });
});

describe('what is published', () => {
  const many = (n: number, facts: Fact[], more: Partial<Counted> = {}): Counted[] =>
    Array.from({ length: n }, (_, i) => counted(`${n}-${i}-${facts.length}`, facts, more));
  const came = opened('2026-05-01T09:00:00');
  const rowsFor = (cases: Counted[]) =>
    new Map(publicRows(figures(cases)).map(([table, item, count]) => [`${table}/${item}`, count]));

  it('leaves out the reasons where the gaps themselves are few', () => {
    const rows = rowsFor([
      ...many(30, [came, closed('2026-06-01T09:00:00', 'つながった')]),
      ...many(2, [came, closed('2026-06-01T09:00:00', 'はざま')]),
    ]);
    expect(rows.get('終わった相談（結果ごと）/合計')).toBe('32');
    expect(rows.get('終わった相談（結果ごと）/はざま')).toBe('※');
    expect([...rows.keys()].filter((k) => k.startsWith('はざま（わけごと）'))).toEqual([
      'はざま（わけごと）/合計',
    ]);
    expect(rows.get('はざま（わけごと）/合計')).toBe('※');
  });

  it('leaves out everything of a year with four cases', () => {
    const rows = rowsFor(many(4, [came, answered('2026-05-01T10:00:00')]));
    const shown = [...rows].filter(([, count]) => count !== '※' && count !== '0');
    expect(shown).toEqual([]);
  });
});
