/** The Workers entry as it is deployed: webhook in, turn on D1, reply out, cron sweeping. */
import { applyD1Migrations, createExecutionContext, reset, waitOnExecutionContext } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import worker, { type WorkerEnv } from '../../src/worker.ts';

const USER = `U${'0a'.repeat(16)}`;
let calls: { url: string; body: { replyToken?: string; messages: unknown[] } }[];

beforeEach(async () => {
  await applyD1Migrations(env.DB, env.MIGRATIONS);
  await applyD1Migrations(env.KEYS, env.MIGRATIONS_KEYS);
  calls = [];
  vi.stubGlobal('fetch', async (url: string, init: { body: string }) => {
    calls.push({ url, body: JSON.parse(init.body) });
    return Response.json({ sentMessages: [] });
  });
});
afterEach(async () => {
  vi.unstubAllGlobals();
  await reset();
});

const bound = env as unknown as WorkerEnv;

async function request(path: string, init?: RequestInit): Promise<Response> {
  const ctx = createExecutionContext();
  const answer = await worker.fetch(new Request(`https://komatta.example.jp${path}`, init), bound, ctx);
  await waitOnExecutionContext(ctx);
  return answer;
}

function webhook(text: string, id: string): Promise<Response> {
  const event = {
    type: 'message',
    mode: 'active',
    timestamp: Date.now(),
    webhookEventId: id,
    replyToken: `token-${id}`,
    source: { type: 'user', userId: USER },
    deliveryContext: { isRedelivery: false },
    message: { type: 'text', id: `m${id}`, text },
  };
  const body = JSON.stringify({ destination: USER, events: [event] });
  const signature = createHmac('sha256', 'workers-secret').update(body).digest('base64');
  return request('/webhook', {
    method: 'POST',
    body,
    headers: { 'x-line-signature': signature, 'content-type': 'application/json' },
  });
}

describe('the Workers entry', () => {
  it('answers a signed webhook by reply token, once', async () => {
    expect((await webhook('電球が切れたけど届かない', '01A')).status).toBe(200);
    expect((await webhook('電球が切れたけど届かない', '01A')).status).toBe(200);
    expect(calls.map((c) => [c.url, c.body.replyToken])).toEqual([
      ['https://api.line.me/v2/bot/message/reply', 'token-01A'],
    ]);
    expect(JSON.stringify(calls[0]!.body.messages)).toContain('tel:0463231111');
    expect(JSON.stringify(await env.DB.prepare('SELECT count(*) AS n FROM turns').bind().all())).toContain(
      '"n":1',
    );
  });

  it('keeps consultation words out of D1 without an approval: the window is the next step', async () => {
    await webhook('生活費がなくて困っています', '01B');
    await webhook('人と話す', '01C');
    const said = JSON.stringify(calls.at(-1)!.body.messages);
    expect(said).toContain('ここから職員へ引き継ぐことはできません');
    expect(said).toContain('0463-23-1111');
  });

  it('serves the page with the same headers', async () => {
    const page = await request('/');
    expect(page.status).toBe(200);
    expect(page.headers.get('strict-transport-security')).toMatch(/max-age/);
    expect(await page.text()).toContain('困ったことを、そのままの言葉で書いてください');
  });

  it('finishes in the cron what an invocation could not send', async () => {
    vi.stubGlobal('fetch', async () => new Response('{}', { status: 500 }));
    await webhook('電球が切れたけど届かない', '01D');
    vi.stubGlobal('fetch', async (url: string, init: { body: string }) => {
      calls.push({ url, body: JSON.parse(init.body) });
      return Response.json({ sentMessages: [] });
    });
    await new Promise((next) => setTimeout(next, 1100));
    const ctx = createExecutionContext();
    await worker.scheduled({}, bound, ctx);
    await waitOnExecutionContext(ctx);
    expect(calls.map((c) => c.body.replyToken)).toEqual(['token-01D']);
  });
});
