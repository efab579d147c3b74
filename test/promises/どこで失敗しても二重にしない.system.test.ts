/**
 * Every kind of webhook, on a day when everything goes wrong: before acceptance (the connection breaks, the store
 * fails, the process dies) and after it (LINE fails, hangs up, babbles, with the message shown or not). LINE sends
 * again whatever it got no 2xx for. In the end nothing is lost, nothing doubled, and what is not known is listed.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type FakeLine, startFakeLine } from '../rig/fake-line.ts';
import type { Fault } from '../rig/fake-line-faults.ts';
import { again, LINE_KINDS, type Webhook, webhooksOf } from '../rig/line-kinds.ts';
import { type LineEvent, post } from '../rig/line-webhook.ts';
import { freePort, type Running, startProcess, until } from '../rig/process.ts';
import { SECRET, TOKEN } from '../rig/service.ts';

const ROUNDS = process.env.LONG ? 10 : 2;

/** Before acceptance. */
const BEFORE = ['none', 'cut', 'full', 'dead'] as const;
type Before = (typeof BEFORE)[number];

/** After acceptance: what meets the first call to LINE. */
const AFTER: (Fault | null)[] = [
  null,
  { action: 'status', status: 500 },
  { action: 'reset', afterProcessing: true },
  { action: 'status', status: 429 },
  { action: 'status', status: 500, afterProcessing: true },
  { action: 'reset' },
  { action: 'garbage' },
  { action: 'status', status: 401 },
  { action: 'status', status: 409 },
  { action: 'delay', ms: 300 },
];

let folder: string;
let line: FakeLine;
let port: number;
let service: Running;

beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'komatta-faults-'));
  line = await startFakeLine({
    token: TOKEN,
    ...(process.env.LINE_LOG ? { log: process.env.LINE_LOG } : {}),
  });
  port = await freePort();
  service = await start();
});
afterAll(async () => {
  await service.end('SIGTERM');
  await line.close();
  rmSync(folder, { recursive: true, force: true });
});

const start = (): Promise<Running> =>
  startProcess(folder, {
    PORT: String(port),
    LINE_CHANNEL_SECRET: SECRET,
    LINE_CHANNEL_ACCESS_TOKEN: TOKEN,
    LINE_API_BASE: line.url,
  });

const database = (options: Database.Options = {}): Database.Database =>
  new Database(path.join(folder, 'komatta.db'), options);

/** Does something with the service's database, beside it. */
function beside<T>(work: (db: Database.Database) => T): T {
  const db = database();
  try {
    return work(db);
  } finally {
    db.close();
  }
}

const count = (query: string): number => beside((db) => db.prepare(query).pluck().get() as number);

/** Sends half of a webhook and breaks off. */
async function cut({ raw, signature }: Webhook): Promise<void> {
  const bytes = Buffer.from(raw);
  const socket = connect(port, '127.0.0.1');
  await new Promise((ready) => socket.once('connect', ready));
  const head = `POST /webhook HTTP/1.1\r\nhost: localhost:${port}\r\ncontent-type: application/json\r\n`;
  socket.write(`${head}x-line-signature: ${signature}\r\ncontent-length: ${bytes.length}\r\n\r\n`);
  socket.write(bytes.subarray(0, bytes.length / 2));
  await new Promise((next) => setTimeout(next, 20));
  socket.resetAndDestroy();
}

/** Meets a webhook with a fault, so that LINE gets no 2xx; returns the status, 0 for none. */
async function meet(webhook: Webhook, before: Before): Promise<number> {
  if (before === 'cut') {
    await cut(webhook);
    return 0;
  }
  if (before === 'dead') {
    await service.end('SIGKILL');
    const { status } = await post(`${service.url}/webhook`, webhook.raw, webhook.signature);
    service = await start();
    return status;
  }
  const refusing = `CREATE TRIGGER refusing BEFORE INSERT ON inbox BEGIN SELECT RAISE(ROLLBACK, 'full'); END`;
  beside((db) => db.exec(refusing));
  const { status } = await post(`${service.url}/webhook`, webhook.raw, webhook.signature);
  beside((db) => db.exec('DROP TRIGGER refusing'));
  return status;
}

/** Sends a webhook as LINE does: again, marked as such, until a 2xx comes. */
async function send(webhook: Webhook, before: Before): Promise<number> {
  line.register(webhook.expected === 'refuse' ? [] : webhook.events);
  const met = before === 'none' ? 0 : await meet(webhook, before);
  if (met >= 200 && met < 500) return met;
  const second = before === 'none' ? webhook : again(webhook, SECRET);
  return (await post(`${service.url}/webhook`, second.raw, second.signature)).status;
}

/** Whether an event is to be answered to or acted on: a person's own, while the talk is ours. */
const isOurs = ({ type, source, mode }: LineEvent): boolean =>
  ['message', 'postback', 'follow', 'unsend'].includes(type) &&
  source?.type === 'user' &&
  source.userId !== undefined &&
  mode === 'active';

it(`loses and doubles nothing of ${LINE_KINDS.length} kinds of webhooks, faults before and after acceptance, ${ROUNDS} times`, async () => {
  expect(LINE_KINDS.length).toBe(51);
  const wrong: string[] = [];
  const expected = new Set<string>();
  const answers = new Map<string, number>();
  for (let i = 0; i < LINE_KINDS.length * ROUNDS; i++) {
    const kind = LINE_KINDS[i % LINE_KINDS.length]!;
    const before = BEFORE[(i + Math.floor(i / LINE_KINDS.length)) % BEFORE.length]!;
    const after = AFTER[(i * 3 + Math.floor(i / LINE_KINDS.length)) % AFTER.length];
    line.clearInject();
    if (after) line.inject({ ...after, match: '/message/' });
    for (const webhook of webhooksOf(kind, `${kind}-${i}`, SECRET)) {
      const status = await send(webhook, before);
      const accepted = status >= 200 && status < 300;
      const good = {
        accept: accepted,
        refuse: status >= 400 && status < 500,
        any: status < 500 && status > 0,
      };
      if (!good[webhook.expected]) wrong.push(`${kind} (${before}): ${status}`);
      for (const event of accepted ? webhook.events.filter(isOurs) : []) {
        if (expected.has(event.webhookEventId)) continue;
        expected.add(event.webhookEventId);
        const to = event.source!.userId!;
        if (event.replyToken) answers.set(to, (answers.get(to) ?? 0) + 1);
      }
    }
    await until(() => count(`SELECT count(*) FROM inbox`) === 0);
    await until(
      () => count(`SELECT count(*) FROM outbox WHERE tries = 0 AND state = 'pending'`) === 0,
      30_000,
    );
  }
  line.clearInject();
  await until(() => count(`SELECT count(*) FROM outbox WHERE state = 'pending'`) === 0, 90_000);

  expect(wrong).toEqual([]);
  const turns = beside((db) => db.prepare('SELECT event FROM turns').pluck().all() as string[]);
  expect(turns.sort()).toEqual([...expected].sort());
  // Each answer was shown once, whatever LINE said of it; and no other was.
  const shown = new Map<string, number>();
  for (const d of line.delivered.filter((d) => d.to.startsWith('U')))
    shown.set(d.to, (shown.get(d.to) ?? 0) + 1);
  expect(shown).toEqual(answers);
  expect(line.delivered.filter((d) => d.kind === 'push')).toEqual([]);
  // Of each answer it is written down whether LINE has it for certain.
  const states = beside(
    (db) =>
      db.prepare('SELECT state, count(*) AS n FROM outbox GROUP BY state').all() as {
        state: string;
        n: number;
      }[],
  );
  const listed = Object.fromEntries(states.map(({ state, n }) => [state, n]));
  expect(Object.keys(listed).sort()).toEqual(['sent', 'uncertain']);
  expect((listed.sent ?? 0) + (listed.uncertain ?? 0)).toBe([...answers.values()].reduce((a, b) => a + b, 0));
}, 600_000);
