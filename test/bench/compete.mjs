/** One contestant's run: started, loaded, killed, and its database counted. */
import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { SERVICE } from './contestants.mjs';
import { answerOf, freePort, kill, listening, spent, start } from './processes.mjs';
import { percentile } from './stats.mjs';

export const SECRET = 'bench-channel-secret';
export const CITY = process.env.CITY || 'hiratsuka';
const LOAD = { connections: 64, warmUp: 2_000, measured: 4_000 };

/** One contestant over a new database, from its start to the count of what it kept. */
export async function compete(contestant, { place, line, api, core }) {
  mkdirSync(place);
  const port = await freePort();
  const database = path.join(place, 'komatta.db');
  const server = start(contestant.service ? SERVICE : path.join(place, '..', `${contestant.id}.mjs`), {
    core,
    env: environment(database, port, api),
  });
  await listening(server, port);
  const before = spent(server);
  line.send({ load: { ...LOAD, port } });
  const { statuses, times, rate } = await answerOf(line);
  const after = spent(server);
  await kill(server);
  const { stored, ...rates } = countIn(database, contestant.count);
  rmSync(place, { recursive: true });
  check(contestant, statuses, stored);
  if (Object.values(rates).includes(null)) throw new Error(`${contestant.id} は会話か返信をしていません。`);
  return {
    rate,
    p50: percentile(times, 0.5),
    p99: percentile(times, 0.99),
    // Microseconds of the processor for one webhook: steadier than the rate when others use the machine.
    cpu: after.cpu === null ? null : ((after.cpu - before.cpu) * 1_000) / stored,
    rss: after.rss,
    ...rates,
  };
}

/** Settings of all contestants alike; those of the machine's own service must not leak in. */
export function environment(database, port, api) {
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

/** One row of a database that nobody serves any more. */
export function countIn(database, query) {
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
