/** What a turn costs after a thousand turns and after a million, measured in alternation. */
import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { environment } from './compete.mjs';
import { SERVICE } from './contestants.mjs';
import { answerOf, freePort, kill, listening, spent, start } from './processes.mjs';
import { median, percentile } from './stats.mjs';

const YOUNG = 1_000;
const OLD = 1_000_000;
const KEY = Buffer.alloc(32, 'komatta bench ').toString('base64');
/** Every resident of the bench has written once, so that talks and keys exist. */
const WARM_UP = 1_200;
const BLOCK = 250;
const BLOCKS = 8;
export const COUNT = 2 * (WARM_UP + BLOCK * BLOCKS);

/** Both databases served side by side; one is asked while the other rests. */
export async function withAge({ folder, line, api, core }) {
  const young = await begin({ folder, api, core, turns: YOUNG });
  const old = await begin({ folder, api, core, turns: OLD });
  for (const service of [young, old]) await ask(line, service, WARM_UP);
  for (let n = 0; n < BLOCKS; n++)
    for (const service of n % 2 ? [old, young] : [young, old]) await measure(line, service);
  const figures = { young: await end(young), old: await end(old) };
  const ratio = figures.old.p50 / figures.young.p50;
  return { ...figures, ratio, ratioCpu: figures.old.cpu / figures.young.cpu };
}

async function begin({ folder, api, core, turns }) {
  const place = path.join(folder, `age-${turns}`);
  mkdirSync(place);
  const port = await freePort();
  const env = { ...environment(path.join(place, 'komatta.db'), port, api), KOMATTA_KEY: KEY };
  const maker = start(path.join(folder, 'old-turns.mjs'), { core, env: { ...env, TURNS: String(turns) } });
  const { swept } = await answerOf(maker);
  await kill(maker);
  const server = start(SERVICE, { core, env });
  await listening(server, port);
  return { turns, place, port, server, swept, times: [], cpu: 0 };
}

async function ask(line, { port, turns }, count) {
  line.send({ turns: { port, count } });
  const { sent, statuses, answered, missing } = await answerOf(line);
  if (statuses[200] === sent && missing === 0) return answered;
  throw new Error(
    `${turns} 回のあとで、${sent} 通に ${JSON.stringify(statuses)}、返信なし ${missing} でした。`,
  );
}

async function measure(line, service) {
  const before = spent(service.server).cpu;
  service.times.push(...(await ask(line, service, BLOCK)));
  service.cpu += spent(service.server).cpu - before;
}

async function end({ turns, place, server, swept, times, cpu }) {
  await kill(server);
  rmSync(place, { recursive: true });
  return {
    turns,
    p50: median(times),
    p99: percentile(times, 0.99),
    cpu: (cpu * 1_000) / times.length,
    sweep: swept,
  };
}
