/**
 * Which need does a sentence speak of? Komatta and six libraries, given the same examples and readings, on sentences
 * that none of them has seen. Says for each: right at the first place, right within three, right at the first place
 * for kana only, and microseconds a sentence.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { loadContent } from '../../src/content/load.ts';
import { readContent } from '../../src/content/read.ts';
import { readingOf } from '../../src/content/readings.ts';
import { belongsTo, parseSources } from '../../src/content/sources.ts';
import { match, type Understanding } from '../../src/understand/match.ts';
import {
  type DangerSentence,
  type NeedSentence,
  OUT_OF_SCOPE,
  scoreDanger,
  scoreNeeds,
} from '../understanding/score.ts';
import { type Contestant, type Knowledge, peers } from './peers/search.ts';
import { percentile } from './stats.mjs';

const { CONTENT, CITY, BUILT, SET } = process.env as Record<string, string>;

const { prepared, faults } = loadContent(CONTENT!, CITY!, BUILT!);
if (!prepared) throw new Error(`the content has ${faults.length} faults`);
const read = <T>(name: string): T[] => parse(readFileSync(path.join(SET!, `${name}.yaml`), 'utf8')) as T[];
const sentences = read<NeedSentence>('needs');
const inScope = sentences.filter(({ needs }) => needs[0] !== OUT_OF_SCOPE);
const isKana = (text: string): boolean => /[ぁ-んァ-ヶ]/.test(text) && !/\p{Script=Han}/u.test(text);

const komatta = (understanding: Understanding): Contestant => ({
  name: '困った',
  how: 'ルールと、例文から学んだ言い方',
  rank: (text) => match(understanding, text).candidates.map((c) => c.id),
});

/** What every contestant is told: for each need its title, menu words, examples, and how these are read. */
function knowledge(): Knowledge[] {
  const files = readContent(CONTENT!).filter((f) => belongsTo(CITY!, f.path));
  return parseSources(files, CITY!).intents.flatMap(({ value }) => {
    if (!value) return [];
    const texts = [value.title, value.menu, ...value.examples, ...value.must];
    return { need: value.id, texts: [...new Set([...texts, ...texts.map(readingOf)])] };
  });
}

const share = (part: number, all: number): number => (all === 0 ? 0 : part / all);

async function judge({ name, how, rank, every = 1 }: Contestant) {
  const each: number[] = [];
  const ranked: { s: NeedSentence; ids: string[] }[] = [];
  for (const s of inScope.filter((_, i) => i % every === 0)) {
    const start = performance.now();
    const ids = await rank(s.text);
    each.push((performance.now() - start) * 1_000);
    ranked.push({ s, ids: ids.slice(0, 3) });
  }
  const right = (rows: typeof ranked, within: number): number =>
    share(
      rows.filter(({ s, ids }) => ids.slice(0, within).some((id) => s.needs.includes(id))).length,
      rows.length,
    );
  return {
    name,
    how,
    first: right(ranked, 1),
    three: right(ranked, 3),
    kana: right(
      ranked.filter(({ s }) => isKana(s.text)),
      1,
    ),
    p50: percentile(each, 0.5),
    p99: percentile(each, 0.99),
  };
}

const contestants = [];
for (const contestant of [komatta(prepared.understanding), ...(await peers(knowledge()))]) {
  contestants.push(await judge(contestant));
  process.stderr.write(`${contestant.name}…\n`);
}
const u = prepared.understanding;
process.send!({
  sentences: inScope.length,
  contestants,
  needs: scoreNeeds(u, sentences, read<NeedSentence>('pairs')),
  danger: scoreDanger(u, read<DangerSentence>('danger'), read<DangerSentence>('harmless')),
});
// Stays until the figures have been read.
process.on('disconnect', () => process.exit(0));
