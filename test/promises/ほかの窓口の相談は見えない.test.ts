/**
 * Every route, for everybody, on a case in every state: what is answered stands in the file of the same name and is read by people. A new
 * route is not in it, and fails; `UPDATE_MATRIX=1` writes the file anew, to be read before it is kept.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ROUTES, type Route } from '../../src/app.ts';
import type { Fact } from '../../src/case/case.ts';
import type { Role } from '../../src/case/permissions.ts';
import { caseStatements, factStatement, loadCase } from '../../src/run/cases.ts';
import { caseKey, sealFor } from '../../src/run/sealed.ts';
import { newId, newSpare } from '../../src/run/spare.ts';
import { sql } from '../../src/store/port.ts';
import { finder } from '../../src/store/seal.ts';
import { startService, type TestService } from '../rig/service.ts';

const FILE = path.join(import.meta.dirname, 'ほかの窓口の相談は見えない.txt');
const SHAKYO = 'hiratsuka-shakyo';
const OTHER = 'hiratsuka-kurashi-support';
const STATES = ['open', 'closed', 'withdrawn', 'purged'] as const;
type State = (typeof STATES)[number];
/** Who asks. A clerk of another window asks for a case that is not theirs. */
const STAFF: Record<string, { role: Role; windows: string[] }> = {
  clerk: { role: 'clerk', windows: [SHAKYO] },
  stranger: { role: 'clerk', windows: [OTHER] },
  lead: { role: 'lead', windows: [] },
  operator: { role: 'operator', windows: [] },
  auditor: { role: 'auditor', windows: [] },
};
let service: TestService;
const cookies: Record<string, string> = { nobody: '' };

beforeAll(async () => {
  service = await startService();
  const { store, master, now } = service.deps;
  const session = (name: string, at: number) =>
    sql(
      'INSERT INTO desk_sessions (hash, staff, started_at, seen_at, proved_at) VALUES (?, ?, ?, ?, ?)',
      finder(master, 'desk', `token-${name}-${at}`),
      name,
      at,
      at,
      at,
    );
  for (const [name, { role, windows }] of Object.entries(STAFF)) {
    await store.batch([
      sql(
        `INSERT INTO staff (id, name, role, windows, password, totp_sealed, totp_step, made_at) VALUES (?, ?, ?, ?, 'scrypt$15$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA', ?, 0, 0)`,
        name,
        name,
        role,
        JSON.stringify(windows),
        new Uint8Array(),
      ),
    ]);
  }
  const at = now();
  for (const name of Object.keys(STAFF)) {
    await store.batch([session(name, at)]);
    cookies[name] = `komatta-desk=token-${name}-${at}`;
  }
  await store.batch([session('lead', at - 16 * 60_000)]);
  cookies.expired = `komatta-desk=token-lead-${at - 16 * 60_000}`;
});
afterAll(() => service.close());

/** A case in a state, with words where it still has them. */
async function caseIn(state: State): Promise<string> {
  const { deps } = service;
  const { id, code } = newSpare();
  const at = deps.now();
  const opened: Fact = {
    type: 'opened',
    at,
    by: 'resident',
    window: SHAKYO,
    need: null,
    danger: null,
    minor: false,
    dueAt: at + 3_600_000,
  };
  const packet = { lines: [], sheet: { main: null, others: [] } };
  const words = state === 'purged' ? null : await sealFor(deps, caseKey(id), `fact:${id}:1`, packet);
  await deps.store.batch([
    sql(
      `INSERT INTO cases (id, code, talk, window, state, minor, opened_at, due_at, facts, changed_at) VALUES (?, ?, ?, ?, 'waiting', 0, ?, ?, 1, ?)`,
      id,
      `${code}-${newId()}`,
      `talk-${id}`,
      SHAKYO,
      at,
      at,
      at,
    ),
    factStatement(id, 1, opened, null, words),
  ]);
  const end: Fact | null =
    state === 'open'
      ? null
      : state === 'withdrawn'
        ? { type: 'withdrawn', at, by: 'resident' }
        : { type: 'closed', at, by: 'staff:lead', outcome: 'つながった', gap: null };
  if (end) {
    const { current } = (await loadCase(deps, id))!;
    await deps.store.batch(caseStatements(deps, id, current, end, null, null));
  }
  return id;
}

/** A device of a talk without a case; nothing of somebody else's can be named from there. */
async function deviceCookie(alive: boolean): Promise<string> {
  const answer = await service.app.request('/say', {
    method: 'POST',
    headers: { 'sec-fetch-site': 'same-origin' },
    body: new URLSearchParams({ text: '庭の石が重くて動かせません' }),
  });
  const cookie = answer.headers.get('set-cookie')!.split(';')[0]!;
  if (!alive)
    await service.deps.store.batch([
      sql(
        'UPDATE devices SET seen_at = 0 WHERE hash = ?',
        finder(service.deps.master, 'device', cookie.split('=')[1]!),
      ),
    ]);
  return cookie;
}

async function ask(route: Route, cookie: string, id = 'x'): Promise<number> {
  const at = route.path.replace(':id', id).replace(/:\w+/g, 'x');
  const { status } = await service.app.request(`http://localhost:3000${at}`, {
    method: route.method,
    headers: { cookie, 'sec-fetch-site': 'same-origin' },
    ...(route.method === 'POST' ? { body: new URLSearchParams() } : {}),
  });
  return status;
}

/** One line of the table: whoever gets the same answer stands together. */
async function lineOf(route: Route): Promise<string> {
  const answers = new Map<string, string[]>();
  const note = (who: string, answer: string): void => {
    answers.set(answer, [...(answers.get(answer) ?? []), who]);
  };
  if (route.path.includes(':id')) {
    for (const who of ['nobody', 'expired', ...Object.keys(STAFF)]) {
      const statuses: number[] = [];
      for (const state of STATES) statuses.push(await ask(route, cookies[who]!, await caseIn(state)));
      const same = new Set(statuses).size === 1;
      note(who, same ? `${statuses[0]}` : STATES.map((s, i) => `${s}=${statuses[i]}`).join(','));
    }
  } else if (route.who === 'device') {
    note('nobody', `${await ask(route, '')}`);
    note('expired', `${await ask(route, await deviceCookie(false))}`);
    note('device', `${await ask(route, await deviceCookie(true))}`);
  } else {
    for (const who of ['nobody', 'expired', ...Object.keys(STAFF)]) {
      if (route.path === '/desk/logout' && STAFF[who]) continue; // it would end the session that the rest needs
      note(who, `${await ask(route, cookies[who]!)}`);
    }
  }
  const cells = [...answers].map(([answer, who]) => `${who.join(' ')}: ${answer}`);
  return `${route.method} ${route.path} | ${cells.join(' | ')}`;
}

it('every route answers everybody as it stands in the table', async () => {
  const lines: string[] = [];
  for (const route of ROUTES) lines.push(await lineOf(route));
  const table = `${lines.join('\n')}\n`;
  if (process.env.UPDATE_MATRIX) writeFileSync(FILE, table);
  expect(table).toBe(readFileSync(FILE, 'utf8'));
}, 120_000);

it('the table lets nobody near a case who may not work on it', () => {
  const lines = readFileSync(FILE, 'utf8')
    .split('\n')
    .filter((l) => l.includes('/desk/cases/:id'));
  expect(lines.length).toBeGreaterThan(20);
  for (const line of lines) {
    expect(line).toMatch(/\| nobody expired: 303 \|/);
    expect(line, 'roles that see no words').toMatch(/operator auditor: 403(?: \||$)/);
    const stranger = /\| (?:clerk )?stranger(?: operator auditor)?: (\S+)/.exec(line)?.[1];
    expect(stranger, line).toMatch(/^40[34]$/);
  }
});
