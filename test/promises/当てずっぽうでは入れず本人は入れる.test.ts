import { generateSync } from 'otplib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { codesLeft, makeCodes } from '../../src/run/codes.ts';
import type { Deps } from '../../src/run/deps.ts';
import { hasNoStaff, invite, join, openInvite, recovery } from '../../src/run/invite.ts';
import {
  LOGIN_TRIES,
  type LoginForm,
  login as loginFrom,
  proveAgain,
  type Whence,
} from '../../src/run/login.ts';
import { changeRole, people, removePerson } from '../../src/run/people.ts';
import { endSession, markProved, sessionOf } from '../../src/run/session.ts';
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
const NOWHERE: Whence = { address: null, devices: [] };
/** A session token, or why there is none. */
const login = async (form: LoginForm, whence = NOWHERE): Promise<string> => {
  const logged = await loginFrom(deps, form, whence);
  return typeof logged === 'string' ? logged : logged.token;
};
const tokenOf = (link: string): string => link.split('/').at(-1)!;

async function member(name = 'はなこ'): Promise<{ secret: string; token: string }> {
  const token = tokenOf(await invite(deps, 'system', 'clerk', ['hiratsuka-shakyo']));
  const { secret } = (await openInvite(deps, token))!;
  const joined = await join(deps, token, { name, password: PASSWORD, code: codeOf(secret) });
  if (!joined.ok) throw new Error(joined.reason);
  device += 60_000;
  return { secret, token: joined.token };
}

async function leader(name = 'みなみ') {
  const token = tokenOf(await invite(deps, 'system', 'lead', []));
  const { secret } = (await openInvite(deps, token))!;
  const joined = await join(deps, token, { name, password: PASSWORD, code: codeOf(secret) });
  if (!joined.ok) throw new Error(joined.reason);
  return (await sessionOf(deps, joined.token))!.staff;
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
    expect(await login({ ...good, password: `${PASSWORD}x` })).toBe('wrong');
    expect(await login({ ...good, name: 'たろう' })).toBe('wrong');
    expect(await login({ ...good, code: '123' })).toBe('wrong');
    const session = await login(good);
    expect(await sessionOf(deps, session)).toMatchObject({
      staff: { name: 'はなこ', role: 'clerk', windows: ['hiratsuka-shakyo'] },
    });
    expect(await login(good)).toBe('wrong'); // the same code again
  });

  it('takes full-width digits, and a code half a minute old', async () => {
    const { secret } = await member();
    const code = codeOf(secret).replace(/\d/g, (d) => String.fromCharCode(d.charCodeAt(0) + 0xfee0));
    device += 25_000;
    expect(await login({ name: 'はなこ', password: PASSWORD, code })).not.toBe('wrong');
  });

  it('pauses after ten wrong tries, and then works again', async () => {
    const { secret } = await member();
    const wrong = { name: 'はなこ', password: 'no', code: '000000' };
    for (let i = 0; i < 10; i++) expect(await login(wrong)).toBe('wrong');
    const good = () => login({ name: 'はなこ', password: PASSWORD, code: codeOf(secret) });
    expect(await good()).toBe('later');
    service.advance(5 * MINUTE + 1);
    expect(await sessionOf(deps, await good())).not.toBeNull();
  });

  it('lets no more than ten of many tries at once reach the password', async () => {
    await member();
    const outcomes = await Promise.all(
      Array.from({ length: 30 }, () => login({ name: 'はなこ', password: 'no', code: '000000' })),
    );
    expect(outcomes.filter((o) => o === 'wrong').length).toBeLessThanOrEqual(10);
  });
});

describe('guessing', () => {
  const GUESSES = process.env.LONG ? 10_000 : 300;

  it(`${GUESSES} times at a name reaches the password no more than ten times in five minutes, and its owner still comes in`, async () => {
    const { secret } = await member();
    const good = () => ({ name: 'はなこ', password: PASSWORD, code: codeOf(secret) });
    const first = await loginFrom(deps, good(), NOWHERE);
    const known = typeof first === 'string' ? undefined : first.device;
    device += 60_000;
    const guesses: string[] = [];
    for (let i = 0; i < GUESSES; i++)
      guesses.push(
        await login(
          { name: 'はなこ', password: `guess ${i}`, code: '123456' },
          { address: `203.0.113.${i % 250}`, devices: [] },
        ),
      );
    expect(guesses.filter((g) => g !== 'later')).toHaveLength(LOGIN_TRIES);
    const whence = { address: '192.0.2.1', devices: ['another', known ?? ''] };
    expect(await sessionOf(deps, await login(good(), whence))).not.toBeNull();
    expect(await login({ ...good(), password: 'no' }, { address: null, devices: ['forged'] })).toBe('later');
  }, 120_000);

  it('from a device that was known is paused as well, and a new password makes it unknown', async () => {
    const { secret } = await member();
    const first = await loginFrom(
      deps,
      { name: 'はなこ', password: PASSWORD, code: codeOf(secret) },
      NOWHERE,
    );
    const whence = { address: null, devices: [typeof first === 'string' ? '' : first.device] };
    const wrong = { name: 'はなこ', password: 'no', code: '000000' };
    for (let i = 0; i < LOGIN_TRIES; i++) expect(await login(wrong, whence)).toBe('wrong');
    expect(await login(wrong, whence)).toBe('later');
    expect(await login(wrong)).toBe('wrong'); // the other count is its own
  });
});

describe('printed codes', () => {
  it('stand in for the app, once each, in any spelling; new ones end the old', async () => {
    const { token } = await member();
    const { staff } = (await sessionOf(deps, token))!;
    const [first, second, third] = await makeCodes(deps, staff.id);
    const with_ = (code: string) => login({ name: 'はなこ', password: PASSWORD, code });
    expect(await sessionOf(deps, await with_(first!.toLowerCase().replace('-', ' ')))).not.toBeNull();
    expect(await with_(first!)).toBe('wrong');
    expect(await login({ name: 'はなこ', password: 'no', code: second! })).toBe('wrong');
    expect(await sessionOf(deps, await with_(second!))).not.toBeNull();
    expect(await codesLeft(deps, staff.id)).toBe(8);
    await makeCodes(deps, staff.id);
    expect(await with_(third!)).toBe('wrong');
    const kept = JSON.stringify(await deps.store.all('SELECT hash FROM codes'));
    for (const code of [first, second, third]) expect(kept).not.toContain(code);
  });
});

describe('a lead', () => {
  it('changes a role: the sessions end, and the next one has it', async () => {
    const lead = await leader();
    const { token, secret } = await member();
    const { staff } = (await sessionOf(deps, token))!;
    expect(await changeRole(deps, lead.id, staff.id, 'auditor', [])).toBe('done');
    expect(await sessionOf(deps, token)).toBeNull();
    const again = await login({ name: 'はなこ', password: PASSWORD, code: codeOf(secret) });
    expect((await sessionOf(deps, again))!.staff.role).toBe('auditor');
  });

  it('removes somebody: no session, no login, no code, no link of theirs works any more', async () => {
    const lead = await leader();
    const { token, secret } = await member();
    const { staff } = (await sessionOf(deps, token))!;
    const [code] = await makeCodes(deps, staff.id);
    const link = tokenOf(await recovery(deps, 'staff:x', staff));
    expect(await removePerson(deps, lead.id, staff.id)).toBe('done');
    expect(await sessionOf(deps, token)).toBeNull();
    expect(await login({ name: 'はなこ', password: PASSWORD, code: codeOf(secret) })).toBe('wrong');
    expect(await login({ name: 'はなこ', password: PASSWORD, code: code! })).toBe('wrong');
    expect(await openInvite(deps, link)).toBeNull();
    expect(await removePerson(deps, lead.id, staff.id)).toBe('missing');
  });

  it('is never the last one to go, also when two remove each other at once', async () => {
    const one = await leader('いち');
    expect(await removePerson(deps, one.id, one.id)).toBe('lastLead');
    expect(await changeRole(deps, one.id, one.id, 'auditor', [])).toBe('lastLead');
    const two = await leader('に');
    const both = await Promise.all([removePerson(deps, one.id, two.id), removePerson(deps, two.id, one.id)]);
    expect(both.toSorted()).toEqual(['done', 'lastLead']);
    expect(await people(deps)).toHaveLength(1);
  });

  it('helps somebody who lost their telephone: a link of one use, after which nothing of before works', async () => {
    const { token, secret } = await member();
    const { staff } = (await sessionOf(deps, token))!;
    const [code] = await makeCodes(deps, staff.id);
    const link = tokenOf(await recovery(deps, 'staff:lead', staff));
    const fresh = (await openInvite(deps, link))!;
    expect(fresh.staff).toEqual({ id: staff.id, name: 'はなこ' });
    const password = 'まったくべつの合言葉2027';
    const renewed = await join(deps, link, { name: '', password, code: codeOf(fresh.secret) });
    expect(renewed.ok).toBe(true);
    expect(await sessionOf(deps, token)).toBeNull();
    device += 60_000;
    expect(await login({ name: 'はなこ', password: PASSWORD, code: codeOf(secret) })).toBe('wrong');
    expect(await login({ name: 'はなこ', password, code: code! })).toBe('wrong');
    const now = await login({ name: 'はなこ', password, code: codeOf(fresh.secret) });
    expect((await sessionOf(deps, now))!.staff.id).toBe(staff.id);
    expect(await join(deps, link, { name: '', password, code: codeOf(fresh.secret) })).toEqual({
      ok: false,
      reason: 'gone',
    });
  });
});

describe('what asks again who one is', () => {
  it('is open for ten minutes after the login, and again after password and code', async () => {
    const { token, secret } = await member();
    expect((await sessionOf(deps, token))!.proved).toBe(true);
    service.advance(10 * MINUTE + 1);
    const session = (await sessionOf(deps, token))!;
    expect(session.proved).toBe(false);
    expect(await proveAgain(deps, session.staff.id, { password: 'no', code: codeOf(secret) })).toBe('wrong');
    expect(await proveAgain(deps, session.staff.id, { password: PASSWORD, code: codeOf(secret) })).toBe(
      'right',
    );
    await markProved(deps, session);
    expect((await sessionOf(deps, token))!.proved).toBe(true);
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
