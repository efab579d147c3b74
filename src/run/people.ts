/** Who works here: what a lead does with accounts. Role and windows take effect at once, for the sessions end. */
import type { Role, Staff } from '../case/permissions.ts';
import { type Statement, sql } from '../store/port.ts';
import type { Deps } from './deps.ts';
import { endSessions } from './session.ts';

export interface Person extends Staff {
  madeAt: number;
}

/** Everybody who can log in, by name. */
export async function people(deps: Deps): Promise<Person[]> {
  const rows = await deps.store.all<{
    id: string;
    name: string;
    role: Role;
    windows: string;
    made_at: number;
  }>('SELECT id, name, role, windows, made_at FROM staff WHERE ended_at IS NULL ORDER BY name');
  return rows.map(({ made_at, windows, ...r }) => ({
    ...r,
    windows: JSON.parse(windows) as string[],
    madeAt: made_at,
  }));
}

export type Changed = 'done' | 'missing' | 'lastLead';

/** Gives another role or other windows. The last lead stays one: nobody could make another. */
export async function changeRole(
  deps: Deps,
  by: string,
  id: string,
  role: Role,
  windows: string[],
): Promise<Changed> {
  const detail = { staff: id, role, windows: windows.join(' ') };
  return change(deps, by, id, 'staff.roleChanged', detail, role === 'lead', [
    sql('UPDATE staff SET role = ?, windows = ? WHERE id = ?', role, JSON.stringify(windows), id),
  ]);
}

/** Somebody leaves: no login, no session, and what they hold is free for others. Their name stays in the past. */
export const removePerson = (deps: Deps, by: string, id: string): Promise<Changed> =>
  change(deps, by, id, 'staff.removed', { staff: id }, false, [
    sql('UPDATE staff SET ended_at = ? WHERE id = ?', deps.now(), id),
    sql('DELETE FROM codes WHERE staff = ?', id),
    sql('DELETE FROM passkeys WHERE staff = ?', id),
    sql('DELETE FROM invites WHERE staff = ?', id),
  ]);

/** Ends all sessions of somebody. */
export const logOut = (deps: Deps, by: string, id: string): Promise<Changed> =>
  change(deps, by, id, 'session.endedByLead', { staff: id }, true, []);

/** Two leads who remove each other at once: the schema refuses a staff without a name, and with it the second of them. */
const A_LEAD_STAYS = sql(
  `UPDATE staff SET name = NULL WHERE NOT EXISTS (SELECT 1 FROM staff WHERE role = 'lead' AND ended_at IS NULL)`,
);

async function change(
  deps: Deps,
  by: string,
  id: string,
  act: string,
  detail: Record<string, string>,
  staysLead: boolean,
  statements: Statement[],
): Promise<Changed> {
  const all = await people(deps);
  const person = all.find((p) => p.id === id);
  if (!person) return 'missing';
  const leads = all.filter((p) => p.role === 'lead');
  if (person.role === 'lead' && !staysLead && leads.length === 1) return 'lastLead';
  const outcome = await deps.recorder.commit(
    [...statements, A_LEAD_STAYS, endSessions(id)],
    [{ at: deps.now(), actor: `staff:${by}`, act, detail }],
  );
  return outcome === 'done' ? 'done' : 'lastLead';
}
