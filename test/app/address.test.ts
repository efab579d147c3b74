/** Who asks: what a proxy says counts only where the city has put one in front. */
import { once } from 'node:events';
import type { Server } from 'node:http';
import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Context, Hono } from 'hono';
import { afterEach, describe, expect, it } from 'vitest';
import { configure, type Env } from '../../src/config.ts';
import { isFromHere, visitorAddress } from '../../src/html/address.ts';
import { createHttpServer } from '../../src/http.ts';
import { startService, type TestService } from '../rig/service.ts';

const OUTSIDE: Env = {
  PUBLIC_URL: 'https://soudan.example.jp',
  KOMATTA_KEY: Buffer.from(Array.from({ length: 32 }, (_, i) => i * 7)).toString('base64'),
};

/** Asks `look` about one request from `peer`; null: a runtime without sockets. */
async function seen<T>(
  look: (c: Context, s: ReturnType<typeof settings>) => T,
  env: Env,
  peer: string | null,
  headers: Record<string, string> = {},
  url = 'http://127.0.0.1:3000/',
): Promise<T> {
  let answer: T | undefined;
  const app = new Hono().get('/', (c) => {
    answer = look(c, settings(env));
    return c.text('');
  });
  await app.request(url, { headers }, peer === null ? {} : { incoming: { socket: { remoteAddress: peer } } });
  return answer as T;
}

function settings(env: Env) {
  const configured = configure(env);
  if (!configured.ok) throw new Error(configured.problems.join());
  return configured.settings;
}

describe('the visitor’s address', () => {
  const PROXIED = { ...OUTSIDE, TRUST_PROXY: '1' };
  const cases: [string, Env, string | null, Record<string, string>, string | null][] = [
    ['is the socket’s', OUTSIDE, '203.0.113.7', {}, '203.0.113.7'],
    [
      'is not what a header claims',
      OUTSIDE,
      '203.0.113.7',
      { 'x-forwarded-for': '198.51.100.1' },
      '203.0.113.7',
    ],
    [
      'is not known behind a proxy nobody declared',
      OUTSIDE,
      '127.0.0.1',
      { 'x-forwarded-for': '198.51.100.1' },
      null,
    ],
    [
      'is what our proxy wrote last',
      PROXIED,
      '127.0.0.1',
      { 'x-forwarded-for': '6.6.6.6, 198.51.100.1' },
      '198.51.100.1',
    ],
    ['is the socket’s when the proxy wrote none', PROXIED, '172.17.0.2', {}, '172.17.0.2'],
    [
      'is unknown when the proxy wrote what is none',
      PROXIED,
      '127.0.0.1',
      { 'x-forwarded-for': 'unknown' },
      null,
    ],
    [
      'is never read from other headers',
      PROXIED,
      '172.17.0.2',
      { 'x-real-ip': '6.6.6.6', 'cf-connecting-ip': '6.6.6.6' },
      '172.17.0.2',
    ],
    [
      'is Cloudflare’s word where there is no socket',
      OUTSIDE,
      null,
      { 'cf-connecting-ip': '198.51.100.1' },
      '198.51.100.1',
    ],
    ['is IPv4 inside IPv6', OUTSIDE, '::ffff:203.0.113.7', {}, '203.0.113.7'],
    ['is a /64 in IPv6', PROXIED, '::1', { 'x-forwarded-for': '2001:db8::1:2:3:4' }, '2001:db8:0:0'],
    ['is a /64 in full', OUTSIDE, '2001:0db8:0001:0002:0003:0004:0005:0006', {}, '2001:db8:1:2'],
  ];
  it.each(cases)('%s', async (_name, env, peer, headers, expected) => {
    expect(await seen(visitorAddress, env, peer, headers)).toBe(expected);
  });
});

describe('this machine', () => {
  const PROXIED = { ...OUTSIDE, TRUST_PROXY: '1' };
  const via = { 'x-forwarded-for': '127.0.0.1' };
  const cases: [string, Env, string | null, Record<string, string>, string, boolean][] = [
    ['asks, with no settings', {}, '127.0.0.1', {}, 'http://localhost:3000/', true],
    ['asks beside a declared proxy', PROXIED, '::ffff:127.0.0.1', {}, 'http://127.0.0.1:3000/', true],
    ['does not ask through that proxy', PROXIED, '127.0.0.1', via, 'http://127.0.0.1:3000/', false],
    [
      'may be an undeclared proxy, so it does not count',
      OUTSIDE,
      '127.0.0.1',
      {},
      'http://127.0.0.1:3000/',
      false,
    ],
    ['is not another machine', {}, '10.0.0.8', {}, 'http://localhost:3000/', false],
    ['is not a page of another name that points here', {}, '127.0.0.1', {}, 'http://evil.example/', false],
    ['is not to be told where there is no socket', {}, null, {}, 'http://localhost:3000/', false],
  ];
  it.each(cases)('%s', async (_name, env, peer, headers, url, expected) => {
    expect(await seen(isFromHere, env, peer, headers, url)).toBe(expected);
  });
});

describe('over real HTTP', () => {
  let service: TestService;
  let server: Server;
  afterEach(async () => {
    server.close();
    await service.close();
  });

  async function start(env: Env): Promise<void> {
    service = await startService({ LINE_API_BASE: '', ...env });
    server = createHttpServer(service.deps).listen(0, '127.0.0.1');
    await once(server, 'listening');
  }

  function tryLogin(name: string, from: string): Promise<number> {
    const body = new URLSearchParams({ name, password: 'x', code: '000000' }).toString();
    return new Promise((done, fail) => {
      request(
        {
          host: '127.0.0.1',
          port: (server.address() as AddressInfo).port,
          path: '/desk/login',
          method: 'POST',
          headers: {
            'content-type': 'application/x-www-form-urlencoded',
            'sec-fetch-site': 'same-origin',
            'x-forwarded-for': from,
          },
        },
        (answer) => done(answer.resume().statusCode!),
      )
        .on('error', fail)
        .end(body);
    });
  }

  it('pauses who guesses at many names from one address, and nobody else', async () => {
    await start({ ...OUTSIDE, TRUST_PROXY: '1' });
    const tries = await Promise.all(
      Array.from({ length: 50 }, (_, i) => tryLogin(`n${i}`, '6.6.6.6, 198.51.100.1')),
    );
    expect(new Set(tries)).toEqual(new Set([403]));
    expect(await tryLogin('n50', '7.7.7.7, 198.51.100.1')).toBe(429);
    expect(await tryLogin('n50', '198.51.100.2')).toBe(403);
    const names = await service.deps.store.all<{ name: string }>('SELECT name FROM throttles');
    expect(JSON.stringify(names)).not.toContain('198.51');
    service.advance(5 * 60_000 + 1);
    expect(await tryLogin('n51', '198.51.100.1')).toBe(403);
  }, 60_000);

  it('lets no header pause everybody, or free anybody, without TRUST_PROXY', async () => {
    await start(OUTSIDE);
    await Promise.all(Array.from({ length: 51 }, (_, i) => tryLogin(`n${i}`, '198.51.100.1')));
    expect(await tryLogin('other', '198.51.100.1')).toBe(403);
    for (let i = 0; i < 10; i++) await tryLogin('one', `198.51.100.${i}`);
    expect(await tryLogin('one', '198.51.100.99')).toBe(429); // by name, whatever the header says
  }, 60_000);
});
