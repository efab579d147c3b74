/**
 * Small counts in what a city publishes. A count under five could be somebody; and where only one cell is left out, the
 * total gives it away. So further cells go with it, and none can be worked out, not even by a reader who knows this rule.
 */

/** Counts from one to four are not published. */
export const SMALL = 5;

/** null: left out. */
export type Published = number | null;

export interface Cell {
  name: string;
  count: number;
}

export interface PublishedTable {
  total: Published;
  cells: { name: string; count: Published }[];
}

/** One count alone. */
export const publishedCount = (count: number): Published => (isSmall(count) ? null : count);

const isSmall = (count: number): boolean => count > 0 && count < SMALL;

/** A table whose cells add up to its total, as it may be published. Pure. */
export function publishedTable(cells: readonly Cell[]): PublishedTable {
  const total = cells.reduce((sum, c) => sum + c.count, 0);
  if (isSmall(total)) return { total: null, cells: cells.map(({ name }) => ({ name, count: null })) };
  const hidden = hiddenOf(cells);
  return {
    total,
    cells: cells.map(({ name, count }, i) => ({ name, count: hidden.has(i) ? null : count })),
  };
}

/**
 * Where a cell is small, all below five go, noughts too; where those are all alike, the next larger go with them. The rule
 * looks at counts only, never at places: any cell left out could hold any of the counts left out, and these differ.
 */
function hiddenOf(cells: readonly Cell[]): Set<number> {
  const counts = cells.map((c) => c.count);
  if (!counts.some(isSmall)) return new Set();
  const below = counts.filter((c) => c < SMALL);
  const alike = new Set(below).size === 1;
  const next = Math.min(...counts.filter((c) => c >= SMALL));
  return new Set([...cells.keys()].filter((i) => counts[i]! < SMALL || (alike && counts[i] === next)));
}
