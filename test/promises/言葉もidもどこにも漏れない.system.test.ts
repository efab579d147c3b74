/**
 * Marked words and a marked LINE id go the whole way, on a day with faults: nowhere outside LINE's talk, the page and the desk does
 * a mark appear: not in what the service prints, not in mails, the webhook, addresses, errors, /metrics, checkpoints, files. And
 * what leaves the machine goes to LINE, the mail server and the webhook only.
 */
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { komatta } from '../rig/command.ts';
import { type FakeLine, startFakeLine } from '../rig/fake-line.ts';
import { type FakeMail, startFakeMail } from '../rig/fake-mail.ts';
import { userId } from '../rig/line-events.ts';
import { send, stickerEvent, textEvent } from '../rig/line-webhook.ts';
import { type Running, startProcess, until } from '../rig/process.ts';
import { SECRET, TOKEN } from '../rig/service.ts';

/** Every sentence holds the mark; so does whatever is typed as a name, a number, a word or a password. */
const MARK = 'モモンガ印';
const USER = 'canary';
const SECRETS = [MARK, encodeURIComponent(MARK), userId(USER), '0463-55-0199', '04635501', 'みかづきのうた'];
let folder: string;
let line: FakeLine;
let mail: FakeMail;
let hook: Server;
let service: Running;
const hooked: string[] = [];
const answers: { at: string; text: string; cookie: string }[] = [];

beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'komatta-canary-'));
  line = await startFakeLine({ token: TOKEN });
  mail = await startFakeMail();
  hook = createServer((req, res) => {
    let body = '';
    req.on('data', (d: Buffer) => (body += d.toString('utf8')));
    req.on('end', () => {
      hooked.push(`${req.url} ${JSON.stringify(req.headers)} ${body}`);
      res.end();
    });
  }).listen(0, '127.0.0.1');
  await once(hook, 'listening');
  service = await startProcess(folder, {
    LINE_CHANNEL_SECRET: SECRET,
    LINE_CHANNEL_ACCESS_TOKEN: TOKEN,
    LINE_API_BASE: line.url,
    SMTP_URL: mail.url,
    NOTICE_FROM: 'komatta@example.jp',
    NOTICE_TO: 'lead@example.jp',
    NOTICE_WEBHOOK_URL: `http://127.0.0.1:${(hook.address() as AddressInfo).port}/hook`,
  });
});
afterAll(async () => {
  await service?.end('SIGTERM');
  await line?.close();
  await mail?.close();
  hook?.close();
  rmSync(folder, { recursive: true, force: true });
});

let cookie = '';
async function page(to: string, fields?: Record<string, string>): Promise<string> {
  const answer = await fetch(service.url + to, {
    redirect: 'manual',
    headers: { origin: service.url, 'sec-fetch-site': 'same-origin', cookie },
    ...(fields && { method: 'POST', body: new URLSearchParams(fields) }),
  });
  const text = await answer.text();
  cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? cookie;
  answers.push({ at: `${to} ${answer.status} ${answer.headers.get('location')}`, text, cookie });
  return text;
}
const inLine = async (event: Parameters<typeof send>[2][number]): Promise<void> => {
  await send(`${service.url}/webhook`, SECRET, [event], { line });
};
const beside = (query: string): void => {
  const db = new Database(path.join(folder, 'komatta.db'));
  db.exec(query);
  db.close();
};

it('goes the whole way, with LINE and the store failing now and then', async () => {
  line.inject(
    { action: 'status', status: 500, match: '/reply', times: 2 },
    { action: 'reset', match: '/reply', skip: 3 },
    { action: 'garbage', match: '/push' },
  );
  await inLine(textEvent({ user: USER, text: `${MARK}の電球が切れて困っています` }));
  await inLine(stickerEvent({ user: USER }));
  await inLine(textEvent({ user: USER, text: `${MARK}ぴろぴろぴ` }));
  await inLine(textEvent({ user: USER, text: `${MARK}もう死にたい` }));
  await inLine(textEvent({ user: USER, text: '人と話す' }));
  const door = await until(
    () => /http[^"]*(\/open\/[\w-]+)/.exec(JSON.stringify(line.delivered.map((d) => d.messages)))?.[1],
  );
  await page(door, {});
  await page('/');
  await page('/send', { notice: 'news', care: `${MARK}の家です`, word: 'みかづきのうた' });
  beside(`CREATE TRIGGER refusing BEFORE INSERT ON turns BEGIN SELECT RAISE(ROLLBACK, 'full'); END`);
  await page('/say', { text: `${MARK}を保存できない日` });
  beside('DROP TRIGGER refusing');
  await page('/say', { text: `${MARK}のつづき` });
  await page('/say', { text: MARK.repeat(2_000) });
  await page('/callback', { name: MARK, number: '0463-55-0199', band: '午前' });
  await page('/unlock', { word: `${MARK}まちがい` });
  await page(`/return`, { phrase: MARK });
  await page('/desk/login', { name: MARK, password: MARK, code: '000000' });
  await page(`/desk/cases/${encodeURIComponent(MARK)}`);
  await page('/nothing');
  await fetch(`${service.url}/webhook`, { method: 'POST', body: `{"events":["${MARK}"]}` });
  await until(() => mail.mails.length > 0 && hooked.length > 0);
}, 120_000);

it('no mark is in what the service prints, in mails, webhook, metrics, checkpoints, addresses or files', async () => {
  const metrics = await (await fetch(`${service.url}/metrics`)).text();
  const doctor = await komatta(path.join(folder, 'komatta.db'), ['doctor']);
  const log = await komatta(path.join(folder, 'komatta.db'), ['log', 'export'], {
    KOMATTA_KEY: readFileSync(path.join(folder, 'komatta.key'), 'utf8').trim(),
  });
  expect(log.out.split('\n').length).toBeGreaterThan(3);
  const places: Record<string, string> = {
    printed: service.output(),
    mails: JSON.stringify(mail.mails),
    webhook: hooked.join('\n'),
    metrics,
    doctor: doctor.out + doctor.err,
    log: log.out + log.err,
    addresses: answers.map((a) => a.at.replace(`/desk/cases/${encodeURIComponent(MARK)}`, '')).join('\n'),
    cookies: answers.map((a) => a.cookie).join('\n'),
  };
  for (const name of readdirSync(folder)) {
    const file = path.join(folder, name);
    if (existsSync(file)) places[`file ${name}`] = readFileSync(file).toString('latin1');
  }
  expect(places.printed!.length).toBeGreaterThan(100);
  const found = Object.entries(places).flatMap(([place, text]) =>
    SECRETS.filter((s) => text.includes(s) || text.includes(Buffer.from(s, 'utf8').toString('latin1'))).map(
      (s) => `${s} in ${place}`,
    ),
  );
  expect(found).toEqual([]);
});

it('what LINE is sent names nobody but by LINE’s own id of them, and repeats none of their words', () => {
  const bodies = line.requests.map((r) => JSON.stringify(r.body)).join('\n');
  for (const s of SECRETS.filter((s) => s !== userId(USER))) expect(bodies).not.toContain(s);
});

it('nothing left but to LINE, the mail server and the webhook', () => {
  // A proxy or a resolver would be needed for anything else, and there is none: only loopback answers in this test.
  expect(new Set(hooked.map((h) => h.split(' ')[0]))).toEqual(new Set(['/hook']));
  expect(mail.mails.every((m) => m.to.every((t) => t.endsWith('@example.jp')))).toBe(true);
  const source = readdirSync(path.resolve(import.meta.dirname, '../../src'), {
    recursive: true,
    encoding: 'utf8',
  })
    .filter((f) => /\.tsx?$/.test(f))
    .filter((f) =>
      /\bfetch\(|createTransport\(|from 'node:(?:net|tls|dns|https)'/.test(
        readFileSync(path.resolve(import.meta.dirname, '../../src', f), 'utf8').replace(
          /\.fetch\(|async fetch\(/g,
          '',
        ),
      ),
    )
    .sort();
  expect(source).toEqual([
    'desk/script.ts',
    'html/size.tsx',
    'line/call.ts',
    'notice/mail.ts',
    'notice/webhook.ts',
    'page/script.ts',
  ]);
});
