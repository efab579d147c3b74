/**
 * Half-written answers, kept with the case so that nothing is lost and colleagues see them; and the ten seconds
 * in which an answer can still be taken back. Each member of staff has at most one for a case.
 */
import { decide } from '../case/decide.ts';
import type { Role, Staff } from '../case/permissions.ts';
import type { NextWord } from '../case/promise.ts';
import { sql } from '../store/port.ts';
import type { Band } from '../windows/bands.ts';
import { type Acted, staffAct } from './act.ts';
import { loadCase } from './cases.ts';
import type { Deps } from './deps.ts';
import { caseKey, openFrom, sealFor } from './sealed.ts';
import { newId } from './spare.ts';

/** How long an answer can be taken back. */
export const UNDO = 10_000;

export interface Draft {
  id: string;
  staff: string;
  words: string;
  next: NextWord | null;
  savedAt: number;
  /** When it leaves; null: it is only kept. */
  leavesAt: number | null;
}

interface Row {
  id: string;
  case_id: string;
  staff: string;
  words_sealed: Uint8Array;
  next_day: string | null;
  next_band: Band | null;
  saved_at: number;
  leaves_at: number | null;
}

/** Keeps an answer half-written. Empty words remove it. One that is about to leave stays as it is. */
export async function keepDraft(
  deps: Deps,
  staff: Staff,
  caseId: string,
  words: string,
  next: NextWord | null,
): Promise<'done' | 'missing'> {
  const loaded = await loadCase(deps, caseId);
  if (!loaded || !decide(loaded.current, { act: 'note', words: 'x' }, staff, deps.now(), false).ok)
    return 'missing';
  if (loaded.current.state === 'closed') return 'missing'; // nothing is answered here any more
  if (words.trim() === '')
    await deps.store.batch([
      sql('DELETE FROM drafts WHERE case_id = ? AND staff = ? AND leaves_at IS NULL', caseId, staff.id),
    ]);
  else await put(deps, staff, caseId, words, next, null);
  return 'done';
}

/** Begins the ten seconds of an answer; whatever would refuse it then is said now. */
export async function beginAnswer(
  deps: Deps,
  staff: Staff,
  caseId: string,
  words: string,
  next: NextWord | null,
): Promise<Acted> {
  const loaded = await loadCase(deps, caseId);
  if (!loaded) return 'missing';
  const decided = decide(loaded.current, { act: 'answer', words, next }, staff, deps.now(), false);
  if (!decided.ok) return decided.reason;
  await put(deps, staff, caseId, words, next, deps.now() + UNDO);
  deps.wake.outbox();
  return 'done';
}

async function put(
  deps: Deps,
  staff: Staff,
  caseId: string,
  words: string,
  next: NextWord | null,
  leavesAt: number | null,
): Promise<void> {
  const id = newId();
  await deps.store.batch([
    // An answer on its way is not replaced by what the same page still saves behind it.
    sql(
      `INSERT INTO drafts (id, case_id, staff, words_sealed, next_day, next_band, saved_at, leaves_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (case_id, staff) DO UPDATE SET id = excluded.id, words_sealed = excluded.words_sealed,
         next_day = excluded.next_day, next_band = excluded.next_band, saved_at = excluded.saved_at, leaves_at = excluded.leaves_at
       WHERE drafts.leaves_at IS NULL`,
      id,
      caseId,
      staff.id,
      await sealFor(deps, caseKey(caseId), `draft:${id}`, words),
      next?.day ?? null,
      next?.band ?? null,
      deps.now(),
      leavesAt,
    ),
  ]);
}

/** Takes an answer back before it leaves: it is a draft again. False: it has left already. */
export async function undoAnswer(deps: Deps, staff: Staff, caseId: string): Promise<boolean> {
  const rows = await deps.store.all(
    'UPDATE drafts SET leaves_at = NULL WHERE case_id = ? AND staff = ? AND leaves_at > ? RETURNING id',
    caseId,
    staff.id,
    deps.now(),
  );
  return rows.length > 0;
}

/** Drafts of a case, oldest first. */
export async function draftsOf(deps: Deps, caseId: string): Promise<Draft[]> {
  const rows = await deps.store.all<Row>('SELECT * FROM drafts WHERE case_id = ? ORDER BY saved_at', caseId);
  const opened = await Promise.all(rows.map((row) => open(deps, row)));
  return opened.filter((d): d is Draft => d !== null);
}

async function open(deps: Deps, row: Row): Promise<Draft | null> {
  const words = await openFrom<string>(deps, caseKey(row.case_id), `draft:${row.id}`, row.words_sealed);
  if (words === null) return null;
  const next = row.next_day && row.next_band ? { day: row.next_day, band: row.next_band } : null;
  return { id: row.id, staff: row.staff, words, next, savedAt: row.saved_at, leavesAt: row.leaves_at };
}

/** Sends the answers whose ten seconds are over. One that is refused meanwhile becomes a draft again: nothing is lost. */
export async function leaveDue(deps: Deps): Promise<void> {
  const rows = await deps.store.all<Row>(
    'SELECT * FROM drafts WHERE leaves_at <= ? ORDER BY leaves_at LIMIT 50',
    deps.now(),
  );
  for (const row of rows) {
    const draft = await open(deps, row);
    const staff = await staffOf(deps, row.staff);
    const acted =
      draft && staff
        ? await staffAct(
            deps,
            staff,
            row.case_id,
            { act: 'answer', words: draft.words, next: draft.next },
            row.id,
          )
        : 'missing';
    if (acted !== 'done' && acted !== 'busy')
      await deps.store.batch([sql('UPDATE drafts SET leaves_at = NULL WHERE id = ?', row.id)]);
  }
}

/** When the next answer leaves; null when none waits. */
export async function nextLeaving(deps: Deps): Promise<number | null> {
  const [row] = await deps.store.all<{ at: number | null }>(
    'SELECT min(leaves_at) AS at FROM drafts WHERE leaves_at IS NOT NULL',
  );
  return row?.at ?? null;
}

/** A member of staff who still works here. */
export async function staffOf(deps: Deps, id: string): Promise<Staff | null> {
  const [row] = await deps.store.all<{ id: string; name: string; role: Role; windows: string }>(
    'SELECT id, name, role, windows FROM staff WHERE id = ? AND ended_at IS NULL',
    id,
  );
  return row ? { ...row, windows: JSON.parse(row.windows) as string[] } : null;
}
