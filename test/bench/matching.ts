/** How long understanding one message takes: every `must` sentence of the content, again and again. */
import { loadContent } from '../../src/content/load.ts';
import { match } from '../../src/understand/match.ts';
import { mustSentences } from './sentences.mjs';
import { percentile } from './stats.mjs';

const { CONTENT, CITY, BUILT } = process.env as Record<string, string>;
const WARM_UP = 500;
const MEASURED = 3_000;

const { prepared, faults } = loadContent(CONTENT!, CITY!, BUILT!);
if (!prepared) throw new Error(`the content has ${faults.length} faults`);
const { understanding } = prepared;
const sentences: string[] = mustSentences(CONTENT);

/** Matches sentences in turn for `ms`; microseconds of each. */
function run(ms: number): number[] {
  const each: number[] = [];
  const start = performance.now();
  for (let at = start; at - start < ms; ) {
    match(understanding, sentences[each.length % sentences.length]!);
    const now = performance.now();
    each.push((now - at) * 1_000);
    at = now;
  }
  return each;
}

run(WARM_UP);
const each = run(MEASURED);
process.send!({
  sentences: sentences.length,
  rate: (each.length * 1_000) / MEASURED,
  p50: percentile(each, 0.5),
  p99: percentile(each, 0.99),
});
// Stays until the figures have been read.
process.on('disconnect', () => process.exit(0));
