/** How long finding the windows of a need takes, with ten times today's windows: every need in turn, at every hour of a week. */
import type { Prepared } from '../../src/content/content.ts';
import { loadContent } from '../../src/content/load.ts';
import { route } from '../../src/windows/route.ts';
import { percentile } from './stats.mjs';

const { CONTENT, CITY, BUILT } = process.env as Record<string, string>;
const TIMES = 10;
const HOUR = 3_600_000;
const MEASURED = 60_000;
const START = Date.parse('2026-11-27T00:00:00+09:00');

const { prepared, faults } = loadContent(CONTENT!, CITY!, BUILT!);
if (!prepared) throw new Error(`the content has ${faults.length} faults`);

/** The same windows and needs nine times more under other names: a city ten times as large, not needs ten times as vague. */
function tenfold(one: Prepared): Prepared {
  const content = structuredClone(one.content);
  const copies = Array.from({ length: TIMES - 1 }, (_, i) => `-${i + 1}`);
  for (const w of Object.values(one.content.windows))
    for (const c of copies) content.windows[w.id + c] = { ...structuredClone(w), id: w.id + c };
  for (const [need, row] of Object.entries(one.content.routes))
    for (const c of copies) content.routes[need + c] = { ...row, windows: row.windows.map((w) => w + c) };
  return { ...one, content };
}

const ten = tenfold(prepared);
const needs = Object.keys(ten.content.routes);
const run = (n: number): number[] =>
  Array.from({ length: n }, (_, i) => {
    const start = performance.now();
    route(ten, needs[i % needs.length]!, START + (i % 168) * HOUR, []);
    return (performance.now() - start) * 1_000;
  });
run(MEASURED / 6);
const each = run(MEASURED);
process.send!({
  windows: Object.keys(ten.content.windows).length,
  p50: percentile(each, 0.5),
  p99: percentile(each, 0.99),
});
process.on('disconnect', () => process.exit(0));
