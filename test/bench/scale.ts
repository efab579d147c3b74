/**
 * What understanding costs where it costs most: letters of 5,000 characters, adversarial ones too; ten times the rules; a
 * start; and compiling all cities from nothing.
 */
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { compileLexicon } from '../../src/content/lexicon.ts';
import { loadContent } from '../../src/content/load.ts';
import { readContent } from '../../src/content/read.ts';
import { belongsTo, parseSources, type Sources } from '../../src/content/sources.ts';
import { match, type Understanding, understandingOf } from '../../src/understand/match.ts';
import { listener } from '../../src/understand/rule.ts';
import { mustSentences } from './sentences.mjs';
import { median } from './stats.mjs';

const { CONTENT, CITY, BUILT } = process.env as Record<string, string>;
const LETTERS = 5_000;
const TIMES = 10;

const load = () => loadContent(CONTENT!, CITY!, BUILT!);
const { prepared, faults } = load();
if (!prepared) throw new Error(`the content has ${faults.length} faults`);
const { content, understanding } = prepared;
const sentences: string[] = mustSentences(CONTENT);

const ms = (work: () => unknown): number => {
  const start = performance.now();
  work();
  return performance.now() - start;
};
const often = (n: number, work: () => unknown): number => median(Array.from({ length: n }, () => ms(work)));

/** Letters as long as LINE lets them be: real ones, one without an end, and what breaks bad patterns. */
const LONG: Record<string, string> = {
  手紙: sentences.join('。'),
  句点のない手紙: sentences.join(''),
  一字のくり返し: '死'.repeat(LETTERS),
  言葉のくり返し: '父が母をなぐる'.repeat(LETTERS),
  かなのくり返し: 'しにたい'.repeat(LETTERS),
  一字ごとの行: '死\n'.repeat(LETTERS),
  記号の山: '（｛「…＋！？'.repeat(LETTERS),
};
// As in a service that has been at work for a while.
for (let i = 0; i < 3; i++) for (const s of sentences) match(understanding, s);
const long = Object.fromEntries(
  Object.entries(LONG).map(([name, text]) => {
    const letter = text.slice(0, LETTERS);
    return [name, often(9, () => match(understanding, letter))];
  }),
);

/** Nine further copies of every rule, in other letters: as many words again, of which a message holds none. */
function tenfold(): Understanding {
  const files = readContent(CONTENT!).filter((f) => belongsTo(CITY!, f.path));
  const sources = parseSources(files, CITY!);
  const copies = Array.from({ length: TIMES - 1 }, (_, i) => inOtherLetters(sources, i + 1));
  const all: Sources = {
    ...sources,
    intents: [sources, ...copies].flatMap((s) => s.intents),
    dangers: [sources, ...copies].flatMap((s) => s.dangers),
  };
  const { lexicon } = compileLexicon(all);
  return understandingOf(listener(lexicon), content.models, Object.values(content.intents));
}

const shifted = (line: string, by: number): string =>
  line.replace(/\{[^}]*\}|[\u3041-\u3096\u4e00-\u9fff]/g, (c) =>
    c.startsWith('{') ? c : String.fromCharCode(c.charCodeAt(0) + 0x2000 * (c < '\u4e00' ? 3 : -1) + by),
  );

function inOtherLetters(sources: Sources, by: number): Sources {
  const lines = <T>(value: T): T =>
    (Array.isArray(value) ? value.map((v) => (typeof v === 'string' ? shifted(v, by) : v)) : value) as T;
  const each = <T extends object>(value: T): T =>
    Object.fromEntries(Object.entries(value).map(([k, v]) => [k, lines(v)])) as T;
  return {
    ...sources,
    intents: sources.intents.map((f) => ({
      ...f,
      value: f.value && { ...f.value, id: `${f.value.id}_${by}`, topics: [], rules: each(f.value.rules) },
    })),
    dangers: sources.dangers.map((f) => ({
      ...f,
      value: f.value && {
        ...f.value,
        phrases: each(f.value.phrases),
        mask: lines(f.value.mask),
        calm: lines(f.value.calm),
        helper: lines(f.value.helper),
      },
    })),
  };
}

const ten = tenfold();
const all = (u: Understanding) => () => {
  for (const s of sentences) match(u, s);
};
all(understanding)();
all(ten)();
// In turns: both meet the same machine.
const rounds = Array.from({ length: 7 }, () => ({ one: ms(all(understanding)), ten: ms(all(ten)) }));

const CITIES = 'hiratsuka,odawara,tsurugashima,joso';

/** In a process of its own that remembers nothing. */
function coldCompile(): number {
  const cold = path.join(path.dirname(process.argv[1]!), 'cold.mjs');
  return ms(() => {
    const ran = spawnSync(process.execPath, [cold], { encoding: 'utf8', env: { ...process.env, CITIES } });
    if (ran.status !== 0) throw new Error(ran.stderr);
  });
}

process.send!({
  long,
  longest: Math.max(...Object.values(long)),
  tenfold: median(rounds.map((r) => r.ten / r.one)),
  load: often(7, load),
  compile: coldCompile() / 1_000,
});
process.on('disconnect', () => process.exit(0));
