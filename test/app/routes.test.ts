import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROUTES } from '../../src/app.ts';
import type { Role } from '../../src/case/permissions.ts';
import { sql } from '../../src/store/port.ts';
import { finder } from '../../src/store/seal.ts';
import { startService, type TestService } from '../rig/service.ts';

/** The table as agreed: change it here and in app.ts together, knowingly. */
const EXPECTED = `
POST /webhook line
GET /healthz anyone
GET /readyz anyone
GET /metrics watcher
GET /assets/:file anyone
GET / anyone
POST /say anyone
POST /tap device
POST /later device
POST /send device
POST /phrase device
POST /callback device
POST /callback/stop device
POST /withdraw device
POST /connected device
POST /move device
POST /unlock anyone
POST /watchword device
GET /print device
GET /changes device
POST /close anyone
GET /about anyone
POST /here device
GET /closed anyone
POST /size anyone
GET /open/:token anyone
POST /open/:token anyone
GET /return anyone
POST /return anyone
GET /desk/login anyone
POST /desk/login anyone
GET /desk/invite/:token anyone
POST /desk/invite/:token anyone
POST /desk/logout clerk,lead,operator,auditor
GET /desk clerk,lead,operator,auditor
GET /desk/unhandled lead
POST /desk/unhandled lead
POST /desk/window clerk,lead
GET /desk/search clerk,lead
POST /desk/search clerk,lead
GET /desk/changes clerk,lead
GET /desk/prove clerk,lead,operator,auditor
POST /desk/prove clerk,lead,operator,auditor
POST /desk/passkey/ask anyone
POST /desk/passkey/login anyone
POST /desk/passkey/prove clerk,lead,operator,auditor
POST /desk/passkey/make clerk,lead,operator,auditor proof
POST /desk/passkey/add clerk,lead,operator,auditor proof
GET /desk/me clerk,lead,operator,auditor
POST /desk/me/codes clerk,lead,operator,auditor proof
POST /desk/me/passkey clerk,lead,operator,auditor proof
GET /desk/people lead
POST /desk/people/:act lead proof
GET /desk/figures lead,operator,auditor
GET /desk/figures/gaps lead,operator,auditor
GET /desk/figures/public.csv lead,operator,auditor proof
GET /desk/log lead,auditor
POST /desk/log lead,auditor
GET /desk/log.csv lead,auditor proof
GET /desk/cases/:id clerk,lead
GET /desk/cases/:id/paper clerk,lead
GET /desk/cases/:id/conference clerk,lead
POST /desk/cases/:id/answer clerk,lead
POST /desk/cases/:id/undo clerk,lead
POST /desk/cases/:id/draft clerk,lead
POST /desk/cases/:id/take clerk,lead
POST /desk/cases/:id/note clerk,lead
POST /desk/cases/:id/call clerk,lead
POST /desk/cases/:id/assign clerk,lead
POST /desk/cases/:id/askMove clerk,lead
POST /desk/cases/:id/confer clerk,lead
POST /desk/cases/:id/report clerk,lead
POST /desk/cases/:id/check clerk,lead
POST /desk/cases/:id/complain clerk,lead
POST /desk/cases/:id/askLead clerk,lead
POST /desk/cases/:id/close clerk,lead
POST /desk/cases/:id/merge clerk,lead
POST /desk/cases/:id/letIn clerk,lead
POST /desk/cases/:id/watchword clerk,lead
POST /desk/cases/:id/reopen clerk,lead
POST /desk/cases/:id/advise lead
POST /desk/cases/:id/hold lead
POST /desk/cases/:id/endHold lead
POST /desk/cases/:id/purge lead proof
POST /desk/cases/:id/move lead proof
`
  .trim()
  .split('\n');

let service: TestService;
const tokens = new Map<Role, string>();
const SHAKYO = 'hiratsuka-shakyo';

beforeAll(async () => {
  service = await startService();
  for (const role of ['clerk', 'lead', 'operator', 'auditor'] as const)
    tokens.set(role, await login(role, [SHAKYO]));
});
afterAll(() => service.close());

/** A logged-in member of staff; how one logs in is tested elsewhere. */
async function login(role: Role, windows: string[]): Promise<string> {
  const { deps } = service;
  const token = `token-of-${role}-${windows.join()}`;
  const now = deps.now();
  await deps.store.batch([
    sql(
      'INSERT INTO staff (id, name, role, windows, password, totp_sealed, totp_step, made_at) VALUES (?, ?, ?, ?, ?, ?, 0, ?)',
      token,
      token,
      role,
      JSON.stringify(windows),
      '',
      new Uint8Array(),
      now,
    ),
    sql(
      'INSERT INTO desk_sessions (hash, staff, started_at, seen_at, proved_at) VALUES (?, ?, ?, ?, ?)',
      finder(deps.master, 'desk', token),
      token,
      now,
      now,
      now,
    ),
  ]);
  return token;
}

const request = (method: string, path: string, cookie = '', headers: Record<string, string> = {}) =>
  service.app.request(`http://localhost:3000${path.replace(/:\w+/g, 'x')}`, {
    method,
    headers: { cookie, 'sec-fetch-site': 'same-origin', ...headers },
    ...(method === 'POST' ? { body: new URLSearchParams() } : {}),
  });

describe('the permission table', () => {
  it('is the one agreed on', () => {
    expect(ROUTES.map((r) => `${r.method} ${r.path} ${String(r.who)}${r.proof ? ' proof' : ''}`)).toEqual(
      EXPECTED,
    );
  });

  it('names every route that the app answers', () => {
    const known = new Set(ROUTES.map((r) => `${r.method} ${r.path}`));
    const served = service.app.routes.filter((r) => r.method !== 'ALL').map((r) => `${r.method} ${r.path}`);
    expect(served.length).toBeGreaterThan(20);
    expect(served.filter((r) => !known.has(r))).toEqual([]);
    expect(service.app.routes.filter((r) => r.method === 'ALL').every((r) => r.path === '/*')).toBe(true);
  });

  it('lets nobody without an identity past a route that asks for one', async () => {
    for (const route of ROUTES.filter((r) => r.who !== 'anyone' && r.who !== 'line')) {
      if (route.who === 'watcher') {
        expect((await request(route.method, route.path)).status, route.path).toBe(403);
        continue;
      }
      const page = await request(route.method, route.path);
      expect([page.status, page.headers.get('location')], route.path).toEqual([
        303,
        route.who === 'device' ? '/' : '/desk/login',
      ]);
      const script = await request(route.method, route.path, 'komatta-desk=forged; komatta-talk=forged', {
        accept: 'application/json',
      });
      expect(script.status, route.path).toBe(401);
    }
  });

  it('lets each role use its routes and no others', async () => {
    for (const route of ROUTES) {
      if (typeof route.who === 'string' || route.path === '/desk/logout') continue;
      for (const [role, token] of tokens) {
        const { status } = await request(route.method, route.path, `komatta-desk=${token}`);
        if (route.who.includes(role)) expect(status, `${role} ${route.path}`).not.toBe(403);
        else expect(status, `${role} ${route.path}`).toBe(403);
      }
    }
  });

  it('answers another window’s case as one that never was, to the byte', async () => {
    const { deps } = service;
    const now = deps.now();
    const fact = {
      type: 'opened',
      at: now,
      by: 'resident',
      window: 'hiratsuka-kurashi-support',
      need: null,
      danger: null,
      minor: false,
      dueAt: now,
    };
    await deps.store.batch([
      sql(
        `INSERT INTO cases (id, code, talk, window, state, minor, opened_at, due_at, facts, changed_at) VALUES ('c1', '111-111', 't', 'hiratsuka-kurashi-support', 'waiting', 0, ?, ?, 1, ?)`,
        now,
        now,
        now,
      ),
      sql('INSERT INTO facts (case_id, n, fact) VALUES (?, 1, ?)', 'c1', JSON.stringify(fact)),
    ]);
    const cookie = `komatta-desk=${tokens.get('clerk')}`;
    for (const [method, suffix] of [
      ['GET', ''],
      ['POST', '/take'],
      ['POST', '/note'],
      ['POST', '/reopen'],
      ['POST', '/merge'],
      ['POST', '/draft'],
      ['POST', '/undo'],
      ['POST', '/askMove'],
      ['GET', '/paper'],
      ['GET', '/conference'],
    ] as const) {
      const other = await request(method, `/desk/cases/c1${suffix}`, cookie);
      const none = await request(method, `/desk/cases/nothing${suffix}`, cookie);
      expect(other.status).toBe(404);
      expect(none.status).toBe(404);
      expect(await other.text()).toBe(await none.text());
    }
    expect((await request('GET', '/desk/cases/c1', `komatta-desk=${tokens.get('lead')}`)).status).toBe(200);
    const queue = await (await request('GET', '/desk', cookie)).text();
    expect(queue).not.toContain('111-111');
  });

  it('ends a session that idled 15 minutes', async () => {
    const token = await login('auditor', ['idle']);
    expect((await request('GET', '/desk', `komatta-desk=${token}`)).status).toBe(200);
    service.advance(15 * 60_000 + 1);
    expect((await request('GET', '/desk', `komatta-desk=${token}`)).status).toBe(303);
  });
});

describe('every answer', () => {
  it('carries the strict headers', async () => {
    const answer = await request('GET', '/');
    expect(answer.headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; style-src 'self'; script-src 'self'/,
    );
    expect(answer.headers.get('referrer-policy')).toBe('same-origin');
    expect(answer.headers.get('x-frame-options')).toBe('DENY');
    expect(answer.headers.get('cache-control')).toBe('no-store');
  });

  it('refuses a form sent from another site', async () => {
    for (const headers of [
      { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' },
      { 'sec-fetch-site': 'same-site', origin: 'http://localhost:9999' },
      { 'sec-fetch-site': '' },
    ]) {
      expect((await request('POST', '/say', '', headers as unknown as Record<string, string>)).status).toBe(
        403,
      );
    }
  });

  it('takes a form of an older browser by its Origin', async () => {
    const answer = await service.app.request('http://localhost:3000/say', {
      method: 'POST',
      headers: { origin: 'http://localhost:3000' },
      body: new URLSearchParams({ text: 'こんにちは' }),
    });
    expect(answer.status).toBe(303);
  });
});
