/** Staff accounts: one-time invites, password (scrypt) with TOTP, sessions idle 15 minutes and absolute 8 hours. */
import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { generateSecret, verifySync } from 'otplib';
import type { Role, Staff } from '../case/permissions.ts';
import { sql } from '../store/port.ts';
import { finder, seal, unseal } from '../store/seal.ts';
import type { Deps } from './deps.ts';
import { newId, newToken } from './spare.ts';
import { underThrottle } from './throttle.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const INVITE_LIFE = 72 * HOUR;
const SESSION_IDLE = 15 * MINUTE;
const SESSION_LIFE = 8 * HOUR;
/** Wrong tries per name before a pause; anyone can cause the pause, nobody a lasting lockout. */
const LOGIN_TRIES = 10;
const LOGIN_SPAN = 5 * MINUTE;
export const PASSWORD_MIN = 12;
const PASSWORD_MAX = 200;

/** A one-time invite; returns the address to open. `by` is who made it, for the log. */
export async function invite(deps: Deps, by: string, role: Role, windows: string[]): Promise<string> {
  const token = newToken();
  const hash = finder(deps.master, 'invite', token);
  const totp = seal(deps.master.wrap, `invite:${hash}`, generateSecret());
  await deps.recorder.commit(
    [
      sql(
        'INSERT INTO invites (hash, role, windows, expires_at, totp_sealed) VALUES (?, ?, ?, ?, ?)',
        hash,
        role,
        JSON.stringify(windows),
        deps.now() + INVITE_LIFE,
        totp,
      ),
    ],
    [{ at: deps.now(), actor: by, act: 'staff.invited', detail: { role, windows: windows.join(' ') } }],
  );
  return new URL(`/desk/invite/${token}`, deps.settings.publicUrl).href;
}

/** Whether nobody can log in yet. */
export async function hasNoStaff(deps: Deps): Promise<boolean> {
  return (await deps.store.all('SELECT 1 FROM staff WHERE ended_at IS NULL LIMIT 1')).length === 0;
}

export interface Invited {
  hash: string;
  role: Role;
  windows: string[];
  secret: string;
}

/** An invite that can still be used; null otherwise. */
export async function openInvite(deps: Deps, token: string): Promise<Invited | null> {
  const hash = finder(deps.master, 'invite', token);
  const [row] = await deps.store.all<{ role: Role; windows: string; totp_sealed: Uint8Array }>(
    'SELECT role, windows, totp_sealed FROM invites WHERE hash = ? AND expires_at > ?',
    hash,
    deps.now(),
  );
  const secret = row && unseal(deps.master.wrap, `invite:${hash}`, row.totp_sealed);
  return row && secret
    ? { hash, role: row.role, windows: JSON.parse(row.windows) as string[], secret }
    : null;
}

export type Joined =
  | { ok: true; token: string }
  | { ok: false; reason: 'gone' | 'name' | 'nameTaken' | 'password' | 'code' };

/** Accepts an invite: the account is made, the invite is spent, the person is logged in. */
export async function join(
  deps: Deps,
  token: string,
  form: { name: string; password: string; code: string },
): Promise<Joined> {
  const invited = await openInvite(deps, token);
  if (!invited) return { ok: false, reason: 'gone' };
  const name = form.name.trim().normalize('NFKC');
  if (name === '' || name.length > 40) return { ok: false, reason: 'name' };
  if (form.password.length < PASSWORD_MIN || form.password.length > PASSWORD_MAX)
    return { ok: false, reason: 'password' };
  const step = stepOf(deps, invited.secret, form.code, 0);
  if (step === null) return { ok: false, reason: 'code' };
  const id = newId();
  const totp = seal(deps.master.wrap, `staff:${id}`, invited.secret);
  const outcome = await deps.recorder.commit(
    [
      // Spending the invite is what makes it single-use: NULL when another request was first, and the batch fails.
      sql(
        `INSERT INTO staff (id, name, role, windows, password, totp_sealed, totp_step, made_at)
         VALUES (?, ?, (SELECT role FROM invites WHERE hash = ?), ?, ?, ?, ?, ?)`,
        id,
        name,
        invited.hash,
        JSON.stringify(invited.windows),
        await hashPassword(form.password),
        totp,
        step,
        deps.now(),
      ),
      sql('DELETE FROM invites WHERE hash = ?', invited.hash),
    ],
    [{ at: deps.now(), actor: `staff:${id}`, act: 'staff.joined', detail: { role: invited.role } }],
  );
  if (outcome !== 'done') return { ok: false, reason: 'nameTaken' };
  return { ok: true, token: await startSession(deps, id) };
}

interface StaffRow {
  id: string;
  name: string;
  role: Role;
  windows: string;
  password: string;
  totp_sealed: Uint8Array;
  totp_step: number;
}

/** Logs in: a session token, or 'wrong' (never which part was), or 'later' under throttle. */
export async function login(
  deps: Deps,
  form: { name: string; password: string; code: string },
): Promise<string | 'wrong' | 'later'> {
  const name = form.name.trim().normalize('NFKC').slice(0, 40);
  return underThrottle(
    deps,
    `login:${finder(deps.master, 'name', name)}`,
    LOGIN_TRIES,
    LOGIN_SPAN,
    async () => {
      const [row] = await deps.store.all<StaffRow>(
        'SELECT * FROM staff WHERE name = ? AND ended_at IS NULL',
        name,
      );
      // The same work whether the name exists or not.
      const good = await checkPassword(form.password.slice(0, PASSWORD_MAX), row?.password ?? NOBODY);
      const secret = row && unseal(deps.master.wrap, `staff:${row.id}`, row.totp_sealed);
      const step = secret ? stepOf(deps, secret, form.code, row.totp_step) : null;
      if (!row || !good || step === null) return 'wrong';
      const spent = await deps.store.all(
        'UPDATE staff SET totp_step = ? WHERE id = ? AND totp_step < ? RETURNING id',
        step,
        row.id,
        step,
      );
      return spent.length === 1 ? startSession(deps, row.id) : 'wrong';
    },
  );
}

/** The time step of a right code newer than `after`; null otherwise. A code works once, and half a minute early or late. */
function stepOf(deps: Deps, secret: string, code: string, after: number): number | null {
  const token = code.normalize('NFKC').replace(/\s/g, '');
  if (!/^\d{6}$/.test(token)) return null;
  const epoch = Math.floor(deps.deviceNow() / 1000);
  const result = verifySync({
    secret,
    token,
    epoch,
    epochTolerance: 30,
    ...(after > 0 ? { afterTimeStep: after } : {}),
  });
  return result.valid && 'timeStep' in result ? result.timeStep : null;
}

async function startSession(deps: Deps, staff: string): Promise<string> {
  const token = newToken();
  const now = deps.now();
  await deps.recorder.commit(
    [
      sql(
        'INSERT INTO desk_sessions (hash, staff, started_at, seen_at) VALUES (?, ?, ?, ?)',
        finder(deps.master, 'desk', token),
        staff,
        now,
        now,
      ),
    ],
    [{ at: now, actor: `staff:${staff}`, act: 'session.started' }],
  );
  return token;
}

export interface Session {
  /** Hash of the token; names the session inside the store. */
  id: string;
  staff: Staff;
}

/** The session of a token, touched at most once a minute; null when there is none or it is over. */
export async function sessionOf(deps: Deps, token: string | undefined): Promise<Session | null> {
  if (!token) return null;
  const hash = finder(deps.master, 'desk', token);
  const now = deps.now();
  const [row] = await deps.store.all<
    Pick<StaffRow, 'id' | 'name' | 'role' | 'windows'> & { seen_at: number }
  >(
    `SELECT s.id, s.name, s.role, s.windows, d.seen_at FROM desk_sessions d JOIN staff s ON s.id = d.staff
     WHERE d.hash = ? AND d.seen_at > ? AND d.started_at > ? AND s.ended_at IS NULL`,
    hash,
    now - SESSION_IDLE,
    now - SESSION_LIFE,
  );
  if (!row) return null;
  if (now - row.seen_at > MINUTE)
    await deps.store.batch([sql('UPDATE desk_sessions SET seen_at = ? WHERE hash = ?', now, hash)]);
  return {
    id: hash,
    staff: { id: row.id, name: row.name, role: row.role, windows: JSON.parse(row.windows) as string[] },
  };
}

/** Ends a session. */
export async function endSession(deps: Deps, session: Session): Promise<void> {
  await deps.recorder.commit(
    [sql('DELETE FROM desk_sessions WHERE hash = ?', session.id)],
    [{ at: deps.now(), actor: `staff:${session.staff.id}`, act: 'session.ended' }],
  );
}

/** scrypt N=2^15, r=8, p=1; the cost stands in the string so that it can be raised later. */
const COST = 15;

async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  return `scrypt$${COST}$${salt.toString('base64url')}$${(await derive(password, salt, COST)).toString('base64url')}`;
}

async function checkPassword(password: string, stored: string): Promise<boolean> {
  const [, cost, salt, hash] = stored.split('$');
  const derived = await derive(password, Buffer.from(salt!, 'base64url'), Number(cost));
  return timingSafeEqual(derived, Buffer.from(hash!, 'base64url'));
}

const NOBODY = `scrypt$${COST}$${'A'.repeat(22)}$${'A'.repeat(43)}`;

function derive(password: string, salt: Uint8Array, cost: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(
      password.normalize('NFKC'),
      salt,
      32,
      { N: 2 ** cost, r: 8, p: 1, maxmem: 2 ** (cost + 11) },
      (e, key) => (e ? reject(e) : resolve(key)),
    );
  });
}
