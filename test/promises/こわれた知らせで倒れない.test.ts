/**
 * Bodies that LINE would never send, signed and unsigned: bytes, broken JSON, depths, two megabytes, `__proto__`, lone
 * surrogates, events without what an event has. None is answered but with 4xx or, where it is JSON of LINE's shape without an
 * event of ours, 200; and none leaves a row.
 */
import { createHmac, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { accept } from '../../src/run/accept.ts';
import { SECRET, startService, type TestService } from '../rig/service.ts';

const BODIES = process.env.LONG ? 1_000_000 : 10_000;
/** As LINE signs the raw bytes. */
const sign = (raw: Buffer, secret: string): string =>
  createHmac('sha256', secret).update(raw).digest('base64');
let service: TestService;

beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.close());

/** A random number below n, of our own so that a failure can be played again. */
let seed = 20261124;
const below = (n: number): number => {
  seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
  return seed % n;
};
const oneOf = <T>(all: readonly T[]): T => all[below(all.length)]!;

const ODD = [
  null,
  true,
  -1,
  1e308,
  '',
  'U0123',
  '\ud800',
  '\udfff\ud800',
  '\u0000',
  [],
  {},
  [[[]]],
  'あ'.repeat(300),
  '../../etc',
  "'; DROP TABLE inbox; --",
];
const KEYS = [
  'type',
  'mode',
  'timestamp',
  'webhookEventId',
  'replyToken',
  'source',
  'message',
  'postback',
  'unsend',
  '__proto__',
  'constructor',
  'toString',
];

/** Something with the keys of an event, of which at least the id is none. */
function notAnEvent(depth = 0): unknown {
  if (depth > 3 || below(4) === 0) return oneOf(ODD);
  const pairs = Array.from({ length: below(8) }, () => [
    oneOf(KEYS),
    below(3) === 0 ? notAnEvent(depth + 1) : oneOf(ODD),
  ]);
  const made = Object.fromEntries(pairs) as Record<string, unknown>;
  return { ...made, webhookEventId: oneOf([null, 5, '', 'x y', '..', 'あ', '\ud800', {}, 'a'.repeat(65)]) };
}

const deep = (n: number, open: string, shut: string): string => open.repeat(n) + shut.repeat(n);

/** A body, and whether it is JSON of LINE's shape. */
function body(): Buffer {
  switch (below(12)) {
    case 0:
      return randomBytes(below(400));
    case 1:
      return Buffer.from(deep(1 + below(5_000), '[', ']'));
    case 2:
      return Buffer.from(deep(1 + below(2_000), '{"events":', '}'));
    case 3:
      return Buffer.from(`{"destination":"U","events":[${JSON.stringify(notAnEvent())}`);
    case 4:
      return Buffer.from(JSON.stringify(oneOf(ODD)));
    case 5:
      return Buffer.from('{"__proto__":{"destination":"U","events":[]}}');
    case 6:
      return Buffer.from([0xef, 0xbb, 0xbf, ...Buffer.from('{"destination":"U","events":')]);
    case 7:
      return Buffer.from('{"destination":"U","events":"\\ud800"}');
    case 8:
      return Buffer.concat([
        Buffer.from('{"destination":"U","events":[]'),
        Buffer.from([0xff, 0xfe]),
        Buffer.from('}'),
      ]);
    case 9:
      return Buffer.from(
        JSON.stringify({ destination: 'U', events: Array.from({ length: 1_001 }, () => ({})) }),
      );
    default:
      return Buffer.from(
        JSON.stringify({ destination: 'U', events: Array.from({ length: below(6) }, () => notAnEvent()) }),
      );
  }
}

it(`${BODIES} malformed bodies crash nothing, are answered by 4xx or ignored, and leave no row`, async () => {
  const answers = new Map<number, number>();
  for (let i = 0; i < BODIES; i++) {
    const raw = body();
    const signed = below(4) !== 0;
    const signature = signed
      ? sign(raw, SECRET)
      : oneOf([undefined, '', 'x', sign(raw, 'another'), '=='.repeat(40)]);
    const status = await accept(service.deps, raw, signature);
    answers.set(status, (answers.get(status) ?? 0) + 1);
    if (!signed) expect(status, raw.toString('latin1').slice(0, 200)).toBe(401);
  }
  expect([...answers.keys()].filter((s) => s !== 200 && s !== 400 && s !== 401)).toEqual([]);
  expect(answers.get(400)).toBeGreaterThan(BODIES / 10);
  expect(answers.get(200)).toBeGreaterThan(BODIES / 50);
  for (const table of ['inbox', 'talks', 'turns', 'outbox'])
    expect(await service.deps.store.all(`SELECT 1 FROM ${table}`), table).toEqual([]);
  expect(({} as Record<string, unknown>).destination).toBeUndefined();
}, 3_000_000);

it('two megabytes and more are refused over HTTP, and what follows is answered', async () => {
  const big = Buffer.alloc(2_500_000, '[');
  const over = await service.app.request('/webhook', {
    method: 'POST',
    body: big,
    headers: { 'x-line-signature': sign(big, SECRET) },
  });
  expect(over.status).toBe(413);
  const empty = Buffer.from('{"destination":"U","events":[]}');
  const headers = { 'x-line-signature': sign(empty, SECRET) };
  expect((await service.app.request('/webhook', { method: 'POST', body: empty, headers })).status).toBe(200);
});

it('an event of a kind that LINE may add tomorrow is taken and ignored', async () => {
  const event = {
    type: 'newThing',
    timestamp: 1,
    webhookEventId: '01ABC',
    source: { type: 'user', userId: `U${'a'.repeat(32)}` },
    newProperty: { deep: [1] },
  };
  const raw = Buffer.from(JSON.stringify({ destination: 'U', events: [event], also: 'new' }));
  expect(await accept(service.deps, raw, sign(raw, SECRET))).toBe(200);
  expect(await service.deps.store.all('SELECT 1 FROM inbox')).toEqual([]);
});
