/** What is kept and what is forgotten: a resident's words, what staff wrote, and what a lead holds. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { copyTogether } from '../../src/backup/snapshot.ts';
import type { Act } from '../../src/case/decide.ts';
import type { Staff } from '../../src/case/permissions.ts';
import { staffAct } from '../../src/run/act.ts';
import { loadCase } from '../../src/run/cases.ts';
import { purgeCase } from '../../src/run/purge.ts';
import { sweep } from '../../src/run/sweep.ts';
import { readForResident, readForStaff } from '../../src/run/view.ts';
import { startService, type TestService } from '../rig/service.ts';

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

it('what is purged is in no byte of database, WAL, keys or a backup made afterwards; the log names who did it', async () => {
  const boxes = async (): Promise<{ n: number; box: Buffer }[]> =>
    (
      await service.deps.store.all<{ n: number; words_sealed: Uint8Array }>(
        'SELECT n, words_sealed FROM facts WHERE case_id = ? AND words_sealed IS NOT NULL',
        id,
      )
    ).map((r) => ({ n: r.n, box: Buffer.from(r.words_sealed).subarray(-40) }));
  const before = await boxes();
  await close();
  expect(await purgeCase(service.deps, 'cli:op', id, { by: '課長' })).toBe('done');
  const left = (await boxes()).map((b) => b.n);
  const gone = before.filter((b) => !left.includes(b.n));
  expect(gone.length).toBeGreaterThan(1);
  const copy = {
    words: path.join(service.folder, 'copy.db'),
    keys: path.join(service.folder, 'copy-keys.db'),
  };
  await copyTogether(
    { words: path.join(service.folder, 'komatta.db'), keys: path.join(service.folder, 'keys.db') },
    copy,
  );
  for (const name of ['komatta.db', 'komatta.db-wal', 'keys.db', 'keys.db-wal', 'copy.db', 'copy-keys.db']) {
    const file = path.join(service.folder, name);
    if (!existsSync(file)) continue;
    const bytes = readFileSync(file);
    for (const { box } of gone) expect(bytes.includes(box), name).toBe(false);
    if (name.includes('keys')) expect(bytes.includes(Buffer.from(`case:${id}`)), name).toBe(false);
  }
  const [entry] = await service.deps.store.all<{ line: string }>(
    `SELECT line FROM log WHERE line LIKE '%case.purged%'`,
  );
  expect(JSON.parse(entry!.line)).toMatchObject({ actor: 'cli:op', case: id, detail: { by: '課長' } });
  expect((await readForResident(service.deps, id))!.packet).toBeNull();
  expect(await wordsFor(CLERK)).toContain(NOTE);
});
