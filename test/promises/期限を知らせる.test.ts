/** Deadlines with a moved clock: who is told when, by real SMTP and a real webhook, and that nobody's words are in it. */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { mailOf } from '../../src/notice/mail.ts';
import { NOTICE_KINDS } from '../../src/notice/notice.ts';
import { staffAct } from '../../src/run/act.ts';
import { loadCase } from '../../src/run/cases.ts';
import { drill } from '../../src/run/drill.ts';
import { climb } from '../../src/run/ladder.ts';
import { sendNotices } from '../../src/run/notices.ts';
import { setWindow } from '../../src/run/windowStates.ts';
import { sql } from '../../src/store/port.ts';
import { type FakeMail, startFakeMail } from '../rig/fake-mail.ts';
import { startService, type TestService, TUESDAY } from '../rig/service.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const LEADS = 'tokatsu@city.example.jp';
const WORDS = '押し入れの雨もりで布団がぬれて困っています';
const lead = { id: 'lead', name: '統括', role: 'lead' as const, windows: [] };
let service: TestService;
let mail: FakeMail;
let hook: Server;
let hooked: string[];
let cookie: string;
let id: string;

beforeEach(async () => {
  mail = await startFakeMail();
  hooked = [];
  hook = createServer((request, answer) => {
    let body = '';
    request.on('data', (b) => (body += b));
    request.on('end', () => {
      hooked.push(body);
      answer.end();
    });
  }).listen(0, '127.0.0.1');
  await once(hook, 'listening');
  service = await startService({
    SMTP_URL: mail.url,
    NOTICE_FROM: 'komatta@city.example.jp',
    NOTICE_TO: LEADS,
    NOTICE_WEBHOOK_URL: `http://127.0.0.1:${(hook.address() as AddressInfo).port}/in`,
  });
  cookie = '';
  await post('/say', { text: WORDS });
  await post('/say', { text: '人と話す' });
});
afterEach(async () => {
  await service.close();
  await mail.close();
  hook.close();
});

async function post(to: string, fields: Record<string, string>): Promise<void> {
  const answer = await service.app.request(to, {
    method: 'POST',
    headers: { 'sec-fetch-site': 'same-origin', cookie },
    body: new URLSearchParams(fields),
  });
  cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? cookie;
}
async function consent(): Promise<void> {
  await post('/send', {});
  const [row] = await service.deps.store.all<{ id: string }>('SELECT id FROM cases');
  id = row!.id;
}
/** The resident's page, as if they had come back a moment ago: sessions end after half an hour. */
async function page(): Promise<string> {
  await service.deps.store.batch([sql('UPDATE devices SET seen_at = ?', service.deps.now())]);
  return (await service.app.request('/', { headers: { cookie } })).text();
}
const facts = async (): Promise<string[]> =>
  (await loadCase(service.deps, id))!.facts.map(({ fact }) =>
    fact.type === 'reminded' ? fact.rung : fact.type === 'lapsed' ? `lapsed ${fact.what}` : fact.type,
  );
async function minute(): Promise<void> {
  await climb(service.deps);
  await sendNotices(service.deps);
}
const kinds = (): string[] => hooked.map((b) => (JSON.parse(b) as { kind: string }).kind);

describe('an answer that is due on the next day at ten', () => {
  beforeEach(consent);

  it('is told to the window two hours before, to the leads then, to the resident an hour later; once each', async () => {
    await minute();
    expect(kinds()).toEqual(['opened']);
    service.advance(DAY - 2 * HOUR);
    await minute();
    await minute();
    expect(await facts()).toEqual(['opened', 'window']);
    expect(await page()).not.toContain('返事がおそくなっています');
    service.advance(2 * HOUR);
    await minute();
    expect(await facts()).toEqual(['opened', 'window', 'lead']);
    service.advance(HOUR);
    await minute();
    await minute();
    expect(await facts()).toEqual(['opened', 'window', 'lead', 'resident']);
    expect(await page()).toContain('返事がおそくなっています');
    expect(await page()).toContain('tel:0463231111');
    expect(kinds()).toEqual(['opened', 'window', 'lead']);
    expect((await loadCase(service.deps, id))!.current).toMatchObject({ state: 'waiting', takenBy: null });
  });

  it('after a night without power all rungs are told at once, in order', async () => {
    service.advance(3 * DAY);
    await minute();
    expect(await facts()).toEqual(['opened', 'window', 'lead', 'resident']);
  });

  it('that was written in time makes no rung; a broken promise does, until the next word', async () => {
    await staffAct(service.deps, lead, id, { act: 'take' });
    const next = { day: '2026-11-25', band: '午前' } as const;
    await staffAct(service.deps, lead, id, { act: 'answer', words: 'あした書きます', next });
    service.advance(2 * DAY);
    await minute();
    await minute();
    expect((await facts()).slice(3)).toEqual(['lapsed next']);
    await staffAct(service.deps, lead, id, { act: 'answer', words: 'おそくなりました', next: null });
    service.advance(DAY);
    await minute();
    expect((await facts()).slice(3)).toEqual(['lapsed next', 'answered']);
  });

  it('a check of safety is due at night and on holidays too', async () => {
    await staffAct(service.deps, lead, id, { act: 'report', kind: '児童虐待の通告', words: '児相へ' });
    service.advance(48 * HOUR - 1000);
    await minute();
    expect(await facts()).not.toContain('lapsed check');
    service.advance(2000);
    await minute();
    expect((await facts()).filter((f) => f === 'lapsed check')).toHaveLength(1);
    expect(kinds()).toContain('check');
  });
});

describe('notices', () => {
  beforeEach(consent);

  it('reach a mail server, carry window, level and link, and nobody’s words, codes or ids', async () => {
    await staffAct(service.deps, lead, id, { act: 'askLead', words: '内々の話です' });
    service.advance(3 * DAY);
    await minute();
    expect(mail.mails.length).toBeGreaterThanOrEqual(4);
    const { code, talk } = (await loadCase(service.deps, id))!;
    for (const { to, text } of mail.mails) {
      expect(to).toEqual([LEADS]);
      expect(text).toContain('平塚市社会福祉協議会');
      expect(text).toContain('/desk');
    }
    const all = JSON.stringify([mail.mails, hooked]);
    for (const hidden of [WORDS, '雨もり', '内々の話', code, talk, id, '統括さん'])
      expect(all).not.toContain(hidden);
  });

  it('wait while the server refuses for now, and go out once; a refusal for good is not tried again', async () => {
    mail.refuseWith(451);
    await minute();
    expect(mail.mails).toEqual([]);
    mail.refuseWith(null);
    await minute(); // too early
    expect(mail.mails).toEqual([]);
    service.advance(2 * 60_000);
    await minute();
    await minute();
    expect(mail.mails).toHaveLength(1);
    mail.refuseWith(550);
    await staffAct(service.deps, lead, id, { act: 'askLead', words: 'ひとこと' });
    await minute();
    mail.refuseWith(null);
    service.advance(DAY / 4);
    await sendNotices(service.deps);
    expect(mail.mails).toHaveLength(1);
    expect(
      await service.deps.store.all(`SELECT state FROM notices WHERE kind = 'askedLead' AND way = 'mail'`),
    ).toEqual([{ state: 'failed' }]);
  });

  it('say in their subject what it is about, each kind in its own words', () => {
    const subjects = NOTICE_KINDS.map(
      (kind) => mailOf({ kind, window: '窓', level: null, link: 'x', at: '', mail: null }).subject,
    );
    expect(new Set(subjects).size).toBe(NOTICE_KINDS.length);
  });
});

describe('a window that takes nothing today', () => {
  it('says so before anything is sent, and promises from the day after', async () => {
    await setWindow(service.deps, lead, 'hiratsuka-shakyo', TUESDAY + 14 * HOUR);
    const shown = await page();
    expect(shown).toContain('いま、この窓口は新しい相談を受けられません。2026年11月25日（水）から見ます。');
    expect(shown).toContain('11月25日（水）17:00までに返事を書きます');
    await setWindow(service.deps, lead, 'hiratsuka-shakyo', null);
    expect(await page()).not.toContain('受けられません');
    expect(await page()).toContain('11月25日（水）10:00までに');
  });
});

describe('a drill', () => {
  it('goes the whole way, is told as a drill only, and leaves no words behind', async () => {
    const steps = await drill(service.deps, () => sendNotices(service.deps), 3);
    expect(steps.filter((s) => !s.good)).toEqual([]);
    expect(steps).toHaveLength(6);
    expect(kinds()).toEqual(['drill']);
    expect(mail.mails[0]!.text).toContain('訓練です');
    expect(
      await service.deps.store.all('SELECT words_sealed FROM facts WHERE words_sealed IS NOT NULL'),
    ).toEqual([]);
    service.advance(3 * DAY);
    await minute();
    expect(kinds()).toEqual(['drill']);
  });

  it('says where the way is broken', async () => {
    mail.refuseWith(550);
    const steps = await drill(service.deps, () => sendNotices(service.deps), 3);
    expect(steps.filter((s) => !s.good).map((s) => s.text)).toEqual(['メールの知らせが出る']);
  });
});
