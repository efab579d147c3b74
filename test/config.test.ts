import { describe, expect, it } from 'vitest';
import { configure, type Env } from '../src/config.ts';

const SAFE: Env = {
  PUBLIC_URL: 'https://soudan.example.jp',
  KOMATTA_KEY: Buffer.from(Array.from({ length: 32 }, (_, i) => i * 7)).toString('base64'),
};
const LINE: Env = { LINE_CHANNEL_SECRET: 'a', LINE_CHANNEL_ACCESS_TOKEN: 'b' };

describe('settings', () => {
  it('need nothing on loopback', () => {
    const configured = configure({});
    expect(configured).toMatchObject({
      ok: true,
      settings: {
        port: 3000,
        city: 'hiratsuka',
        database: 'var/komatta.db',
        keysDatabase: 'var/keys.db',
        line: null,
        secure: false,
      },
    });
  });

  it('are good for a public deployment with LINE', () => {
    expect(configure({ ...SAFE, ...LINE })).toMatchObject({
      ok: true,
      settings: { secure: true, line: { secrets: ['a'], apiBase: 'https://api.line.me' } },
    });
    expect(configure({ ...SAFE, ...LINE, LINE_CHANNEL_SECRET_NEXT: 'c' })).toMatchObject({
      ok: true,
      settings: { line: { secrets: ['a', 'c'] } },
    });
  });

  const bad: [name: string, env: Env, words: RegExp][] = [
    ['http from outside', { ...SAFE, PUBLIC_URL: 'http://soudan.example.jp' }, /PUBLIC_URL が http です/],
    ['no key from outside', { PUBLIC_URL: SAFE.PUBLIC_URL }, /KOMATTA_KEY がありません.*openssl/],
    ['a short key', { ...SAFE, KOMATTA_KEY: 'aGVsbG8=' }, /32バイトの乱数/],
    [
      'a key of one letter',
      { ...SAFE, KOMATTA_KEY: Buffer.alloc(32, 1).toString('base64') },
      /32バイトの乱数/,
    ],
    ['an address that is none', { PUBLIC_URL: 'soudan' }, /PUBLIC_URL がアドレスとして読めません/],
    ['LINE without a token', { ...SAFE, LINE_CHANNEL_SECRET: 'a' }, /LINE_CHANNEL_ACCESS_TOKEN がありません/],
    [
      'LINE without a secret',
      { ...SAFE, LINE_CHANNEL_ACCESS_TOKEN: 'b' },
      /LINE_CHANNEL_SECRET がありません/,
    ],
    [
      'a test platform left in',
      { ...SAFE, ...LINE, LINE_API_BASE: 'http://127.0.0.1:1' },
      /試験用のアドレスのまま/,
    ],
    ['LINE over http', { ...SAFE, ...LINE, LINE_API_BASE: 'http://api.example.jp' }, /LINE_API_BASE が http/],
    ['a stopped clock outside', { ...SAFE, KOMATTA_CLOCK: '2026-11-24T10:00:00+09:00' }, /試験のための時計/],
    ['a clock without a zone', { KOMATTA_CLOCK: '2026-11-24T10:00:00' }, /KOMATTA_CLOCK が読めません/],
    ['a port that is none', { PORT: 'http' }, /PORT が数ではありません/],
    ['a city that climbs out', { CITY: '../etc' }, /CITY の書き方/],
  ];
  it.each(bad)('refuse %s, with cause and cure in one sentence', (_name, env, words) => {
    const configured = configure(env);
    expect(configured.ok).toBe(false);
    const problems = configured.ok ? [] : configured.problems;
    expect(problems.join('\n')).toMatch(words);
    for (const secret of Object.values(env)) {
      if (secret && secret.length > 20) expect(problems.join('\n')).not.toContain(secret);
    }
  });
});
