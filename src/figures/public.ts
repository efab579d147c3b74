/** 公表用: the figures of a whole year as rows of a table, with no count in them that could be worked out to be small. Pure. */
import { GAPS } from '../case/case.ts';
import type { Figures } from './count.ts';
import { type Cell, type Published, publishedCount, publishedTable } from './suppress.ts';

/** What stands where a count is left out. */
export const LEFT_OUT = '※';
export const NOTE = `${LEFT_OUT}は、5未満の数と、それが分かってしまう数です。`;

const HOUR = 3_600_000;

/** Table, item, count. */
export type Row = [table: string, item: string, count: string];

export function publicRows(figures: Figures): Row[] {
  const { firstAnswer } = figures;
  const kept = [
    { name: '約束のうちに返事をした', count: firstAnswer.kept },
    { name: '約束におくれた', count: firstAnswer.late },
  ];
  return [
    ['相談', '継続（前の年度から）', shown(publishedCount(figures.carried))],
    ['相談', '実人数', shown(publishedCount(figures.people))],
    ['相談', '延べ（返事と、話せた電話）', shown(publishedCount(figures.contacts))],
    ...rowsOf('新規（月ごと）', figures.byMonth),
    ...rowsOf('新規（分野ごと）', figures.byField),
    ...rowsOf('新規（経路ごと）', figures.byDoor),
    ...rowsOf('はじめの返事', kept),
    ...medianRows(figures),
    ...rowsOf('終わった相談（結果ごと）', figures.byOutcome),
    ...gapRows(figures),
    ...rowsOf('つながりましたか（答えた人）', figures.connected),
  ];
}

const shown = (count: Published): string => (count === null ? LEFT_OUT : String(count));

function rowsOf(name: string, cells: readonly Cell[]): Row[] {
  const table = publishedTable(cells);
  return [[name, '合計', shown(table.total)], ...table.cells.map((c): Row => [name, c.name, shown(c.count)])];
}

/** Of fewer than five answers a median could be one person's. */
function medianRows({ firstAnswer: { median, kept, late } }: Figures): Row[] {
  const known = median !== null && publishedCount(kept + late) !== null;
  return [['はじめの返事', 'かかった時間（中央値）', known ? `${Math.round(median / HOUR)}時間` : LEFT_OUT]];
}

/** はざま is one of the outcomes: its reasons add up to a count that must itself be published. */
function gapRows({ gaps, byOutcome }: Figures): Row[] {
  const cells = GAPS.map((gap) => ({
    name: gap,
    count: gaps.filter((g) => g.gap === gap).reduce((sum, g) => sum + g.count, 0),
  }));
  const whole = publishedTable(byOutcome).cells.find((c) => c.name === 'はざま')?.count ?? null;
  if (whole !== null) return rowsOf('はざま（わけごと）', cells);
  return [['はざま（わけごと）', '合計', LEFT_OUT]];
}
