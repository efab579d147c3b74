/**
 * npm run bench [-- --json]: how fast Komatta takes webhooks, against peers measured in the same run.
 * Exit 0: measured (aims missed are only said) · 1: wrong answers, or an acknowledged event was not stored · 2: wrong use · 3: could not run.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import Database from 'better-sqlite3';
import { BENCH, bundle, makeFolder, ROOT } from './bundle.mjs';
import { CONTESTANTS, SERVICE } from './contestants.mjs';
import { readable, summarise } from './figures.mjs';
import { answerOf, freePort, kill, listening, residentMb, start, twoCores } from './processes.mjs';
import { mustSentences } from './sentences.mjs';
import { percentile } from './stats.mjs';

const ROUNDS = 3;
const LOAD = { connections: 64, warmUp: 2_000, measured: 4_000 };
/** Enough for 15,000 a second. */
const REQUESTS = 90_000;
const SECRET = 'bench-channel-secret';
const CONTENT = process.env.CONTENT_DIR || ROOT;
const CITY = process.env.CITY || 'hiratsuka';

const say = (line) => process.stderr.write(`${line}\n`);
const stopWith = (code, line) => {
  say(line);
  process.exit(code);
};

const { json } = readArguments();
if (!existsSync(SERVICE)) stopWith(3, 'dist/node.js がありません。npm run build をしてください。');
installPeers();
const folder = makeFolder();
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
const cores = twoCores();
try {
  const summary = await measure();
  process.stdout.write(`${json ? JSON.stringify(summary) : readable(summary)}\n`);
  process.exit(0);
} catch (e) {
  stopWith(1, `計測できませんでした：${e.message}`);
}

function readArguments() {
  try {
    return parseArgs({ options: { json: { type: 'boolean', default: false } } }).values;
  } catch {
    return stopWith(2, '使い方： npm run bench [-- --json]');
  }
}

/** The peers' packages are not the service's: they are fetched only by those who run this. */
function installPeers() {
  if (existsSync(path.join(BENCH, 'node_modules', 'express'))) return;
  say('くらべる相手（Express 5）を test/bench/node_modules に入れます。');
  execFileSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], {
    cwd: BENCH,
    stdio: ['ignore', 2, 2],
  });
}

async function measure() {
  const entries = CONTESTANTS.filter((c) => c.entry).map((c) => [c.id, c.entry]);
  await bundle(folder, { ...Object.fromEntries(entries), matching: 'matching.ts' });
  const matching = await understanding();
  const line = start(path.join(BENCH, 'line-side.mjs'), { core: cores?.line });
  line.send({ prepare: { count: REQUESTS, secret: SECRET, texts: mustSentences(CONTENT) } });
  const { api } = await answerOf(line);
  const rounds = [];
  for (let n = 0; n < ROUNDS; n++) rounds.push(await round(n, line, api));
  await kill(line);
  return summarise({ rounds, matching, machine: machine() });
}

/** Every contestant once, the other way round every second time: none always meets a warm or a tired machine. */
async function round(n, line, api) {
  const figures = {};
  for (const contestant of n % 2 ? CONTESTANTS.toReversed() : CONTESTANTS) {
    figures[contestant.id] = await compete(contestant, line, api, n);
    say(`${n + 1}/${ROUNDS} ${contestant.id} ${Math.round(figures[contestant.id].rate)}/秒`);
  }
  return figures;
}

/** One contestant over a new database, from its start to the count of what it kept. */
async function compete(contestant, line, api, n) {
  const place = path.join(folder, `${n}-${contestant.id}`);
  mkdirSync(place);
  const port = await freePort();
  const database = path.join(place, 'komatta.db');
  const server = start(contestant.service ? SERVICE : path.join(folder, `${contestant.id}.mjs`), {
    core: cores?.server,
    env: environment(database, port, api),
  });
  await listening(server, port);
  line.send({ load: { ...LOAD, port } });
  const { statuses, times, rate } = await answerOf(line);
  const rss = residentMb(server);
  await kill(server);
  const { stored, ...rates } = countIn(database, contestant.count);
  rmSync(place, { recursive: true });
  check(contestant, statuses, stored);
  return { rate, p50: percentile(times, 0.5), p99: percentile(times, 0.99), rss, ...rates };
}

/** Settings of all contestants alike; those of the machine's own service must not leak in. */
function environment(database, port, api) {
  return {
    NODE_ENV: 'production',
    PORT: String(port),
    PUBLIC_URL: `http://localhost:${port}`,
    DATABASE: database,
    LOG_CHECKPOINTS: '',
    KOMATTA_KEY: '',
    KOMATTA_CLOCK: '',
    CITY,
    LINE_CHANNEL_SECRET: SECRET,
    LINE_CHANNEL_ACCESS_TOKEN: 'bench-token',
    LINE_API_BASE: api,
  };
}

function countIn(database, query) {
  const db = new Database(database);
  try {
    return db.prepare(query).get();
  } finally {
    db.close();
  }
}

/** A figure of a server that errs or forgets is worth nothing. */
function check({ id, name }, { 200: acknowledged = 0, ...others }, stored) {
  if (acknowledged === 0 || Object.keys(others).length > 0)
    throw new Error(
      `${id} ${name} が 200 でない答えを返しました（${JSON.stringify(others)}。0 は答えなし）。`,
    );
  if (acknowledged !== stored)
    throw new Error(`${id} ${name} は ${acknowledged} 通に 200 を返し、${stored} 通を残していました。`);
}

async function understanding() {
  const child = start(path.join(folder, 'matching.mjs'), {
    core: cores?.server,
    env: { CONTENT, CITY, BUILT: path.join(ROOT, 'dist', 'content') },
  });
  const figures = await answerOf(child);
  await kill(child);
  return figures;
}

function machine() {
  const apart = cores
    ? `サーバーはコア${cores.server}、送り手はコア${cores.line}`
    : 'コアを分けられないので（taskset がないか、コアが1つ）、送り手と場所を取り合っています';
  return `Node ${process.versions.node}・${os.cpus()[0]?.model ?? '?'}・${apart}`;
}
