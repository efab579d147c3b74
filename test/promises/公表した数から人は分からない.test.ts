/** What is published keeps each small count to itself, also from a reader who knows the rule and tries every possibility. */
import { describe, expect, it } from 'vitest';
import { publishedCount, publishedTable, SMALL } from '../../src/figures/suppress.ts';

const tableOf = (counts: readonly number[]) =>
  publishedTable(counts.map((count, i) => ({ name: `項目${i}`, count })));

function* worlds(cells: number, total: number): Generator<number[]> {
  if (cells === 1) yield [total];
  else
    for (let first = 0; first <= total; first++)
      for (const rest of worlds(cells - 1, total - first)) yield [first, ...rest];
}

/** Every cell left out, with all the counts it might have had given what was published. */
function attack(cells: number, totals: number[]): { counts: number[]; cell: number; could: Set<number> }[] {
  const seen = new Map<string, number[][]>();
  for (const total of totals)
    for (const counts of worlds(cells, total)) {
      const key = JSON.stringify(tableOf(counts));
      seen.set(key, [...(seen.get(key) ?? []), counts]);
    }
  return [...seen.values()].flatMap((same) =>
    tableOf(same[0]!).cells.flatMap(({ count }, cell) =>
      count === null ? [{ counts: same[0]!, cell, could: new Set(same.map((w) => w[cell]!)) }] : [],
    ),
  );
}

const isSmall = (count: number): boolean => count > 0 && count < SMALL;
const upTo = (n: number): number[] => Array.from({ length: n + 1 }, (_, i) => i);

describe('a table for the public', () => {
  it.each([
    [2, 40],
    [3, 34],
    [4, 24],
    [5, 17],
  ])('of %i cells leaves no small count that can be worked out, for every way to fill it', (cells, max) => {
    const attacked = attack(cells, upTo(max));
    expect(attacked.length).toBeGreaterThan(50);
    const found = attacked.filter(({ counts, cell, could }) => {
      const count = counts[cell]!;
      return could.size === 1 && isSmall(count);
    });
    expect(found.slice(0, 5)).toEqual([]);
  });

  it('of many cells with nearly nothing in them gives nothing away either', () => {
    const seen = new Map<string, number[][]>();
    for (let n = 0; n < 9 ** 5; n++) {
      const counts = Array.from({ length: 5 }, (_, i) => Math.floor(n / 9 ** i) % 9);
      const key = JSON.stringify(tableOf(counts));
      seen.set(key, [...(seen.get(key) ?? []), counts]);
    }
    const pinned = [...seen.values()].filter((same) =>
      tableOf(same[0]!).cells.some(
        ({ count }, i) =>
          count === null && isSmall(same[0]![i]!) && new Set(same.map((w) => w[i]!)).size === 1,
      ),
    );
    expect(pinned).toEqual([]);
    expect(tableOf(Array<number>(12).fill(1)).cells.every((c) => c.count === null)).toBe(true);
  });

  it('shows what is large, and noughts', () => {
    expect(tableOf([12, 0, 30])).toMatchObject({
      total: 42,
      cells: [{ count: 12 }, { count: 0 }, { count: 30 }],
    });
  });

  it('leaves out a second cell where one alone would be the rest of the total', () => {
    expect(tableOf([3, 20, 50, 60]).cells.map((c) => c.count)).toEqual([null, null, 50, 60]);
    expect(tableOf([3, 20, 50, 0]).cells.map((c) => c.count)).toEqual([null, 20, 50, null]);
  });

  it('shows nothing at all of fewer than five', () => {
    expect(tableOf([1, 0, 3])).toMatchObject({
      total: null,
      cells: [{ count: null }, { count: null }, { count: null }],
    });
    expect([0, 1, 4, 5].map(publishedCount)).toEqual([0, null, null, 5]);
  });
});
