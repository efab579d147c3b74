/** Staff sessions: idle 15 minutes, absolute 8 hours; only the hash of a token is kept. */
import type { Role, Staff } from '../case/permissions.ts';
import { type Statement, sql } from '../store/port.ts';
import { finder } from '../store/seal.ts';
import type { Deps } from './deps.ts';
import { newToken } from './spare.ts';

const MINUTE = 60_000;
const SESSION_IDLE = 15 * MINUTE;
const SESSION_LIFE = 8 * 60 * MINUTE;
/** For so long after showing who they are, somebody may do what asks for it. */
const PROVED = 10 * MINUTE;

/** How somebody came in. */
export type Way = 'password' | 'passkey';

interface Row {
  id: string;
  name: string;
  role: Role;
  windows: string;
  seen_at: number;
  proved_at: number;
}

/** Begins a session and returns its token, for the cookie. */
export async function startSession(deps: Deps, staff: string, way: Way): Promise<string> {
  const token = newToken();
  const now = deps.now();
  await deps.recorder.commit(
    [
      sql(
        'INSERT INTO desk_sessions (hash, staff, started_at, seen_at, proved_at, way) VALUES (?, ?, ?, ?, ?, ?)',
        finder(deps.master, 'desk', token),
        staff,
        now,
        now,
        now,
        way,
      ),
    ],
    [{ at: now, actor: `staff:${staff}`, act: 'session.started', detail: { way } }],
  );
  return token;
}

export interface Session {
  /** Hash of the token; names the session inside the store. */
  id: string;
  staff: Staff;
  /** Showed lately who they are: may do what asks for it. */
  proved: boolean;
}

/** The session of a token; null when there is none or it is over. `touch`: a person did something (see deviceTalk). */
export async function sessionOf(
  deps: Deps,
  token: string | undefined,
  touch = true,
): Promise<Session | null> {
  if (!token) return null;
  const hash = finder(deps.master, 'desk', token);
  const now = deps.now();
  const [row] = await deps.store.all<Row>(
    `SELECT s.id, s.name, s.role, s.windows, d.seen_at, d.proved_at FROM desk_sessions d JOIN staff s ON s.id = d.staff
     WHERE d.hash = ? AND d.seen_at > ? AND d.started_at > ? AND s.ended_at IS NULL`,
    hash,
    now - SESSION_IDLE,
    now - SESSION_LIFE,
  );
  if (!row) return null;
  if (touch && now - row.seen_at > MINUTE)
    await deps.store.batch([sql('UPDATE desk_sessions SET seen_at = ? WHERE hash = ?', now, hash)]);
  return {
    id: hash,
    staff: { id: row.id, name: row.name, role: row.role, windows: JSON.parse(row.windows) as string[] },
    proved: row.proved_at > now - PROVED,
  };
}

/** Notes that the holder of a session showed who they are. */
export async function markProved(deps: Deps, { id, staff }: Session): Promise<void> {
  const now = deps.now();
  await deps.recorder.commit(
    [sql('UPDATE desk_sessions SET proved_at = ? WHERE hash = ?', now, id)],
    [{ at: now, actor: `staff:${staff.id}`, act: 'session.proved' }],
  );
}

/** Ends a session. */
export async function endSession(deps: Deps, session: Session): Promise<void> {
  await deps.recorder.commit(
    [sql('DELETE FROM desk_sessions WHERE hash = ?', session.id)],
    [{ at: deps.now(), actor: `staff:${session.staff.id}`, act: 'session.ended' }],
  );
}

/** Ends all sessions of somebody, but for one. */
export const endSessions = (staff: string, but = ''): Statement =>
  sql('DELETE FROM desk_sessions WHERE staff = ? AND hash <> ?', staff, but);

export interface OpenSession {
  staff: string;
  startedAt: number;
  seenAt: number;
  way: Way;
}

/** Sessions that are not over, newest first. */
export async function openSessions(deps: Deps): Promise<OpenSession[]> {
  const now = deps.now();
  return deps.store.all<OpenSession & Record<string, unknown>>(
    `SELECT staff, started_at AS startedAt, seen_at AS seenAt, way FROM desk_sessions
     WHERE seen_at > ? AND started_at > ? ORDER BY seen_at DESC`,
    now - SESSION_IDLE,
    now - SESSION_LIFE,
  );
}
