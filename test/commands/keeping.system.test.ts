/** The commands of whoever answers for what is kept: purge, export-person, rekey. Against a real service and its files. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import Database from 'better-sqlite3';
import { generateSync } from 'otplib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { komatta } from '../rig/command.ts';
import { type Running, startProcess } from '../rig/process.ts';
import { Visitor } from '../rig/visitor.ts';

const SAID = '軒下のハチの巣がこわくて、洗濯物が干せません';
const keyOf = (n: number): string =>
  Buffer.from(Array.from({ length: 32 }, (_, i) => (i * n + 3) % 256)).toString('base64');
const KEY = keyOf(7);
const NEXT = keyOf(11);
const PASSWORD = 'なつかしい山の色2026';
let folder: string;
let file: string;
let service: Running;
let code: string;
let secret: string;

const start = (key: string): Promise<Running> => startProcess(folder, { KOMATTA_KEY: key });
const run = (args: string[], env: Record<string, string> = {}) =>
  komatta(file, args, { KOMATTA_KEY: KEY, ...env });
const row = <T>(query: string): T => {
  const db = new Database(file, { readonly: true });
  try {
    return db.prepare(query).get() as T;
  } finally {
    db.close();
  }
};

/** Makes the first lead by the invite that the service printed, and logs in with a code. */
async function form(to: string, fields: Record<string, string>): Promise<Response> {
  return fetch(to, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams(fields),
    headers: { origin: service.url, 'sec-fetch-site': 'same-origin' },
  });
}

beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'komatta-keeping-'));
  file = path.join(folder, 'komatta.db');
  service = await start(KEY);
  const invite = /http:\S+\/desk\/invite\/\S+/.exec(service.output())![0];
  const page = await (await fetch(invite)).text();
  secret = /class="secret">([^<]+)</.exec(page)![1]!.replace(/\s/g, '');
  const joined = await form(invite, { name: 'みなみ', password: PASSWORD, code: generateSync({ secret }) });
  expect(joined.status).toBe(303);
  const visitor = new Visitor(service.url);
  await visitor.say(SAID);
  await visitor.say('人と話す');
  expect(await visitor.send('/send')).toBe(true);
  code = row<{ code: string }>('SELECT code FROM cases').code;
});
afterAll(async () => {
  await service?.end('SIGTERM');
  rmSync(folder, { recursive: true, force: true });
});

describe('komatta export-person', () => {
  it('gives all that is held on one person, numbered, and leaves an entry with who decided', async () => {
    const { exit, out } = await run(['export-person', code, '--for', '本人', '--by', '課長']);
    expect(exit).toBe(0);
    expect(out).toContain(`送った内容　書いたこと：${SAID}`);
    expect(out).toMatch(/^\d+\. /m);
    const line = row<{ line: string }>(`SELECT line FROM log WHERE line LIKE '%person.exported%'`).line;
    expect(JSON.parse(line).detail).toEqual({ for: '本人', by: '課長', withheld: '', basis: null });
    expect(line).not.toContain('ハチ');
  });

  it('withholds by number and basis', async () => {
    const whole = (await run(['export-person', code, '--for', '法定代理人', '--by', '課長'])).out;
    const numbers = [...whole.matchAll(/^(\d+)\. .*ハチの巣/gm)].map((m) => m[1]!);
    expect(numbers.length).toBeGreaterThan(0);
    const args = [
      'export-person',
      code,
      '--for',
      '法定代理人',
      '--by',
      '課長',
      '--withhold',
      numbers.join(','),
    ];
    const { out, exit } = await run([...args, '--basis', '78条1項1号']);
    expect(exit).toBe(0);
    expect(out).not.toContain('ハチ');
    expect(out).toContain('（出しません：78条1項1号）');
    expect((await run(args)).exit).toBe(2);
  });

  it.each([
    [[]],
    [['482-137']],
    [['482-137', '--for', '近所の人', '--by', 'x']],
    [['482-137', '--for', '本人']],
    [['482-137', '--for', '本人', '--by', 'x', '--withhold', 'ぜんぶ']],
  ])('asks for what is missing: %j', async (args) => {
    const { exit, err } = await run(['export-person', ...args]);
    expect(exit).toBe(2);
    expect(err).toMatch(/[ぁ-ん]/);
  });

  it('says that there is no such case', async () => {
    expect((await run(['export-person', '000-000', '--for', '本人', '--by', 'x'])).exit).toBe(1);
  });
});

describe('komatta purge', () => {
  it('wants a name, and refuses what is not over', async () => {
    expect((await run(['purge', code])).exit).toBe(2);
    const open = await run(['purge', code, '--by', '課長']);
    expect([open.exit, open.err]).toEqual([1, expect.stringContaining('終わっていない相談は消せません')]);
    expect((await run(['purge', '000-000', '--by', '課長'])).exit).toBe(1);
  });
});

describe('komatta rekey', () => {
  it('wants the service stopped, and two different keys', async () => {
    expect((await run(['rekey'], { KOMATTA_KEY_NEXT: NEXT })).err).toContain('サービスが動いています');
    expect((await run(['rekey'])).exit).toBe(2);
    expect((await run(['rekey'], { KOMATTA_KEY_NEXT: KEY })).err).toContain('同じです');
    expect((await run(['rekey'], { KOMATTA_KEY_NEXT: 'aGVsbG8=' })).exit).toBe(3);
  });

  it('changes the key: words and logins go on under the new one, the old one opens nothing', async () => {
    await service.end('SIGTERM');
    expect((await run(['rekey'], { KOMATTA_KEY: keyOf(13), KOMATTA_KEY_NEXT: NEXT })).err).toContain(
      'データベースを作ったときの鍵とちがいます',
    );
    const { exit, out } = await run(['rekey'], { KOMATTA_KEY_NEXT: NEXT });
    expect([exit, out]).toEqual([0, expect.stringContaining('包み直しました')]);
    expect((await run(['rekey'], { KOMATTA_KEY_NEXT: NEXT })).out).toContain('もう新しい鍵になっています');
    expect((await run(['export-person', code, '--for', '本人', '--by', '課長'])).exit).toBe(3);
    const again = await run(['export-person', code, '--for', '本人', '--by', '課長'], { KOMATTA_KEY: NEXT });
    expect(again.out).toContain(SAID);
    expect((await run(['log', 'verify'])).exit).toBe(0);
    service = await start(NEXT);
    await expect(
      startProcess(mkdtempSync(path.join(folder, 'x-')), { DATABASE: file, KOMATTA_KEY: KEY }),
    ).rejects.toThrow();
    // The next code of the same app: the secret was carried over.
    await new Promise((next) => setTimeout(next, 30_500 - (Date.now() % 30_000)));
    const logged = await form(`${service.url}/desk/login`, {
      name: 'みなみ',
      password: PASSWORD,
      code: generateSync({ secret }),
    });
    expect([logged.status, logged.headers.get('location')]).toEqual([303, '/desk']);
    const bytes = readdirSync(folder)
      .filter((n) => n.endsWith('.db'))
      .map((n) => readFileSync(path.join(folder, n)));
    for (const b of bytes) expect(b.includes(Buffer.from(SAID))).toBe(false);
  }, 120_000);
});
