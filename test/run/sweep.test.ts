/** Forgetting on time: what is over its days is gone from the rows, and its key with it. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { staffAct } from '../../src/run/act.ts';
import { sweep } from '../../src/run/sweep.ts';
import { readForResident } from '../../src/run/view.ts';
import { startService, type TestService } from '../rig/service.ts';

const DAY = 86_400_000;
const headers = { 'sec-fetch-site': 'same-origin' };
let service: TestService;

beforeEach(async () => {
  service = await startService();
});
afterEach(() => service.close());

async function post(to: string, fields: Record<string, string>, cookie = ''): Promise<string> {
  const answer = await service.app.request(to, {
    method: 'POST',
    headers: { ...headers, cookie },
    body: new URLSearchParams(fields),
  });
  expect(answer.status).toBeLessThan(400);
  return answer.headers.get('set-cookie')?.split(';')[0] ?? cookie;
}
const count = async (sql: string): Promise<number> =>
  (await service.deps.store.all<{ n: number }>(sql))[0]!.n;
const hasKey = async (id: string): Promise<boolean> => (await service.deps.vault.find(id)) !== null;

it('forgets a talk that fell silent seven days ago, and its key', async () => {
  await post('/say', { text: '電球が切れて困っています' });
  const [talk] = await service.deps.store.all<{ id: string }>('SELECT id FROM talks');
  service.advance(7 * DAY - 1000);
  await sweep(service.deps);
  expect(await count('SELECT count(*) AS n FROM talks')).toBe(1);
  service.advance(2000);
  await sweep(service.deps);
  expect(await count('SELECT count(*) AS n FROM talks')).toBe(0);
  expect(await count('SELECT count(*) AS n FROM turns WHERE shown_sealed IS NOT NULL')).toBe(0);
  expect(await hasKey(`talk:${talk!.id}`)).toBe(false);
  // The row is overwritten, not only unlinked: no trace of its id is left in the file once the WAL is cut.
  const file = path.join(service.folder, 'komatta.db');
  await service.deps.store.all('PRAGMA wal_checkpoint(TRUNCATE)');
  expect(
    readFileSync(file).includes(Buffer.from(talk!.id)) &&
      (await count('SELECT count(*) AS n FROM turns')) === 0,
  ).toBe(false);
});

it('keeps a case while it is open, and forgets its words 365 days after closing', async () => {
  const cookie = await post('/say', { text: '電球が切れて困っています' });
  await post('/say', { text: '人と話す' }, cookie);
  await post('/send', {}, cookie);
  const [row] = await service.deps.store.all<{ id: string }>('SELECT id FROM cases');
  const id = row!.id;
  service.advance(8 * DAY);
  await sweep(service.deps);
  expect((await readForResident(service.deps, id))!.packet!.lines.length).toBeGreaterThan(0);
  const lead = { id: 'l', name: 'l', role: 'lead', windows: [] } as const;
  await staffAct(service.deps, { ...lead, windows: [] }, id, { act: 'take' });
  await staffAct(service.deps, { ...lead, windows: [] }, id, { act: 'close', outcome: 'つながった' });
  service.advance(365 * DAY + 1000);
  await sweep(service.deps);
  expect((await readForResident(service.deps, id))!.packet).toBeNull();
  expect(await hasKey(`case:${id}`)).toBe(false);
  expect(await count(`SELECT count(*) AS n FROM log WHERE line LIKE '%case.purged%'`)).toBe(1);
});

it('a withdrawal while nobody has read it destroys the key at once', async () => {
  const cookie = await post('/say', { text: '電球が切れて困っています' });
  await post('/say', { text: '人と話す' }, cookie);
  await post('/send', {}, cookie);
  const [row] = await service.deps.store.all<{ id: string }>('SELECT id FROM cases');
  await post('/withdraw', {}, cookie);
  expect(await hasKey(`case:${row!.id}`)).toBe(false);
});

it('destroys past days’ inbox keys', async () => {
  await service.deps.vault.make('inbox:2026-11-20', service.deps.now());
  await sweep(service.deps);
  expect(await hasKey('inbox:2026-11-20')).toBe(false);
});
