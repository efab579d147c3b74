/** Every view of words leaves its entry before the bytes leave: also when the process ends between the two, or the log does not answer. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createApp } from '../../src/app.ts';
import type { Deps } from '../../src/run/deps.ts';
import type { Recorder } from '../../src/run/recorder.ts';
import { startSession } from '../../src/run/session.ts';
import { sql } from '../../src/store/port.ts';
import { startService, type TestService } from '../rig/service.ts';

const SAID = '押し入れのふすまが重くて開きません';
const own = { 'sec-fetch-site': 'same-origin' };
let service: TestService;
let desk: string;
let id: string;

beforeEach(async () => {
  service = await startService();
  let cookie = '';
  for (const [to, fields] of [
    ['/say', { text: SAID }],
    ['/say', { text: '人と話す' }],
    ['/send', {}],
  ] as const) {
    const answer = await service.app.request(to, {
      method: 'POST',
      headers: { ...own, cookie },
      body: new URLSearchParams(fields),
    });
    cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? cookie;
  }
  await service.deps.store.batch([
    sql(
      `INSERT INTO staff (id, name, role, windows, password, totp_sealed, totp_step, made_at) VALUES ('lead', '統括', 'lead', '[]', '', ?, 0, 0)`,
      new Uint8Array(),
    ),
  ]);
  desk = `komatta-desk=${await startSession(service.deps, 'lead', 'password')}`;
  id = (await service.deps.store.all<{ id: string }>('SELECT id FROM cases'))[0]!.id;
});
afterEach(() => service.close());

const entries = async (act: string): Promise<number> =>
  (await service.deps.store.all(`SELECT 1 FROM log WHERE line LIKE ?`, `%"act":"${act}"%`)).length;

/** The same service with another recorder. */
function withRecorder(recorder: Partial<Recorder>) {
  const deps: Deps = { ...service.deps, recorder: { ...service.deps.recorder, ...recorder } };
  return createApp(deps);
}

const PAGES: [page: () => string, act: string][] = [
  [() => `/desk/cases/${id}`, 'case.viewed'],
  [() => `/desk/cases/${id}/paper`, 'case.viewed'],
  [() => `/desk/cases/${id}/conference`, 'case.viewed'],
];

it.each(PAGES)('the entry is durable before a byte of the page is there (%#)', async (page, act) => {
  let durable = 0;
  const app = withRecorder({
    async commit(statements, written) {
      const outcome = await service.deps.recorder.commit(statements, written);
      durable = await entries(act);
      return outcome;
    },
  });
  const answer = await app.request(page(), { headers: { cookie: desk } });
  expect(durable).toBe(1);
  expect(answer.status).toBe(200);
});

it.each(PAGES)(
  'a process that ends between the two leaves the entry, and gave no words away (%#)',
  async (page, act) => {
    const app = withRecorder({
      async commit(statements, written) {
        await service.deps.recorder.commit(statements, written);
        throw new Error('killed here');
      },
    });
    const answer = await app.request(page(), { headers: { cookie: desk } });
    expect(await answer.text()).not.toContain(SAID);
    expect(answer.status).toBe(500);
    expect(await entries(act)).toBe(1);
  },
);

it.each(PAGES)('a log that does not answer gives no words away (%#)', async (page, act) => {
  const app = withRecorder({ commit: async () => 'stale' });
  const answer = await app.request(page(), { headers: { cookie: desk } });
  expect(answer.status).toBe(500);
  expect(await answer.text()).not.toContain(SAID);
  expect(await entries(act)).toBe(0);
});

it('words that were shown in a session leave no second entry, new ones do', async () => {
  const look = () => service.app.request(`/desk/cases/${id}`, { headers: { cookie: desk } });
  await look();
  await look();
  expect(await entries('case.viewed')).toBe(1);
});
