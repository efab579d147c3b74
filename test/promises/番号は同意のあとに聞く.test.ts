/** 電話をもらう through the real app: what is asked, kept, shown, forgotten, and what nobody else hears. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Case, evolve } from '../../src/case/case.ts';
import { decide } from '../../src/case/decide.ts';
import { staffAct } from '../../src/run/act.ts';
import { readForResident, readForStaff } from '../../src/run/view.ts';
import { startService, type TestService } from '../rig/service.ts';

const LEAD = { id: 'lead', name: '統括', role: 'lead', windows: [] as string[] } as const;
const lead = { ...LEAD, windows: [] };
const NUMBER = '0463-00-1234';
const NAME = 'たなかはなえ';
let service: TestService;
let cookie: string;
let id: string;

beforeEach(async () => {
  service = await startService();
  cookie = '';
  await post('/say', { text: '電球が切れて困っています' });
  await post('/say', { text: '電話のほかの方法' });
  await post('/say', { text: '電話をもらう' });
});
afterEach(() => service.close());

async function post(to: string, fields: Record<string, string> | [string, string][]) {
  const answer = await service.app.request(to, {
    method: 'POST',
    headers: { 'sec-fetch-site': 'same-origin', cookie },
    body: new URLSearchParams(fields),
  });
  cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? cookie;
  return { status: answer.status, page: await answer.text() };
}
const page = async (): Promise<string> => (await service.app.request('/', { headers: { cookie } })).text();

async function consent(): Promise<string> {
  const { page: sent } = await post('/send', {});
  const [row] = await service.deps.store.all<{ id: string }>('SELECT id FROM cases');
  id = row!.id;
  return sent;
}
const wish = (over: Record<string, string> = {}) =>
  post('/callback', { number: NUMBER, name: NAME, ...over });
const desk = () => readForStaff(service.deps, lead, 's1', id);

describe('before consent', () => {
  it('nothing is asked, and a form that comes all the same is kept nowhere', async () => {
    expect(await page()).not.toContain('name="number"');
    expect(await page()).toContain('番号は、ここでは聞きません');
    await wish();
    expect(await page()).toContain('いま、職員に送っている相談はありません');
    await consent();
    expect((await desk())!.wish).toBeNull();
  });
});

describe('after consent', () => {
  beforeEach(async () => {
    expect(await consent()).toMatch(/<details open=""><summary>電話をもらいたいとき/);
  });

  it('the form offers the open bands, and allows nothing by itself', async () => {
    const form = await page();
    for (const band of ['午前（8:30〜12:00）', '夕方（16:00〜17:00）']) expect(form).toContain(band);
    const ticks = /<section aria-label="電話の希望"[\s\S]*?<\/section>/.exec(form)![0];
    expect(ticks.match(/type="checkbox"/g)).toHaveLength(6);
    expect(ticks).not.toMatch(/checked/);
  });

  it('a wish reaches staff in full, and the newest counts', async () => {
    await post('/callback', [
      ['number', '０９０－００００－１２３４'],
      ['bands', '午前'],
      ['bands', '夕方'],
      ['voicemail', 'yes'],
    ]);
    expect((await desk())!.wish).toEqual({
      name: '',
      number: '090-0000-1234',
      bands: ['午前', '夕方'],
      voicemail: true,
      family: false,
    });
    await wish({ family: 'yes' });
    const read = (await desk())!;
    expect(read.wish).toMatchObject({ number: NUMBER, voicemail: false, family: true });
    // The older number is gone from the thread too: it would be called by mistake.
    const told = read.facts.filter((f) => f.fact.type === 'callback').map((f) => f.words);
    expect(told).toEqual([null, expect.stringContaining(NUMBER)]);
  });

  it('what cannot be read is given back, with one sentence, and nothing is kept', async () => {
    const refused = await wish({ number: '0463-00-12', family: 'yes' });
    expect(refused.status).toBe(400);
    expect(refused.page).toContain('0からはじまる10けたか11けたの数字で書いてください。');
    expect(refused.page).toContain('value="0463-00-12"');
    expect(refused.page).toContain(`value="${NAME}"`);
    expect(refused.page).toMatch(/name="family" value="yes" checked/);
    expect((await desk())!.wish).toBeNull();
  });

  it('one tap takes it back, number and all', async () => {
    await wish();
    expect(await page()).toContain(NUMBER);
    await post('/callback/stop', {});
    expect(await page()).not.toContain(NUMBER);
    const read = (await desk())!;
    expect(read.wish).toBeNull();
    expect(JSON.stringify(read)).not.toContain(NUMBER);
  });

  it('is sealed on the disk, and in no log line, entry, report or message to LINE', async () => {
    await wish({ name: NAME });
    await staffAct(service.deps, lead, id, { act: 'take' });
    await staffAct(service.deps, lead, id, { act: 'call', result: '出ない' });
    const bytes = ['komatta.db', 'komatta.db-wal', 'keys.db', 'keys.db-wal']
      .map((f) => path.join(service.folder, f))
      .filter(existsSync)
      .map((f) => readFileSync(f));
    for (const words of [NUMBER, NUMBER.replaceAll('-', ''), NAME]) {
      expect(bytes.some((b) => b.includes(Buffer.from(words)))).toBe(false);
      expect(JSON.stringify(service.reports)).not.toContain(words);
    }
    const entries = await service.deps.store.all<{ line: string }>(
      'SELECT line FROM log WHERE seq > 0 ORDER BY seq',
    );
    const acts = entries.map((e) => JSON.parse(e.line) as { act: string; detail: unknown });
    expect(acts).toContainEqual(
      expect.objectContaining({ act: 'case.callback', detail: { agreed: true, danger: null } }),
    );
    expect(acts).toContainEqual(
      expect.objectContaining({ act: 'case.called', detail: { result: '出ない' } }),
    );
    expect(await service.deps.store.all('SELECT id FROM outbox')).toEqual([]);
  });

  it('leaves with the case when the resident withdraws', async () => {
    await wish();
    await post('/withdraw', {});
    const kept = await service.deps.store.all('SELECT n FROM facts WHERE words_sealed IS NOT NULL');
    expect(kept).toEqual([]);
  });

  it('a name field with danger in it gets the card first, and raises the flag', async () => {
    await wish({ name: 'もう死にたい' });
    const shown = await page();
    expect(shown).toContain('aria-label="いま、つながるところ"');
    expect((await desk())!.loaded.current.danger).toMatchObject({ class: 'suicide' });
  });

  it('a my-number in the name is taken out', async () => {
    await wish({ name: '123456789018' });
    expect((await desk())!.wish!.name).toBe('〔番号〕');
  });

  it('closed, it is offered no more', async () => {
    await staffAct(service.deps, lead, id, { act: 'take' });
    await staffAct(service.deps, lead, id, { act: 'close', outcome: 'つながった' });
    expect(await page()).not.toContain('name="number"');
    await wish();
    expect((await desk())!.wish).toBeNull();
  });
});

describe('the call', () => {
  beforeEach(async () => {
    await consent();
    await staffAct(service.deps, lead, id, { act: 'take' });
  });

  it('is no act where nobody agreed to one', async () => {
    expect(await staffAct(service.deps, lead, id, { act: 'call', result: '話せた' })).toBe('noWish');
  });

  it('that reached them keeps the promise; one that did not, does not', async () => {
    await wish();
    await staffAct(service.deps, lead, id, { act: 'call', result: '出ない' });
    expect((await desk())!.loaded.current.answeredAt).toBeNull();
    expect(await page()).toContain('電話をしました。そのときは、お話しできませんでした。');
    await staffAct(service.deps, lead, id, { act: 'call', result: '番号ちがい' });
    expect(await page()).toContain('番号がちがうようでした');
    await staffAct(service.deps, lead, id, { act: 'call', result: '話せた' });
    expect((await desk())!.loaded.current.answeredAt).not.toBeNull();
    expect((await readForResident(service.deps, id))!.facts.at(-1)!.fact).toMatchObject({ result: '話せた' });
  });

  it('can still be written down when the wish was taken back meanwhile', async () => {
    await wish();
    await post('/callback/stop', {});
    expect(await staffAct(service.deps, lead, id, { act: 'call', result: '話せた' })).toBe('done');
  });

  it('is written down by who holds the case only', () => {
    const opened = { type: 'opened', window: 'w', need: null, danger: null, minor: false, dueAt: 0 } as const;
    const base = { at: 0, by: 'resident' } as const;
    const waiting: Case = [
      { ...base, ...opened },
      { ...base, type: 'callback', agreed: true, danger: null } as const,
    ].reduce<Case | null>((c, f) => evolve(c, f), null)!;
    const clerk = { id: 'c', name: '担当', role: 'clerk', windows: ['w'] } as const;
    const act = { act: 'call', result: '話せた' } as const;
    const by = (c: Case) => decide(c, act, { ...clerk, windows: ['w'] }, 1, false);
    expect(by(waiting)).toEqual({ ok: false, reason: 'takeFirst' });
    const other = evolve(waiting, { at: 1, by: 'staff:other', type: 'taken' });
    expect(by(other)).toEqual({ ok: false, reason: 'takenByOther' });
    expect(by(evolve(waiting, { at: 1, by: 'staff:c', type: 'taken' })).ok).toBe(true);
  });
});
