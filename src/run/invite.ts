/** One-time invites, and the account that accepting one makes. */
import { generateSecret } from 'otplib';
import type { Role } from '../case/permissions.ts';
import { sql } from '../store/port.ts';
import { finder, seal, unseal } from '../store/seal.ts';
import type { Deps } from './deps.ts';
import { hashPassword, PASSWORD_MAX, PASSWORD_MIN } from './password.ts';
import { startSession } from './session.ts';
import { newId, newToken } from './spare.ts';
import { stepOf } from './totp.ts';

const INVITE_LIFE = 72 * 3_600_000;

/** A one-time invite; returns the address to open. `by` is who made it, for the log. */
export async function invite(deps: Deps, by: string, role: Role, windows: string[]): Promise<string> {
  const token = newToken();
  const hash = finder(deps.master, 'invite', token);
  const totp = seal(deps.master.wrap, `invite:${hash}`, generateSecret());
  await deps.recorder.commit(
    [
      sql(
        'INSERT INTO invites (hash, role, windows, made_by, expires_at, totp_sealed) VALUES (?, ?, ?, ?, ?, ?)',
        hash,
        role,
        JSON.stringify(windows),
        by,
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
      // The first-run invites stand in the service's output: with the first account they end.
      sql(`DELETE FROM invites WHERE made_by = 'system'`),
    ],
    [{ at: deps.now(), actor: `staff:${id}`, act: 'staff.joined', detail: { role: invited.role } }],
  );
  if (outcome !== 'done') return { ok: false, reason: 'nameTaken' };
  return { ok: true, token: await startSession(deps, id) };
}
