/** The rows of the queue and of a search: cases one may see, without any words. */
import type { Case } from '../case/case.ts';
import { MAY_WORK_SQL, mayWorkParams, type Staff } from '../case/permissions.ts';
import type { NextWord } from '../case/promise.ts';
import type { DangerClass } from '../content/schema.ts';
import type { Deps } from '../run/deps.ts';
import type { Bind } from '../store/port.ts';
import type { Band } from '../windows/bands.ts';
import type { Instant } from '../windows/tokyo.ts';

export interface QueueRow {
  id: string;
  code: string;
  window: string;
  /** Name of the window. */
  windowName: string;
  state: Case['state'];
  need: string | null;
  danger: string | null;
  level: string | null;
  minor: boolean;
  openedAt: Instant;
  dueAt: Instant;
  takenBy: string | null;
  answered: boolean;
  next: NextWord | null;
  nextUntil: Instant | null;
  checkBy: Instant | null;
  asked: boolean;
  asksLead: boolean;
  complaint: boolean;
  outcome: string | null;
  /** Goes on in another case. */
  merged: boolean;
  drill: boolean;
}

interface CaseRow {
  id: string;
  code: string;
  window: string;
  state: Case['state'];
  need: string | null;
  danger_class: DangerClass | null;
  danger_level: string | null;
  minor: number;
  opened_at: number;
  due_at: number;
  answered_at: number | null;
  taken_name: string | null;
  next_day: string | null;
  next_band: Band | null;
  next_until: number | null;
  check_by: number | null;
  asked: string | null;
  asks_lead: number;
  lead_only: number;
  barred: string;
  outcome: string | null;
  merged_into: string | null;
  drill: number;
}

export const ROWS_MAX = 200;

/** What a search asks for; each field may be missing. Days are civil dates in Tokyo, as instants of their bounds. */
export interface Search {
  code?: string;
  need?: string;
  window?: string;
  area?: string;
  state?: Case['state'];
  staff?: string;
  outcome?: string;
  from?: Instant;
  before?: Instant;
}

const CONDITIONS: Record<keyof Search, string> = {
  code: 'c.code = ?',
  need: 'c.need = ?',
  window: 'c.window = ?',
  area: 'c.area = ?',
  state: 'c.state = ?',
  staff: 'c.taken_by = ?',
  outcome: 'c.outcome = ?',
  from: 'c.opened_at >= ?',
  before: 'c.opened_at < ?',
};

/** The cases that one may see and that a search asks for: what is open first, the gravest and most pressing at the top. */
export async function listCases(deps: Deps, staff: Staff, search: Search = {}): Promise<QueueRow[]> {
  const asked = (Object.entries(search) as [keyof Search, Bind | undefined][]).filter(
    (pair): pair is [keyof Search, Bind] => pair[1] !== undefined,
  );
  const rows = await deps.store.all<CaseRow>(
    `SELECT c.*, iif(s.ended_at IS NULL, s.name, s.name || '（退職）') AS taken_name FROM cases c LEFT JOIN staff s ON s.id = c.taken_by
     WHERE ${[MAY_WORK_SQL, ...asked.map(([field]) => CONDITIONS[field])].join(' AND ')}
     ORDER BY c.state IN ('closed', 'withdrawn'), c.danger_level IS NULL, c.danger_level DESC,
       min(iif(c.answered_at IS NULL, c.due_at, 9e15), coalesce(c.next_until, 9e15), coalesce(c.check_by, 9e15)), c.opened_at
     LIMIT ?`,
    ...mayWorkParams(staff),
    ...asked.map(([, value]) => value),
    ROWS_MAX,
  );
  return rows.map((r) => rowOf(deps, r));
}

function rowOf(deps: Deps, r: CaseRow): QueueRow {
  const { content } = deps.content();
  return {
    id: r.id,
    code: r.code,
    window: r.window,
    windowName: content.windows[r.window]?.name ?? r.window,
    state: r.state,
    need: needName(deps, r.need),
    danger: dangerName(deps, r.danger_class),
    level: r.danger_level,
    minor: r.minor === 1,
    openedAt: r.opened_at,
    dueAt: r.due_at,
    takenBy: r.taken_name,
    answered: r.answered_at !== null,
    next: r.next_day && r.next_band ? { day: r.next_day, band: r.next_band } : null,
    nextUntil: r.next_until,
    checkBy: r.check_by,
    asked: r.asked !== null,
    asksLead: r.asks_lead === 1,
    complaint: r.lead_only === 1 || r.barred !== '[]',
    outcome: r.outcome,
    merged: r.merged_into !== null,
    drill: r.drill === 1,
  };
}

/** A code as it was typed (「４８２１３７」), as codes are kept: 「482-137」. */
export const codeOf = (typed: string): string =>
  typed
    .normalize('NFKC')
    .replace(/\D/g, '')
    .replace(/^(\d{3})(\d{3})$/, '$1-$2');

export const needName = (deps: Deps, need: string | null): string | null =>
  need === null ? null : (deps.content().content.intents[need]?.title ?? null);
export const dangerName = (deps: Deps, c: DangerClass | null): string | null =>
  c === null ? null : (deps.content().content.dangers[c]?.name ?? c);
