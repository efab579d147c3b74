/**
 * npm run bench [-- --json] [--only PART]… [--set dev|frozen]: how fast Komatta takes webhooks, against peers measured in the same run
 * (webhooks), understands (match, scale; how well beside other libraries: accuracy), finds windows (route), verifies a log (log), answers under a steady load (load) and after a million turns (age).
 * Exit 0: measured (aims missed are only said) · 1: wrong answers, or an acknowledged event was not stored · 2: wrong use · 3: could not run.
 */
import { execFileSync } from 'node:child_process';
import { appendFileSync, existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import * as age from './age.mjs';
import { BENCH, bundle, makeFolder, ROOT } from './bundle.mjs';
import { CITY, compete, SECRET } from './compete.mjs';
import { CONTESTANTS, SERVICE } from './contestants.mjs';
import { readable, summarise } from './figures.mjs';
import * as load from './load.mjs';
import { answerOf, kill, start, twoCores } from './processes.mjs';
import { mustSentences } from './sentences.mjs';

const ROUNDS = 3;
/** Enough for 20,000 a second. Each round sends the same ones again, to a database that does not know them. */
const REQUESTS = 120_000;
const PARTS = ['match', 'scale', 'route', 'log', 'accuracy', 'webhooks', 'load', 'age'];
/** The sentences that are measured with: of both, only `frozen` was never looked at. */
const SETS = ['dev', 'frozen'];
const CONTENT = process.env.CONTENT_DIR || ROOT;
const UNDERSTANDING = path.join(ROOT, 'test', 'understanding');

const say = (line) => process.stderr.write(`${line}\n`);
const stopWith = (code, line) => {
  say(line);
  process.exit(code);
};

const { json, only, set } = readArguments();
const wanted = (part) => only.length === 0 || only.includes(part);
if (!existsSync(SERVICE)) stopWith(3, 'dist/node.js がありません。npm run build をしてください。');
if (isOlder(SERVICE, path.join(ROOT, 'src')))
  say('src は dist/node.js より新しいです。A2 は前の npm run build のままの速さです。');
if (wanted('webhooks') || wanted('accuracy')) installPeers();
const folder = makeFolder();
process.on('exit', () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));
const cores = twoCores();
try {
  const summary = await measure();
  process.stdout.write(`${json ? JSON.stringify(summary, rounded) : readable(summary)}\n`);
  process.exit(0);
} catch (e) {
  stopWith(1, `計測できませんでした：${e.message}`);
}

function rounded(_key, value) {
  return typeof value === 'number' ? Math.round(value * 1_000) / 1_000 : value;
}

function readArguments() {
  try {
    const options = {
      json: { type: 'boolean', default: false },
      only: { type: 'string', multiple: true, default: [] },
      set: { type: 'string', default: 'dev' },
    };
    const { values } = parseArgs({ options });
    if (values.only.every((part) => PARTS.includes(part)) && SETS.includes(values.set)) return values;
  } catch {}
  return stopWith(
    2,
    `使い方： npm run bench [-- --json] [--only ${PARTS.join('|')}] [--set ${SETS.join('|')}]`,
  );
}

/** Whether a file is older than something in a folder. */
function isOlder(file, folder) {
  const { mtimeMs } = statSync(file);
  return readdirSync(folder, { recursive: true }).some(
    (f) => statSync(path.join(folder, f)).mtimeMs > mtimeMs,
  );
}

/** The peers' packages are not the service's: they are fetched only by those who run this. */
function installPeers() {
  if (['express', 'lunr'].every((name) => existsSync(path.join(BENCH, 'node_modules', name)))) return;
  say('くらべる相手（Express 5 と、検索・言語のライブラリ）を test/bench/node_modules に入れます。');
  execFileSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], {
    cwd: BENCH,
    stdio: ['ignore', 2, 2],
  });
}

async function measure() {
  const entries = CONTESTANTS.filter((c) => c.entry).map((c) => [c.id, c.entry]);
  await bundle(folder, {
    matching: 'matching.ts',
    scale: 'scale.ts',
    cold: 'cold.ts',
    routing: 'routing.ts',
    logging: 'logging.ts',
    'old-turns': 'old-turns.ts',
    ...(wanted('accuracy') ? { accuracy: 'accuracy.ts' } : {}),
    ...(wanted('webhooks') ? Object.fromEntries(entries) : {}),
  });
  const matching = wanted('match') ? await understanding('matching') : null;
  const scale = wanted('scale') ? await said('scale', understanding('scale')) : null;
  const routing = wanted('route') ? await understanding('routing') : null;
  const logged = wanted('log') ? await said('log', understanding('logging')) : null;
  const accuracy = wanted('accuracy') ? { set, ...(await understanding('accuracy')) } : null;
  if (accuracy && set === 'frozen') record(accuracy);
  const line = start(path.join(BENCH, 'line-side.mjs'), { core: cores?.line });
  const count = Math.max(wanted('webhooks') ? REQUESTS : 0, load.COUNT + age.COUNT);
  line.send({ prepare: { count, secret: SECRET, sentences: mustSentences(CONTENT) } });
  const { api } = await answerOf(line);
  const place = { folder, line, api, core: cores?.server };
  const rounds = wanted('webhooks') ? await allRounds(line, api) : null;
  const loaded = wanted('load') ? await said('load', load.underLoad(place)) : null;
  const aged = wanted('age') ? await said('age', age.withAge(place)) : null;
  await kill(line);
  return summarise({ rounds, matching, scale, routing, logged, accuracy, loaded, aged, machine: machine() });
}

async function said(part, work) {
  say(`${part}…`);
  return work;
}

async function allRounds(line, api) {
  const rounds = [];
  for (let n = 0; n < ROUNDS; n++) rounds.push(await round(n, line, api));
  return rounds;
}

/** Every contestant once, the other way round every second time: none always meets a warm or a tired machine. */
async function round(n, line, api) {
  const figures = {};
  for (const contestant of n % 2 ? CONTESTANTS.toReversed() : CONTESTANTS) {
    figures[contestant.id] = await compete(contestant, {
      place: path.join(folder, `${n}-${contestant.id}`),
      line,
      api,
      core: cores?.server,
    });
    say(`${n + 1}/${ROUNDS} ${contestant.id} ${Math.round(figures[contestant.id].rate)}/秒`);
  }
  return figures;
}

async function understanding(entry) {
  const child = start(path.join(folder, `${entry}.mjs`), {
    core: cores?.server,
    env: { CONTENT, CITY, BUILT: path.join(ROOT, 'dist', 'content'), SET: path.join(UNDERSTANDING, set) },
  });
  const figures = await answerOf(child);
  await kill(child);
  return figures;
}

/** A set that is looked at each time is soon fitted to: every scoring of the frozen one stays on record. */
function record({ needs, danger, contestants }) {
  const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], {
    cwd: ROOT,
    encoding: 'utf8',
  }).trim();
  const first = Object.fromEntries(contestants.map((c) => [`${c.name}（${c.how}）`, c.first]));
  const line = JSON.stringify({ at: new Date().toISOString(), commit, needs, danger, first }, rounded);
  appendFileSync(path.join(UNDERSTANDING, 'frozen', 'scorings.jsonl'), `${line}\n`);
}

function machine() {
  const apart = cores
    ? `サーバーはコア${cores.server}、送り手はコア${cores.line}`
    : 'コアを分けられないので（taskset がないか、コアが1つ）、送り手と場所を取り合っています';
  return `Node ${process.versions.node}・${os.cpus()[0]?.model ?? '?'}・${apart}`;
}
