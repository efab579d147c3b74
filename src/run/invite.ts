/** One-time invites, and the account that accepting one makes. */
import { generateSecret } from 'otplib';
import type { Role, Staff } from '../case/permissions.ts';
import { type Committed, sql } from '../store/port.ts';
import { finder, seal, unseal } from '../store/seal.ts';
import type { Deps } from './deps.ts';
import { hashPassword, PASSWORD_MAX, PASSWORD_MIN } from './password.ts';
import { endSessions, startSession } from './session.ts';
import { newId, newToken } from './spare.ts';
import { stepOf } from './totp.ts';

const INVITE_LIFE = 72 * 3_600_000;

/** A one-time invite; returns the address to open. `by` is who made it, for the log. */
export const invite = (deps: Deps, by: string, role: Role, windows: string[]): Promise<string> =>
  makeLink(deps, by, role, windows, null);

/** A one-time link by which somebody who is there already sets a new password and app; the old ones work until then. */
export const recovery = (deps: Deps, by: string, { id, role, windows }: Staff): Promise<string> =>
  makeLink(deps, by, role, windows, id);

async function makeLink(
  deps: Deps,
  by: string,
  role: Role,
  windows: string[],
  staff: string | null,
): Promise<string> {
  const token = newToken();
  const hash = finder(deps.master, 'invite', token);
  const totp = seal(deps.master.wrap, `invite:${hash}`, generateSecret());
  await deps.recorder.commit(
    [
      sql(
        'INSERT INTO invites (hash, role, windows, made_by, expires_at, totp_sealed, staff) VALUES (?, ?, ?, ?, ?, ?, ?)',
        hash,
        role,
        JSON.stringify(windows),
        by,
        deps.now() + INVITE_LIFE,
        totp,
        staff,
      ),
    ],
    [
      staff === null
        ? { at: deps.now(), actor: by, act: 'staff.invited', detail: { role, windows: windows.join(' ') } }
        : { at: deps.now(), actor: by, act: 'staff.recoveryMade', detail: { staff } },
    ],
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
  /** Whose account is recovered; null for a new one. */
  staff: { id: string; name: string } | null;
}

interface InviteRow {
  role: Role;
  windows: string;
  totp_sealed: Uint8Array;
  staff: string | null;
  name: string | null;
}

/** An invite that can still be used; null otherwise. */
export async function openInvite(deps: Deps, token: string): Promise<Invited | null> {
  const hash = finder(deps.master, 'invite', token);
  const [row] = await deps.store.all<InviteRow>(
    `SELECT i.role, i.windows, i.totp_sealed, i.staff, s.name FROM invites i
     LEFT JOIN staff s ON s.id = i.staff AND s.ended_at IS NULL WHERE i.hash = ? AND i.expires_at > ?`,
    hash,
    deps.now(),
  );
  const secret = row && unseal(deps.master.wrap, `invite:${hash}`, row.totp_sealed);
  if (!row || !secret || (row.staff !== null && row.name === null)) return null;
  const staff = row.staff === null ? null : { id: row.staff, name: row.name! };
  return { hash, role: row.role, windows: JSON.parse(row.windows) as string[], secret, staff };
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
  const name = invited.staff?.name ?? form.name.trim().normalize('NFKC');
  if (name === '' || name.length > 40) return { ok: false, reason: 'name' };
  if (form.password.length < PASSWORD_MIN || form.password.length > PASSWORD_MAX)
    return { ok: false, reason: 'password' };
  const step = stepOf(deps, invited.secret, form.code, 0);
  if (step === null) return { ok: false, reason: 'code' };
  const made = { name, step, hash: await hashPassword(form.password) };
  const id = invited.staff?.id ?? newId();
  const outcome = invited.staff ? await renew(deps, invited, id, made) : await found(deps, invited, id, made);
  if (outcome !== 'done') return { ok: false, reason: invited.staff ? 'gone' : 'nameTaken' };
  return { ok: true, token: await startSession(deps, id, 'password') };
}

interface Made {
  name: string;
  /** Of the code that was typed. */
  step: number;
  /** Of the password. */
  hash: string;
}

/** A new account. */
const found = (deps: Deps, invited: Invited, id: string, { name, step, hash }: Made): Promise<Committed> =>
  deps.recorder.commit(
    [
      // Spending the invite is what makes it single-use: NULL when another request was first, and the batch fails.
      sql(
        `INSERT INTO staff (id, name, role, windows, password, totp_sealed, totp_step, made_at)
         VALUES (?, ?, (SELECT role FROM invites WHERE hash = ?), ?, ?, ?, ?, ?)`,
        id,
        name,
        invited.hash,
        JSON.stringify(invited.windows),
        hash,
        seal(deps.master.wrap, `staff:${id}`, invited.secret),
        step,
        deps.now(),
      ),
      sql('DELETE FROM invites WHERE hash = ?', invited.hash),
      // The first-run invites stand in the service's output: with the first account they end.
      sql(`DELETE FROM invites WHERE made_by = 'system'`),
    ],
    [{ at: deps.now(), actor: `staff:${id}`, act: 'staff.joined', detail: { role: invited.role } }],
  );

/** An account with a new password and app: codes, passkeys and sessions of before end. NULL when the link was spent meanwhile. */
const renew = (deps: Deps, invited: Invited, id: string, { step, hash }: Made): Promise<Committed> =>
  deps.recorder.commit(
    [
      sql(
        `UPDATE staff SET password = (SELECT ? FROM invites WHERE hash = ?), totp_sealed = ?, totp_step = ? WHERE id = ?`,
        hash,
        invited.hash,
        seal(deps.master.wrap, `staff:${id}`, invited.secret),
        step,
        id,
      ),
      sql('DELETE FROM invites WHERE staff = ?', id),
      sql('DELETE FROM codes WHERE staff = ?', id),
      sql('DELETE FROM passkeys WHERE staff = ?', id),
      endSessions(id),
    ],
    [{ at: deps.now(), actor: `staff:${id}`, act: 'staff.recovered' }],
  );
