/**
 * The ladder of deadlines: informs, and never moves or opens a case. An answer that is due: the window, then the leads,
 * then the resident, who is told whom to telephone. A promised word or a check of safety whose time is over: the leads.
 */
import { type Fact, RUNGS } from '../case/case.ts';
import { endOf } from '../case/promise.ts';
import { commit } from './act.ts';
import { type LoadedCase, loadCase } from './cases.ts';
import type { Deps } from './deps.ts';

const HOUR = 3_600_000;
/** When each rung is due, from the deadline on. */
const RUNG_AT = [-2 * HOUR, 0, HOUR] as const;

/** Climbs wherever it is time. Safe at any moment, any number of times: each rung is a fact, and a fact happens once. */
export async function climb(deps: Deps): Promise<void> {
  const now = deps.now();
  const rows = await deps.store.all<{ id: string }>(
    `SELECT id FROM cases WHERE state IN ('waiting', 'held') AND drill = 0 AND (
       (answered_at IS NULL AND rungs < 3 AND due_at <= ? - CASE rungs WHEN 0 THEN ? WHEN 1 THEN ? ELSE ? END)
       OR (next_until <= ? AND lapsed = 0) OR (check_by <= ? AND check_late = 0)) LIMIT 200`,
    now,
    ...RUNG_AT,
    now,
    now,
  );
  for (const { id } of rows) await climbOne(deps, id);
}

async function climbOne(deps: Deps, id: string): Promise<void> {
  // One fact at a time: what is due now may be several, after a night without power.
  for (let i = 0; i < RUNGS.length + 2; i++) {
    const loaded = await loadCase(deps, id);
    const fact = loaded && dueFact(loaded, deps.now());
    if (!fact) return;
    if ((await commit(deps, loaded, fact, null)) !== 'done') return; // somebody is at work on it: next minute
  }
}

function dueFact({ current }: LoadedCase, now: number): Fact | null {
  const { state, answeredAt, dueAt, rungs, next, lapsed, report } = current;
  if (state !== 'waiting' && state !== 'held') return null;
  const by = { at: now, by: 'system' } as const;
  if (report?.checkBy && report.checkBy <= now && !report.late)
    return { type: 'lapsed', ...by, what: 'check' };
  if (next && endOf(next) <= now && !lapsed) return { type: 'lapsed', ...by, what: 'next' };
  const rung = RUNGS[rungs];
  if (answeredAt === null && rung && now >= dueAt + RUNG_AT[rungs]!) return { type: 'reminded', ...by, rung };
  return null;
}
