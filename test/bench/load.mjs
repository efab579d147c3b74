/** The whole way of a message (webhook, turn, reply at LINE) at a steady load. */
import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { countIn, environment } from './compete.mjs';
import { SERVICE } from './contestants.mjs';
import { answerOf, freePort, kill, listening, spent, start } from './processes.mjs';
import { percentile } from './stats.mjs';

export const PACE = { rate: 200, seconds: 60 };
export const COUNT = PACE.rate * PACE.seconds;

const KEPT = `SELECT (SELECT count(*) FROM turns) AS turns, (SELECT count(*) FROM inbox) AS waiting,
  (SELECT count(*) FROM outbox WHERE state = 'sent') AS sent, (SELECT count(*) FROM outbox WHERE state <> 'sent') AS unsent`;

/** A minute of residents over a new database; then the service is killed and what it kept is counted. */
export async function underLoad({ folder, line, api, core }) {
  const place = path.join(folder, 'load');
  mkdirSync(place);
  const database = path.join(place, 'komatta.db');
  const port = await freePort();
  const server = start(SERVICE, { core, env: environment(database, port, api) });
  await listening(server, port);
  const before = spent(server);
  line.send({ pace: { port, rate: PACE.rate, count: COUNT } });
  const { sent, statuses, accepted, answered, missing } = await answerOf(line);
  const after = spent(server);
  // A reply at LINE is settled in the database a moment later.
  await new Promise((next) => setTimeout(next, 1_000));
  await kill(server);
  const kept = countIn(database, KEPT);
  rmSync(place, { recursive: true });
  check({ sent, statuses, missing, kept });
  return {
    ...PACE,
    sent,
    p50: percentile(answered, 0.5),
    p99: percentile(answered, 0.99),
    most: Math.max(...answered),
    accept99: percentile(accepted, 0.99),
    cpu: after.cpu === null ? null : (after.cpu - before.cpu) / (PACE.seconds * 10),
    rss: [before.rss, after.rss],
    errors: 0,
  };
}

/** Times of a service that errs or forgets are worth nothing. */
function check({ sent, statuses, missing, kept }) {
  const good = statuses[200] === sent && missing === 0 && kept.turns === sent && kept.sent === sent;
  if (good && kept.waiting === 0 && kept.unsent === 0) return;
  throw new Error(
    `負荷の計測で、${sent} 通に ${JSON.stringify(statuses)}、返信なし ${missing}、残り ${JSON.stringify(kept)} でした。`,
  );
}
