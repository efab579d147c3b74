import { generateSync } from 'otplib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Deps } from '../../src/run/deps.ts';
import { hasNoStaff, invite, join, openInvite } from '../../src/run/invite.ts';
import { login } from '../../src/run/login.ts';
import { endSession, sessionOf } from '../../src/run/session.ts';
import { startService, type TestService } from '../rig/service.ts';

const PASSWORD = '海の見える坂道をのぼる 42';
const MINUTE = 60_000;
let service: TestService;
let deps: Deps;
let device: number;

beforeEach(async () => {
  service = await startService();
  device = Date.now();
  deps = { ...service.deps, deviceNow: () => device };
});
afterEach(() => service.close());

const codeOf = (secret: string): string => generateSync({ secret, epoch: Math.floor(device / 1000) });
const tokenOf = (link: string): string => link.split('/').at(-1)!;

async function member(name = 'はなこ'): Promise<{ secret: string; token: string }> {
  const token = tokenOf(await invite(deps, 'system', 'clerk', ['hiratsuka-shakyo']));
  const { secret } = (await openInvite(deps, token))!;
  const joined = await join(deps, token, { name, password: PASSWORD, code: codeOf(secret) });
  if (!joined.ok) throw new Error(joined.reason);
  device += 60_000;
  return { secret, token: joined.token };
}

describe('an invite', () => {
  it('works once, even when two use it at the same moment', async () => {
    expect(await hasNoStaff(deps)).toBe(true);
    const token = tokenOf(await invite(deps, 'system', 'lead', []));
    const { secret } = (await openInvite(deps, token))!;
    const both = await Promise.all(
      ['a', 'b'].map((name) => join(deps, token, { name, password: PASSWORD, code: codeOf(secret) })),
    );
    expect(both.filter((j) => j.ok)).toHaveLength(1);
    expect(await openInvite(deps, token)).toBeNull();
    expect(await hasNoStaff(deps)).toBe(false);
  });

  it('ends after 72 hours, and asks for a real password, name and code', async () => {
    const token = tokenOf(await invite(deps, 'system', 'clerk', ['hiratsuka-shakyo']));
    const { secret } = (await openInvite(deps, token))!;
    const good = { name: 'a', password: PASSWORD, code: codeOf(secret) };
    expect(await join(deps, token, { ...good, name: ' ' })).toEqual({ ok: false, reason: 'name' });
    expect(await join(deps, token, { ...good, password: 'short' })).toEqual({
      ok: false,
      reason: 'password',
    });
    expect(await join(deps, token, { ...good, code: '000000' })).toEqual({ ok: false, reason: 'code' });
    service.advance(72 * 60 * MINUTE + 1);
    expect(await join(deps, token, good)).toEqual({ ok: false, reason: 'gone' });
    expect(await join(deps, 'forged', good)).toEqual({ ok: false, reason: 'gone' });
  });

  it('does not take a name that is in use', async () => {
    await member('おなじ');
    await expect(member('おなじ')).rejects.toThrow('nameTaken');
  });
});

describe('login', () => {
  it('needs name, password and a code that works once', async () => {
    const { secret } = await member();
    const good = { name: 'はなこ', password: PASSWORD, code: codeOf(secret) };
    expect(await login(deps, { ...good, password: `${PASSWORD}x` })).toBe('wrong');
    expect(await login(deps, { ...good, name: 'たろう' })).toBe('wrong');
    expect(await login(deps, { ...good, code: '123' })).toBe('wrong');
    const session = await login(deps, good);
    expect(await sessionOf(deps, session)).toMatchObject({
      staff: { name: 'はなこ', role: 'clerk', windows: ['hiratsuka-shakyo'] },
    });
    expect(await login(deps, good)).toBe('wrong'); // the same code again
  });

  it('takes full-width digits, and a code half a minute old', async () => {
    const { secret } = await member();
    const code = codeOf(secret).replace(/\d/g, (d) => String.fromCharCode(d.charCodeAt(0) + 0xfee0));
    device += 25_000;
    expect(await login(deps, { name: 'はなこ', password: PASSWORD, code })).not.toBe('wrong');
  });

  it('pauses after ten wrong tries, and then works again', async () => {
    const { secret } = await member();
    const wrong = { name: 'はなこ', password: 'no', code: '000000' };
    for (let i = 0; i < 10; i++) expect(await login(deps, wrong)).toBe('wrong');
    const good = () => login(deps, { name: 'はなこ', password: PASSWORD, code: codeOf(secret) });
    expect(await good()).toBe('later');
    service.advance(5 * MINUTE + 1);
    expect(await sessionOf(deps, await good())).not.toBeNull();
  });

  it('lets no more than ten of many tries at once reach the password', async () => {
    await member();
    const outcomes = await Promise.all(
      Array.from({ length: 30 }, () => login(deps, { name: 'はなこ', password: 'no', code: '000000' })),
    );
    expect(outcomes.filter((o) => o === 'wrong').length).toBeLessThanOrEqual(10);
  });
});

describe('a session', () => {
  it('ends on leaving, after 15 idle minutes, after 8 hours however busy', async () => {
    const { token } = await member();
    for (let i = 0; i < 8 * 6; i++) {
      expect(await sessionOf(deps, token), `${i * 10} minutes`).not.toBeNull();
      service.advance(10 * MINUTE);
    }
    expect(await sessionOf(deps, token)).toBeNull();

    const other = (await member('たろう')).token;
    service.advance(15 * MINUTE + 1);
    expect(await sessionOf(deps, other)).toBeNull();

    const third = (await member('じろう')).token;
    await endSession(deps, (await sessionOf(deps, third))!);
    expect(await sessionOf(deps, third)).toBeNull();
  });

  it('leaves entries for invite, joining, starting and ending, without a secret in them', async () => {
    const { token, secret } = await member();
    await endSession(deps, (await sessionOf(deps, token))!);
    const log = (
      await deps.store.all<{ line: string }>('SELECT line FROM log WHERE seq > 0 ORDER BY seq')
    ).map((r) => r.line);
    expect(log.map((l) => (JSON.parse(l) as { act: string }).act)).toEqual([
      'staff.invited',
      'staff.joined',
      'session.started',
      'session.ended',
    ]);
    for (const hidden of [token, secret, PASSWORD]) expect(log.join()).not.toContain(hidden);
  });
});
