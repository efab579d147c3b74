import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { type FakeLine, startFakeLine } from '../rig/fake-line.ts';
import { send, textEvent } from '../rig/line-webhook.ts';
import { type Running, startProcess, until } from '../rig/process.ts';
import { SECRET, TOKEN } from '../rig/service.ts';

const KILLS = process.env.LONG ? 5_000 : 25;
/** Services that die side by side, each with its own files. */
const SIDE_BY_SIDE = process.env.LONG ? 4 : 1;
/**
 * A port for each, below those that the system hands out: a free one that is asked for anew at each start may meanwhile be a
 * neighbour's, and the event of one would be taken by the other.
 */
const FIRST_PORT = 20_000 + 8 * Math.floor(Math.random() * 1_000);

/**
 * The service dies (kill -9) at a random moment after 200: before the turn, after it, before, during or after
 * the reply. Each accepted event must have exactly one committed turn, and no reply may be shown twice.
 */
it.concurrent.each(Array.from({ length: SIDE_BY_SIDE }, (_, i) => i + 1))(
  `survives ${KILLS / SIDE_BY_SIDE} kills between 200 and reply (%i)`,
  async (lane) => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'komatta-kill-'));
    const line = await startFakeLine({ token: TOKEN });
    try {
      await dieAndRise(folder, line, KILLS / SIDE_BY_SIDE, FIRST_PORT + lane);
    } finally {
      await line.close();
      rmSync(folder, { recursive: true, force: true });
    }
  },
  2_400_000,
);

async function dieAndRise(folder: string, line: FakeLine, kills: number, port: number): Promise<void> {
  const start = (): Promise<Running> =>
    startProcess(folder, {
      PORT: String(port),
      LINE_CHANNEL_SECRET: SECRET,
      LINE_CHANNEL_ACCESS_TOKEN: TOKEN,
      LINE_API_BASE: line.url,
    });
  const events: string[] = [];
  for (let i = 0; i < kills; i++) {
    const service = await start();
    line.inject({ action: 'delay', ms: 30, match: '/reply', times: 1 });
    const event = textEvent({ user: `killed-${i}`, text: `お金がなくて家賃が払えません ${i}` });
    const answer = await send(`${service.url}/webhook`, SECRET, [event], { line });
    expect(answer.status).toBe(200);
    events.push(event.webhookEventId as string);
    await new Promise((next) => setTimeout(next, Math.random() * 60));
    await service.end('SIGKILL');
    line.clearInject();
  }
  const last = await start();
  const db = new Database(path.join(folder, 'komatta.db'), { readonly: true });
  await until(() => db.prepare(`SELECT count(*) FROM inbox`).pluck().get() === 0);
  await until(
    () => db.prepare(`SELECT count(*) FROM outbox WHERE state = 'pending'`).pluck().get() === 0,
    60_000,
  );
  const turns = db.prepare('SELECT event, count(*) AS n FROM turns GROUP BY event').all() as {
    event: string;
    n: number;
  }[];
  const outcomes = db.prepare('SELECT state, count(*) AS n FROM outbox GROUP BY state').all() as {
    state: string;
    n: number;
  }[];
  db.close();
  await last.end('SIGTERM');

  expect(turns.map((t) => t.event).sort()).toEqual([...events].sort());
  expect(turns.every((t) => t.n === 1)).toBe(true);
  const shown = line.delivered.filter((d) => d.kind === 'reply').map((d) => d.to);
  expect(new Set(shown).size).toBe(shown.length);
  expect(line.delivered.filter((d) => d.kind === 'push')).toEqual([]);
  // Whatever was not certainly delivered is listed as such, so no answer is lost in silence.
  const listed = Object.fromEntries(outcomes.map((o) => [o.state, o.n]));
  expect((listed.sent ?? 0) + (listed.uncertain ?? 0)).toBe(kills);
  expect(shown.length).toBeGreaterThanOrEqual(listed.sent ?? 0);
}
