/** What is kept and what is forgotten: a resident's words, what staff wrote, and what a lead holds. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { copyTogether } from '../../src/backup/snapshot.ts';
import type { Act } from '../../src/case/decide.ts';
import type { Staff } from '../../src/case/permissions.ts';
import { verify } from '../../src/log/verify.ts';
import { staffAct } from '../../src/run/act.ts';
import { loadCase } from '../../src/run/cases.ts';
import { purgeCase } from '../../src/run/purge.ts';
import { caseKey, sealFor } from '../../src/run/sealed.ts';
import { sweep } from '../../src/run/sweep.ts';
import { readForResident, readForStaff } from '../../src/run/view.ts';
import { sql } from '../../src/store/port.ts';
import { body, type LineEvent, sign, textEvent, unsendEvent } from '../rig/line-webhook.ts';
import { SECRET, startService, type TestService } from '../rig/service.ts';

const DAY = 86_400_000;
const LEAD: Staff = { id: 'lead', name: '統括', role: 'lead', windows: [] };
const CLERK: Staff = { id: 'clerk', name: '担当', role: 'clerk', windows: ['hiratsuka-shakyo'] };
const own = { 'sec-fetch-site': 'same-origin' };
const SAID = '屋根裏から音がして眠れません';
const NOTE = '屋根の業者の見積もりを待つ';
let service: TestService;
let cookie: string;
let id: string;

beforeEach(async () => {
  service = await startService({ KEEP_CASE_DAYS: '40', KEEP_RECORD_DAYS: '400' });
  cookie = '';
  await post('/say', { text: '物干しを直したいのですが手がとどきません' });
  await post('/say', { text: '人と話す' });
  await post('/send');
  const [row] = await service.deps.store.all<{ id: string; window: string }>('SELECT id, window FROM cases');
  id = row!.id;
  await act({ act: 'take' });
  await post('/say', { text: SAID });
  await act({ act: 'note', words: NOTE });
});
afterEach(() => service.close());

async function post(to: string, fields: Record<string, string> = {}): Promise<void> {
  const answer = await service.app.request(to, {
    method: 'POST',
    headers: { ...own, cookie },
    body: new URLSearchParams(fields),
  });
  expect(answer.status, to).toBeLessThan(400);
  cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? cookie;
}
const act = async (wanted: Act): Promise<void> =>
  void expect(await staffAct(service.deps, LEAD, id, wanted)).toBe('done');
const close = () => act({ act: 'close', outcome: 'つながった' });
const hasKey = async (key: string): Promise<boolean> => (await service.deps.vault.find(key)) !== null;
const wordsFor = async (staff: Staff): Promise<string> =>
  JSON.stringify((await readForStaff(service.deps, staff, 's', id))?.facts.map((f) => f.words));
const pass = async (days: number): Promise<void> => {
  service.advance(days * DAY);
  await sweep(service.deps);
};

describe('a case that is over', () => {
  it('loses the resident’s words on time, and what staff wrote when its own time is over', async () => {
    await close();
    await pass(39);
    expect(await wordsFor(CLERK)).toContain(SAID);
    await act({ act: 'note', words: 'あとから書いた' }); // does not begin the days anew
    await pass(2);
    expect(await wordsFor(CLERK)).not.toContain(SAID);
    expect(await wordsFor(CLERK)).toContain(NOTE);
    expect([await hasKey(`case:${id}`), await hasKey(`record:${id}`)]).toEqual([false, true]);
    await pass(360);
    expect(await wordsFor(CLERK)).not.toContain(NOTE);
    expect(await hasKey(`record:${id}`)).toBe(false);
  });

  it('is kept while a lead holds it, with basis and reason, and goes when the hold ends', async () => {
    await close();
    await act({ act: 'hold', basis: 'life-other', words: '裁判所から求められるかもしれない' });
    expect(await staffAct(service.deps, LEAD, id, { act: 'hold', basis: 'life-other', words: 'x' })).toBe(
      'held',
    );
    expect(await staffAct(service.deps, CLERK, id, { act: 'endHold', words: 'x' })).toBe('leadOnly');
    expect(await purgeCase(service.deps, 'cli:x', id)).toBe('held');
    await pass(500);
    expect(await wordsFor(CLERK)).toContain(SAID);
    await act({ act: 'endHold', words: '求められなかった' });
    await sweep(service.deps);
    expect(await wordsFor(CLERK)).toBe(
      JSON.stringify((await loadCase(service.deps, id))!.facts.map(() => null)),
    );
  });

  it('is not held before it is over, and not purged before, nor while somebody’s safety is not checked', async () => {
    expect(await staffAct(service.deps, LEAD, id, { act: 'hold', basis: 'life-other', words: 'x' })).toBe(
      'notOver',
    );
    expect(await purgeCase(service.deps, 'cli:x', id)).toBe('open');
    await act({ act: 'report', kind: '高齢者虐待の通報', words: 'A課へ 10時' });
    await close();
    expect(await purgeCase(service.deps, 'cli:x', id)).toBe('dutyOpen');
    expect(await purgeCase(service.deps, 'cli:x', 'nothing')).toBe('missing');
  });
});

it('a withdrawal hides the resident’s words from all, and leaves leads what staff wrote', async () => {
  expect(await wordsFor(CLERK)).toContain(SAID);
  await post('/withdraw');
  expect(await wordsFor(CLERK)).not.toContain(NOTE);
  expect(await wordsFor(LEAD)).toContain(NOTE);
  expect(await wordsFor(LEAD)).not.toContain(SAID);
  await pass(31);
  expect(await hasKey(`case:${id}`)).toBe(false);
  expect(await wordsFor(LEAD)).toContain(NOTE);
});

/** What takes words away, each in its own way. */
const AWAY: Record<string, () => Promise<void>> = {
  'a purge': async () => {
    await close();
    expect(await purgeCase(service.deps, 'cli:op', id, { by: '課長' })).toBe('done');
  },
  'a withdrawal, after its days': async () => {
    await post('/withdraw');
    await pass(31);
  },
  'LINE’s unsend': async () => {
    await inLine(textEvent({ user: 'u', text: '手すりのことで話があります' }));
    await inLine(textEvent({ user: 'u', text: '人と話す' }));
    const { mintLink } = await import('../../src/run/doorway.ts');
    const [talk] = await service.deps.store.all<{ id: string }>('SELECT id FROM talks WHERE who IS NOT NULL');
    await post(new URL(await mintLink(service.deps, talk!.id)).pathname);
    await post('/send');
    const [row] = await service.deps.store.all<{ id: string }>('SELECT id FROM cases WHERE id <> ?', id);
    id = row!.id;
    await act({ act: 'take' });
    const said = textEvent({ user: 'u', text: 'あとから書いた、消したい文です' });
    await inLine(said);
    before = await boxes();
    await inLine(
      unsendEvent({ user: 'u', messageId: (said as unknown as { message: { id: string } }).message.id }),
    );
  },
};
let before: { n: number; box: Buffer }[] = [];

async function boxes(): Promise<{ n: number; box: Buffer }[]> {
  const rows = await service.deps.store.all<{ n: number; words_sealed: Uint8Array }>(
    'SELECT n, words_sealed FROM facts WHERE case_id = ? AND words_sealed IS NOT NULL',
    id,
  );
  return rows.map((r) => ({ n: r.n, box: Buffer.from(r.words_sealed).subarray(-40) }));
}

async function inLine(event: LineEvent): Promise<void> {
  const raw = body([event]);
  const headers = { 'x-line-signature': sign(raw, SECRET) };
  expect((await service.app.request('/webhook', { method: 'POST', body: raw, headers })).status).toBe(200);
  await service.work();
}

it.each(Object.entries(AWAY))(
  'after %s the words are in no byte of database, WAL, keys or a backup made then; the log verifies',
  async (_, away) => {
    before = await boxes();
    await away();
    const left = (await boxes()).map((b) => b.box.toString('hex'));
    const gone = before.filter((b) => !left.includes(b.box.toString('hex')));
    expect(gone.length).toBeGreaterThan(0);
    service.deps.scrub();
    const copy = {
      words: path.join(service.folder, 'copy.db'),
      keys: path.join(service.folder, 'copy-keys.db'),
    };
    await copyTogether(
      { words: path.join(service.folder, 'komatta.db'), keys: path.join(service.folder, 'keys.db') },
      copy,
    );
    for (const name of [
      'komatta.db',
      'komatta.db-wal',
      'keys.db',
      'keys.db-wal',
      'copy.db',
      'copy-keys.db',
    ]) {
      const file = path.join(service.folder, name);
      if (!existsSync(file)) continue;
      const bytes = readFileSync(file);
      for (const { box } of gone) expect(bytes.includes(box), name).toBe(false);
    }
    const rows = await service.deps.store.all<{ seq: number; line: string; head: string }>(
      'SELECT seq, line, head FROM log WHERE seq > 0 ORDER BY seq',
    );
    expect(verify(rows, [])).toMatchObject({ ok: true, size: rows.length });
  },
);

it('words of staff from before they had a key of their own are read as ever', async () => {
  const { deps } = service;
  const [note] = (await loadCase(deps, id))!.facts.filter((f) => f.fact.type === 'noted');
  const old = await sealFor(deps, caseKey(id), `fact:${id}:${note!.n}`, '前の版で書いたメモ');
  await deps.store.batch([
    sql('UPDATE facts SET words_sealed = ? WHERE case_id = ? AND n = ?', old, id, note!.n),
  ]);
  expect(await wordsFor(CLERK)).toContain('前の版で書いたメモ');
});

it('a purge names who decided it, takes the key, and leaves what staff wrote', async () => {
  await AWAY['a purge']!();
  const [entry] = await service.deps.store.all<{ line: string }>(
    `SELECT line FROM log WHERE line LIKE '%case.purged%'`,
  );
  expect(JSON.parse(entry!.line)).toMatchObject({ actor: 'cli:op', case: id, detail: { by: '課長' } });
  for (const name of ['keys.db', 'keys.db-wal']) {
    const file = path.join(service.folder, name);
    if (existsSync(file)) expect(readFileSync(file).includes(Buffer.from(`case:${id}`)), name).toBe(false);
  }
  expect((await readForResident(service.deps, id))!.packet).toBeNull();
  expect(await wordsFor(CLERK)).toContain(NOTE);
  expect(await service.deps.store.all('SELECT 1 FROM turns WHERE shown_sealed IS NOT NULL')).toEqual([]);
});
