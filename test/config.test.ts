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

  it('trust no proxy unless told to', () => {
    for (const value of ['', '0', undefined])
      expect(configure({ ...SAFE, TRUST_PROXY: value })).toMatchObject({ settings: { trustProxy: false } });
    expect(configure({ ...SAFE, TRUST_PROXY: '1', LISTEN: '127.0.0.1' })).toMatchObject({
      settings: { trustProxy: true, listen: '127.0.0.1' },
    });
  });

  const bad: [name: string, env: Env, words: RegExp][] = [
    ['http from outside', { ...SAFE, PUBLIC_URL: 'http://soudan.example.jp' }, /PUBLIC_URL が http です/],
    ['no key from outside', { PUBLIC_URL: SAFE.PUBLIC_URL }, /KOMATTA_KEY がありません.*openssl/],
    ['days that are none', { ...SAFE, KEEP_CASE_DAYS: '1年' }, /KEEP_CASE_DAYS は、日数を 30 から 3650/],
    ['records kept for a week', { ...SAFE, KEEP_RECORD_DAYS: '7' }, /KEEP_RECORD_DAYS は、日数を 365 から/],
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
    ['a half-trusted proxy', { ...SAFE, TRUST_PROXY: 'true' }, /TRUST_PROXY は、前に中継を置くときだけ 1/],
    [
      'mail to nobody',
      { ...SAFE, SMTP_URL: 'smtps://mail.example.jp', NOTICE_FROM: 'a@example.jp' },
      /NOTICE_TO に、知らせを受ける人/,
    ],
    [
      'mail from nobody',
      { ...SAFE, SMTP_URL: 'smtps://mail.example.jp', NOTICE_TO: 'a@example.jp' },
      /NOTICE_FROM に、送る側/,
    ],
    [
      'mail to what is no address',
      {
        ...SAFE,
        SMTP_URL: 'smtps://m.example.jp',
        NOTICE_FROM: 'a@example.jp',
        NOTICE_TO: 'a@example.jp, 統括',
      },
      /NOTICE_TO に、知らせを受ける人/,
    ],
    ['mail without a server', { ...SAFE, NOTICE_TO: 'a@example.jp' }, /SMTP_URL がありません/],
    ['a mail server that is none', { ...SAFE, SMTP_URL: 'mail.example.jp' }, /SMTP_URL が読めません/],
    [
      'notices in clear',
      { ...SAFE, NOTICE_WEBHOOK_URL: 'http://chat.example.jp/in' },
      /NOTICE_WEBHOOK_URL は、https/,
    ],
    ['a short token', { ...SAFE, METRICS_TOKEN: 'abc' }, /METRICS_TOKEN が短すぎます/],
    ['a door open to all on loopback', { LISTEN: '0.0.0.0' }, /LISTEN が外に開いている/],
    ['an address to listen at that is none', { ...SAFE, LISTEN: 'a b' }, /LISTEN がアドレスとして読めません/],
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
