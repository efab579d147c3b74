/** Lanes: where staff words go, and that they arrive once, in order, also when LINE is down for hours. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Staff } from '../../src/case/permissions.ts';
import type { Prepared } from '../../src/content/content.ts';
import type { LANES } from '../../src/content/schema.ts';
import { staffAct } from '../../src/run/act.ts';
import { deliverDue } from '../../src/run/deliver.ts';
import { recordSettings } from '../../src/run/settingEntries.ts';
import { type FakeLine, startFakeLine } from '../rig/fake-line.ts';
import { body, sign, textEvent } from '../rig/line-webhook.ts';
import { contentOf, SECRET, startService, type TestService, TOKEN } from '../rig/service.ts';

const SHAKYO = 'hiratsuka-shakyo';
const LEAD: Staff = { id: 'lead', name: '統括', role: 'lead', windows: [] };
const MINUTE = 60_000;
const own = { 'sec-fetch-site': 'same-origin' };
let line: FakeLine;
let service: TestService;
let lane: (typeof LANES)[number];
let cookie: string;

/** The city as shipped, with one window in another lane and the approval that goes with it. */
function inLane(): Prepared {
  const prepared = contentOf();
  const { city, windows } = prepared.content;
  const window = windows[SHAKYO]!;
  const approved = { setting: SHAKYO, reason: '試験', approved_by: '情報政策課長', on: '2026-11-20' };
  return {
    ...prepared,
    content: {
      ...prepared.content,
      city: { ...city, departures: lane === 'line' ? [approved] : [] },
      windows: { ...windows, [SHAKYO]: { ...window, desk: { ...window.desk!, lane } } },
    },
  };
}

beforeEach(async () => {
  lane = 'page';
  line = await startFakeLine({ token: TOKEN });
  service = await startService({ LINE_API_BASE: line.url }, inLane);
});
afterEach(async () => {
  await service.close();
  await line.close();
});

async function write(text: string): Promise<void> {
  const events = [textEvent({ text })];
  line.register(events);
  const raw = body(events);
  const headers = { 'x-line-signature': sign(raw, SECRET) };
  const answer = await service.app.request('/webhook', { method: 'POST', body: raw, headers });
  expect(answer.status).toBe(200);
  await service.work();
}

const post = (to: string, fields: Record<string, string> = {}) =>
  service.app.request(to, { method: 'POST', headers: { ...own, cookie }, body: new URLSearchParams(fields) });

async function open(fields: Record<string, string>): Promise<string> {
  await write('物置の片づけを手伝ってほしい。ひとりではできません');
  await write('人と話す');
  const path = /\/open\/[\w-]+/.exec(JSON.stringify(line.delivered.at(-1)))![0];
  cookie = '';
  cookie = (await post(path)).headers.get('set-cookie')!.split(';')[0]!;
  await post('/send', fields);
  const [row] = await service.deps.store.all<{ id: string; window: string }>('SELECT id, window FROM cases');
  expect(row!.window).toBe(SHAKYO);
  await staffAct(service.deps, LEAD, row!.id, { act: 'take' });
  return row!.id;
}

const answer = (id: string, words: string) =>
  staffAct(service.deps, LEAD, id, { act: 'answer', words, next: null });
const page = async (): Promise<string> => (await service.app.request('/', { headers: { cookie } })).text();
const sentToLine = (): string => line.requests.map((r) => JSON.stringify(r)).join('\n');

describe('the page lane', () => {
  it('tells LINE of an answer, and nothing of its words, whatever the resident or staff write', async () => {
    const id = await open({ notice: 'words', care: 'こうもり傘の家です' });
    await write('つづき：鍵は隣の人が持っています');
    await answer(id, 'むらさきの軽トラックで行きます');
    await staffAct(service.deps, LEAD, id, { act: 'note', words: 'ひみつのメモ' });
    await staffAct(service.deps, LEAD, id, { act: 'close', outcome: 'つながった' });
    await service.work();
    expect(line.delivered.filter((d) => JSON.stringify(d).includes('お返事があります'))).toHaveLength(1);
    expect(sentToLine()).not.toMatch(/むらさき|こうもり|隣の人|ひみつ|物置/u);
    expect(await page()).toContain('むらさきの軽トラック');
  });
});

describe('the line lane', () => {
  beforeEach(() => {
    lane = 'line';
  });

  it('brings the words of an answer to LINE where the resident wished it, and to the page as well', async () => {
    const id = await open({ notice: 'words' });
    expect(await answer(id, 'むらさきの軽トラックで行きます')).toBe('done');
    await service.work();
    expect(JSON.stringify(line.delivered.at(-1))).toContain('むらさきの軽トラック');
    expect(await page()).toContain('むらさきの軽トラック');
    await write('ありがとう。待っています');
    expect(JSON.stringify(line.delivered.at(-1))).toContain('担当の職員に届けます。"');
  });

  it.each([{ notice: 'news' }, { notice: 'none' }, {}, { notice: 'words', word: 'しろいくつした' }])(
    'keeps to the page with %o',
    async (fields: Record<string, string>) => {
      const id = await open(fields);
      await answer(id, 'むらさきの軽トラックで行きます');
      await service.work();
      expect(sentToLine()).not.toContain('むらさき');
      const news = line.delivered.filter((d) => JSON.stringify(d).includes('お返事があります'));
      expect(news).toHaveLength(fields.notice === 'none' || fields.word ? 0 : 1);
    },
  );

  it('keeps to the page once the window goes back to it, and for a text longer than LINE takes', async () => {
    const id = await open({ notice: 'words' });
    await answer(id, `長い${'あ'.repeat(4_990)}むらさき`);
    lane = 'page';
    await answer(id, 'むらさきの軽トラックで行きます');
    await service.work();
    expect(sentToLine()).not.toContain('むらさき');
  });

  it.each([
    ['the resident withdraws', () => post('/withdraw')],
    ['a 合言葉 is set', () => post('/watchword', { word: 'しろいくつした' })],
  ])('lets nothing out any more that waits for LINE when %s', async (_, change) => {
    const id = await open({ notice: 'words' });
    const before = line.delivered.length;
    line.inject({ action: 'status', status: 503, match: '/push', times: 3 });
    await answer(id, 'むらさきの軽トラックで行きます');
    await deliverDue(service.deps);
    await change();
    line.clearInject();
    await letPass(30 * MINUTE, MINUTE);
    expect(JSON.stringify(line.delivered.slice(before))).not.toMatch(/むらさき|お返事/u);
    const states = await service.deps.store.all(`SELECT state FROM outbox WHERE case_id = ?`, id);
    expect(states).toContainEqual({ state: 'uncertain' });
  });

  it('is offered with what it means, and its approval stands in the log once', async () => {
    await write('物置の片づけを手伝ってほしい。ひとりではできません');
    await write('人と話す');
    const path = /\/open\/[\w-]+/.exec(JSON.stringify(line.delivered.at(-1)))![0];
    cookie = '';
    cookie = (await post(path)).headers.get('set-cookie')!.split(';')[0]!;
    const form = await page();
    expect(form).toContain('LINEに、返事の文も出してよい（文はLINE社にも残ります）');
    expect(form).toMatch(/value="news" checked/);
    await recordSettings(service.deps);
    await recordSettings(service.deps);
    const rows = await service.deps.store.all<{ line: string }>(
      `SELECT line FROM log WHERE line LIKE '%setting.departed%'`,
    );
    expect(rows.map((r) => JSON.parse(r.line).detail)).toEqual([
      { setting: SHAKYO, by: '情報政策課長', on: '2026-11-20' },
    ]);
  });
});

describe('the phone lane', () => {
  it('names the window to call, and leaves writing to another one open', async () => {
    lane = 'phone';
    const prepared = inLane();
    const { content } = prepared;
    const city = {
      ...content.city,
      handoff: { ...content.city.handoff, window: 'hiratsuka-kurashi-support' },
    };
    await service.close();
    service = await startService({ LINE_API_BASE: line.url }, { ...prepared, content: { ...content, city } });
    await write('物置の片づけを手伝ってほしい。ひとりではできません');
    await write('人と話す');
    const said = JSON.stringify(line.delivered.at(-1));
    expect(said).toContain('この窓口は、電話で話を聞いています');
    expect(said).toContain('文字で書く');
    expect(said).not.toContain('/open/');
    await write('文字で書く');
    expect(JSON.stringify(line.delivered.at(-1))).toContain('/open/');
    // Whoever has begun to write comes to a window that reads, also after thinking of the telephone.
    const path = /\/open\/[\w-]+/.exec(JSON.stringify(line.delivered.at(-1)))![0];
    await write('電話をかける');
    cookie = '';
    cookie = (await post(path)).headers.get('set-cookie')!.split(';')[0]!;
    await post('/send');
    expect(await service.deps.store.all('SELECT window FROM cases')).toEqual([
      { window: 'hiratsuka-kurashi-support' },
    ]);
  });
});

/** Time goes on in steps, and what is due is tried in each. */
async function letPass(ms: number, step: number): Promise<void> {
  for (let gone = 0; gone < ms; gone += step) {
    service.advance(step);
    line.advance(step);
    await deliverDue(service.deps);
  }
}

describe('LINE is down', () => {
  beforeEach(() => {
    lane = 'line';
  });

  it.each([
    ['30 minutes', 30 * MINUTE],
    ['6 hours', 360 * MINUTE],
  ])('for %s: what staff wrote arrives once each, in order', async (_, length) => {
    const id = await open({ notice: 'words' });
    const before = line.delivered.length;
    // Half of the failed calls did their work, and the bot was not told.
    for (let i = 0; i < 500; i++)
      line.inject({
        action: 'status',
        status: i % 3 === 0 ? 503 : 500,
        match: '/push',
        afterProcessing: i % 2 === 1,
      });
    for (const words of ['ひとつめの返事', 'ふたつめの返事', 'みっつめの返事']) {
      await answer(id, words);
      await letPass(length / 3, MINUTE);
    }
    line.clearInject();
    await letPass(30 * MINUTE, MINUTE);
    const texts = line.delivered.slice(before).map((d) => JSON.stringify(d));
    expect(texts).toHaveLength(3);
    expect(['ひとつめ', 'ふたつめ', 'みっつめ'].map((w, i) => texts[i]!.includes(w))).toEqual([
      true,
      true,
      true,
    ]);
    const states = await service.deps.store.all<{ state: string }>(
      'SELECT state FROM outbox WHERE case_id = ? ORDER BY id',
      id,
    );
    expect(states.map((s) => s.state)).toEqual(['sent', 'sent', 'sent']);
  });

  it('for longer than a retry key protects: shown on the desk as not known, never sent twice', async () => {
    const id = await open({ notice: 'words' });
    line.inject({ action: 'status', status: 503, match: '/push', times: 100_000 });
    await answer(id, 'ひとつめの返事');
    await letPass(24 * 60 * MINUTE, 5 * MINUTE);
    line.clearInject();
    await letPass(60 * MINUTE, 5 * MINUTE);
    expect(sentToLine().split('ひとつめの返事').length).toBeGreaterThan(2);
    expect(line.delivered.filter((d) => JSON.stringify(d).includes('ひとつめ'))).toEqual([]);
    const [row] = await service.deps.store.all<{ state: string }>(
      'SELECT state FROM outbox WHERE case_id = ?',
      id,
    );
    expect(row!.state).toBe('uncertain');
  });
});
