import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LineBotClient } from '@line/bot-sdk';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type FakeLine, startFakeLine } from './fake-line.ts';
import {
  body,
  followEvent,
  groupId,
  groupTextEvent,
  imageEvent,
  post,
  postbackEvent,
  redelivered,
  send,
  sign,
  standby,
  textEvent,
  unfollowEvent,
  unsendEvent,
  userId,
  withoutUserId,
} from './line-webhook.ts';

let line: FakeLine;
const closing: (() => Promise<void> | void)[] = [];
beforeEach(async () => {
  line = await startFakeLine();
  closing.push(() => line.close());
});
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

const hanako = userId('hanako');
const messages = [{ type: 'text', text: 'こんにちは' }];

/** One call as a bot makes it; a string body is sent as it is. */
async function api(method: string, path: string, content?: unknown, headers: Record<string, string> = {}) {
  const res = await fetch(line.url + path, {
    method,
    headers: { authorization: `Bearer ${line.token}`, 'content-type': 'application/json', ...headers },
    ...(content !== undefined && { body: typeof content === 'string' ? content : JSON.stringify(content) }),
  });
  const text = await res.text();
  return { status: res.status, headers: res.headers, text, json: () => JSON.parse(text) };
}
const reply = (replyToken: string | undefined, content: unknown = messages) =>
  api('POST', '/v2/bot/message/reply', { replyToken, messages: content });
const push = (to = hanako, headers = {}) => api('POST', '/v2/bot/message/push', { to, messages }, headers);
const status = async (answer: Promise<{ status: number }>) => (await answer).status;

/** A registered event, as if it had just been sent to the bot. */
function registered(event = textEvent({ user: 'hanako', text: 'はい' })) {
  line.register([event]);
  return event;
}

describe('access tokens', () => {
  test('a call without a good token is refused', async () => {
    expect(await status(api('GET', '/v2/bot/info', undefined, { authorization: 'Bearer no' }))).toBe(401);
    expect(await status(api('GET', '/v2/bot/info'))).toBe(200);
  });

  test('a stateless token works for 15 minutes', async () => {
    const client = { client_id: line.channelId, client_secret: line.channelSecret };
    const form = (fields: object) =>
      String(new URLSearchParams({ grant_type: 'client_credentials', ...fields }));
    const type = { 'content-type': 'application/x-www-form-urlencoded', authorization: '' };
    const issued = await api('POST', '/oauth2/v3/token', form(client), type);
    expect(issued.json()).toMatchObject({ token_type: 'Bearer', expires_in: 900 });
    const bearer = { authorization: `Bearer ${issued.json().access_token}` };
    expect(await status(api('GET', '/v2/bot/info', undefined, bearer))).toBe(200);
    line.advance(901_000);
    expect(await status(api('GET', '/v2/bot/info', undefined, bearer))).toBe(401);
    const wrong = form({ ...client, client_secret: 'x' });
    expect(await status(api('POST', '/oauth2/v3/token', wrong, type))).toBe(400);
  });
});

describe('reply tokens', () => {
  test('work once, and only when registered', async () => {
    const { replyToken } = registered();
    const first = await reply(replyToken);
    expect(first.json().sentMessages).toEqual([{ id: expect.stringMatching(/^\d+$/) }]);
    expect(first.headers.get('x-line-request-id')).toBe(line.requests[0]?.requestId);
    const second = await reply(replyToken);
    expect([second.status, second.text]).toEqual([400, '{"message":"Invalid reply token"}']);
    expect(await status(reply('never'))).toBe(400);
    expect(line.requests.map((r) => r.why)).toEqual([
      undefined,
      'reply token already used',
      'this reply token was never registered',
    ]);
    expect(line.delivered).toEqual([
      { at: expect.any(Number), kind: 'reply', to: hanako, delivered: true, messages },
    ]);
  });

  test('work for a minute, a new one after a redelivery, none after twenty', async () => {
    const event = registered();
    line.advance(61_000);
    expect(await status(reply(event.replyToken))).toBe(400);
    registered(redelivered(event));
    expect(await status(reply(event.replyToken))).toBe(200);
    const old = registered();
    line.advance(20 * 60_000 + 1);
    registered(redelivered(old));
    expect(await status(reply(old.replyToken))).toBe(400);
  });

  test('are not spent by a refused request', async () => {
    const { replyToken } = registered();
    expect(await status(reply(replyToken, []))).toBe(400);
    expect(await status(reply(replyToken))).toBe(200);
  });
});

test('bodies are checked as LINE words it', async () => {
  const complaints = async (content: unknown) => {
    const { json } = await api('POST', '/v2/bot/message/validate/push', { messages: content });
    return json().details?.map((d: { property: string }) => d.property) ?? [];
  };
  const text = (length: number) => ({ type: 'text', text: 'あ'.repeat(length) });
  const quick = (n: number) => ({ ...text(1), quickReply: { items: Array(n).fill({ type: 'action' }) } });
  const flex = (n: number) => ({ type: 'flex', altText: 'x'.repeat(n), contents: {} });
  expect(await complaints([text(5000), quick(13), quick(1), flex(1500), flex(1)])).toEqual([]);
  expect(await complaints([text(5001), text(0)])).toEqual(['messages[0].text', 'messages[1].text']);
  expect(await complaints([{ type: 'text', text: '😢'.repeat(2501) }])).toEqual(['messages[0].text']);
  expect(await complaints([flex(1501), flex(0)])).toEqual(['messages[0].altText', 'messages[1].altText']);
  expect(await complaints([quick(14)])).toEqual(['messages[0].quickReply.items']);
  expect(await complaints([{ type: 'hologram' }])).toEqual(['messages[0].type']);
  expect(await complaints(Array(6).fill(text(1)))).toEqual(['messages']);
  expect(await status(api('POST', '/v2/bot/message/push', '{"to":'))).toBe(400);
  expect(await status(api('POST', '/v2/bot/message/push', '{}', { 'content-type': 'text/plain' }))).toBe(415);
});

describe('pushes', () => {
  beforeEach(() => void registered());

  test('with a retry key are accepted once in 24 hours', async () => {
    const key = { 'x-line-retry-key': randomUUID() };
    const first = await push(hanako, key);
    const second = await push(hanako, key);
    expect(second.status).toBe(409);
    expect(second.headers.get('x-line-accepted-request-id')).toBe(first.headers.get('x-line-request-id'));
    expect(second.json().sentMessages).toEqual(first.json().sentMessages);
    expect(line.delivered).toHaveLength(1);
    line.advance(24 * 3_600_000 + 1);
    expect(await status(push(hanako, key))).toBe(200);
  });

  test('take a UUID as retry key, and nothing else takes one', async () => {
    expect(await status(push(hanako, { 'x-line-retry-key': 'x' }))).toBe(400);
    const key = { 'x-line-retry-key': randomUUID() };
    expect(await status(api('POST', '/v2/bot/message/validate/push', { messages }, key))).toBe(400);
  });

  test('to people the channel has never seen are refused', async () => {
    expect((await push(userId('stranger'))).json()).toEqual({ message: 'Failed to send messages' });
    expect(await status(push('hanako'))).toBe(400);
  });

  test('to someone who has blocked the account are accepted, not delivered, not counted', async () => {
    registered(unfollowEvent({ user: 'hanako' }));
    expect(await status(push())).toBe(200);
    expect(line.delivered[0]?.delivered).toBe(false);
    expect((await api('GET', '/v2/bot/message/quota/consumption')).json()).toEqual({ totalUsage: 0 });
    expect(await status(api('GET', `/v2/bot/profile/${hanako}`))).toBe(404);
    registered(followEvent({ user: 'hanako', isUnblocked: true }));
    expect((await api('GET', `/v2/bot/profile/${hanako}`)).json().language).toBe('ja');
  });

  test('stop at the monthly limit; replies are free', async () => {
    line.setQuota(1);
    await reply(registered().replyToken);
    expect(await status(push())).toBe(200);
    const beyond = await push();
    expect([beyond.status, beyond.json().message]).toEqual([429, 'You have reached your monthly limit.']);
    expect((await api('GET', '/v2/bot/message/quota')).json()).toEqual({ type: 'limited', value: 1 });
  });
});

test('the loading animation is for people, in steps of five seconds', async () => {
  const load = (chatId: string, loadingSeconds?: number) =>
    status(api('POST', '/v2/bot/chat/loading/start', { chatId, loadingSeconds }));
  expect(await load(hanako)).toBe(202);
  expect(await load(hanako, 7)).toBe(400);
  expect(await load(groupId('family'), 5)).toBe(400);
});

test('a rich menu is made, gets its picture once, becomes the default and goes', async () => {
  expect((await api('POST', '/v2/bot/richmenu', {})).json().details).toHaveLength(5);
  const menu = { size: { width: 2500, height: 843 }, selected: true, name: 'n', chatBarText: 'c', areas: [] };
  const { richMenuId } = (await api('POST', '/v2/bot/richmenu', menu)).json();
  const makeDefault = () => status(api('POST', `/v2/bot/user/all/richmenu/${richMenuId}`));
  const upload = () =>
    status(
      api('POST', `/v2/bot/richmenu/${richMenuId}/content`, 'a picture', { 'content-type': 'image/png' }),
    );
  expect(await makeDefault()).toBe(400);
  expect([await upload(), await upload(), await makeDefault()]).toEqual([200, 400, 200]);
  expect((await api('GET', `/v2/bot/richmenu/${richMenuId}/content`)).text).toBe('a picture');
  expect((await api('GET', '/v2/bot/user/all/richmenu')).json()).toEqual({ richMenuId });
  expect((await api('GET', '/v2/bot/richmenu/list')).json()).toEqual({
    richmenus: [{ ...menu, richMenuId }],
  });
  expect(await status(api('DELETE', `/v2/bot/richmenu/${richMenuId}`))).toBe(200);
  expect(await status(api('GET', '/v2/bot/user/all/richmenu'))).toBe(404);
});

describe('faults', () => {
  const info = () => api('GET', '/v2/bot/info');
  beforeEach(() => void registered());

  test('before the work: a retry succeeds', async () => {
    line.inject({ action: 'status', status: 500, match: '/push', times: 2 });
    const key = { 'x-line-retry-key': randomUUID() };
    const got = [await push(hanako, key), await push(hanako, key), await push(hanako, key)];
    expect(got.map((r) => r.status)).toEqual([500, 500, 200]);
    expect(line.requests[0]).toMatchObject({ status: 500, injected: 'status' });
    expect(line.requests[0]).not.toHaveProperty('processed');
  });

  test('after the work: LINE has delivered, and a retry is told so', async () => {
    line.inject({ action: 'reset', match: '/push', afterProcessing: true });
    const key = { 'x-line-retry-key': randomUUID() };
    await expect(push(hanako, key)).rejects.toThrow();
    expect(line.requests[0]).toMatchObject({ injected: 'reset', processed: 200 });
    expect(line.requests[0]).not.toHaveProperty('status');
    expect(await status(push(hanako, key))).toBe(409);
    expect(line.delivered).toHaveLength(1);
  });

  test('reset, timeout, garbage and delay', async () => {
    line.inject({ action: 'reset' }, { action: 'timeout', ms: 30 }, { action: 'garbage' });
    line.inject({ action: 'delay', ms: 80 });
    await expect(info()).rejects.toThrow();
    await expect(info()).rejects.toThrow();
    expect((await info()).text).toBe('<html>gateway</html>');
    const start = performance.now();
    expect(await status(info())).toBe(200);
    expect(performance.now() - start).toBeGreaterThan(70);
  });

  test('skip some calls, carry headers, and can be disarmed', async () => {
    line.inject({ action: 'status', status: 429, skip: 1, headers: { 'retry-after': '3' } });
    expect(await status(info())).toBe(200);
    const struck = await info();
    expect([struck.status, struck.headers.get('retry-after')]).toEqual([429, '3']);
    line.inject({ action: 'reset' });
    line.clearInject();
    expect(await status(info())).toBe(200);
  });
});

describe('webhooks', () => {
  const secret = '8c570fa6dd201bb328f1c1eac23a96d8';

  /** A bot that does one thing right: it checks the signature of the raw bytes, or of what `read` makes of them. */
  async function startBot(read = (raw: string) => raw): Promise<string> {
    const bot: Server = createServer(async (req, res) => {
      const raw = Buffer.concat(await req.toArray()).toString('utf8');
      const isGood = req.headers['x-line-signature'] === sign(read(raw), line.channelSecret);
      res.writeHead(isGood ? 200 : 401).end(isGood ? 'ok' : 'forged');
    });
    await new Promise<void>((listening) => bot.listen(0, '127.0.0.1', listening));
    closing.push(() => void bot.close());
    return `http://127.0.0.1:${(bot.address() as AddressInfo).port}/webhook`;
  }

  test('are signed as in the documentation of LINE', () => {
    const raw = '{"destination":"U8e742f61d673b39c7fff3cecb7536ef0","events":[]}';
    expect(sign(raw, secret)).toBe('GhRKmvmHys4Pi8DxkF4+EayaH0OqtJtaZxgTD9fMDLs=');
  });

  test('escape characters outside the BMP, which finds out bots that re-serialise', async () => {
    const event = textEvent({ text: 'つらい🤨' });
    expect(body([event])).toContain('つらい\\uD83E\\uDD28');
    expect(JSON.parse(body([event])).events).toEqual([event]);
    const careless = await startBot((raw) => JSON.stringify(JSON.parse(raw)));
    expect((await send(careless, line.channelSecret, [event])).status).toBe(401);
    expect((await send(careless, line.channelSecret, [event], { escapeAstral: false })).status).toBe(200);
  });

  test('make their reply tokens known to the platform before they go out', async () => {
    const event = postbackEvent({ user: 'hanako', data: 'need=rent' });
    const outcome = await send(await startBot(), line.channelSecret, [event], { line });
    expect(outcome).toEqual({ status: 200, ms: expect.any(Number), body: 'ok' });
    expect(await status(reply(event.replyToken))).toBe(200);
  });

  test('can be forged; a bot that is down is an outcome, too', async () => {
    const bot = await startBot();
    const raw = body([imageEvent()]);
    expect((await post(bot, raw, sign(raw, 'another secret'))).status).toBe(401);
    expect((await post(bot, raw)).status).toBe(401);
    expect(
      (await post(bot, raw.replace('"active"', '"active" '), sign(raw, line.channelSecret))).status,
    ).toBe(401);
    line.inject({ action: 'timeout' });
    expect(await post(line.url, raw, '', 50)).toMatchObject({ status: 0, body: 'TimeoutError' });
    await line.close();
    expect(await post(line.url, raw)).toMatchObject({ status: 0, body: 'ECONNREFUSED' });
  });

  test('carry stable ids and no reply token where nothing can be answered', () => {
    expect(textEvent({ user: 'hanako', text: 'x' }).source).toEqual({ type: 'user', userId: hanako });
    expect(groupTextEvent({ user: hanako, text: 'x' }).source).toEqual({
      type: 'group',
      groupId: groupId('family'),
      userId: hanako,
    });
    expect(withoutUserId(textEvent({ text: 'x' })).source).toEqual({ type: 'user' });
    for (const event of [
      unfollowEvent(),
      unsendEvent({ messageId: '1' }),
      standby(textEvent({ text: 'x' })),
    ]) {
      expect(event).not.toHaveProperty('replyToken');
    }
  });

  test('have an address that the platform can test', async () => {
    const endpoint = await startBot();
    expect(await status(api('PUT', '/v2/bot/channel/webhook/endpoint', { endpoint: 'ftp://x' }))).toBe(400);
    expect(await status(api('PUT', '/v2/bot/channel/webhook/endpoint', { endpoint }))).toBe(200);
    expect((await api('GET', '/v2/bot/channel/webhook/endpoint')).json()).toEqual({ endpoint, active: true });
    const verify = async (wanted: object) =>
      (await api('POST', '/v2/bot/channel/webhook/test', wanted)).json();
    expect(await verify({})).toMatchObject({ success: true, statusCode: 200, reason: 'OK', detail: '200' });
    const far = { endpoint: 'https://bot.example/webhook' };
    expect(await verify(far)).toMatchObject({ success: false, statusCode: 0, reason: 'COULD_NOT_CONNECT' });
  });
});

test('the SDK of LINE can talk to it', async () => {
  const client = LineBotClient.fromChannelAccessToken({
    channelAccessToken: line.token,
    apiBaseURL: line.url,
    dataApiBaseURL: line.url,
  });
  const { replyToken } = registered();
  await client.replyMessage({ replyToken: replyToken!, messages: [{ type: 'text', text: 'a' }] });
  await client.pushMessage({ to: hanako, messages: [{ type: 'text', text: 'b' }] }, randomUUID());
  expect(line.delivered.map((d) => d.kind)).toEqual(['reply', 'push']);
  const size = { width: 2500, height: 843 };
  const menu = { size, selected: true, name: 'n', chatBarText: 'c', areas: [] };
  const { richMenuId } = await client.createRichMenu(menu);
  await client.setRichMenuImage(richMenuId, new Blob(['a picture'], { type: 'image/png' }));
  await client.setDefaultRichMenu(richMenuId);
  expect(await client.getDefaultRichMenuId()).toMatchObject({ richMenuId });
});

test('every request is kept, in memory and as a line of the log', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'fake-line-'));
  closing.push(() => rmSync(folder, { recursive: true }));
  await line.close();
  line = await startFakeLine({ log: join(folder, 'deep', 'line.jsonl') });
  await push();
  await api('GET', '/v2/bot/message/quota?x=1');
  expect(line.requests).toMatchObject([
    { seq: 1, method: 'POST', path: '/v2/bot/message/push', body: { to: hanako, messages }, status: 400 },
    { seq: 2, method: 'GET', path: '/v2/bot/message/quota?x=1', body: null, bodyBytes: 0, status: 200 },
  ]);
  const lines = readFileSync(join(folder, 'deep', 'line.jsonl'), 'utf8')
    .trimEnd()
    .split('\n');
  expect(lines.map((entry) => JSON.parse(entry))).toEqual(line.requests);
});

test('another process can steer it', async () => {
  const order = async (orders: object) =>
    (await fetch(`${line.url}/__control`, { method: 'POST', body: JSON.stringify(orders) })).status;
  const show = async (what: string) => (await fetch(`${line.url}/__control/${what}`)).json();
  const event = textEvent({ user: 'hanako', text: 'x' });
  expect(await order({ register: [event], quota: 1, block: 'hanako' })).toBe(200);
  expect(await status(push())).toBe(200);
  expect(await order({ advanceMs: 61_000, unblock: [hanako] })).toBe(200);
  expect(await status(reply(event.replyToken))).toBe(400);
  expect(await order({ inject: { action: 'status', status: 503 } })).toBe(200);
  expect(await status(push())).toBe(503);
  expect(await order({ injekt: {} })).toBe(400);
  expect(await order({ inject: { action: 'explode' } })).toBe(400);
  expect(await show('log')).toEqual(line.requests);
  expect(await show('delivered')).toEqual(line.delivered);
  expect(await order({ stop: true })).toBe(200);
  await expect(fetch(line.url)).rejects.toThrow();
});
