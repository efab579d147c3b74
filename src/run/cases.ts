/** Cases in the store: facts, their projection, and the two kept equal in one batch. */
import { type Case, evolve, type Fact, replay } from '../case/case.ts';
import { endOf } from '../case/promise.ts';
import { type Statement, sql } from '../store/port.ts';
import type { Deps } from './deps.ts';
import { noticeStatements } from './notices.ts';

export interface LoadedCase {
  id: string;
  code: string;
  talk: string;
  current: Case;
  /** Whether any of staff has read it. */
  viewed: boolean;
  facts: { n: number; fact: Fact; words: Uint8Array | null }[];
}

/** A case with its facts, words still sealed; null when there is none. */
export async function loadCase(deps: Deps, id: string): Promise<LoadedCase | null> {
  const [row] = await deps.store.all<{ id: string; code: string; talk: string; viewed_at: number | null }>(
    'SELECT id, code, talk, viewed_at FROM cases WHERE id = ?',
    id,
  );
  if (!row) return null;
  const rows = await deps.store.all<{ n: number; fact: string; words_sealed: Uint8Array | null }>(
    'SELECT n, fact, words_sealed FROM facts WHERE case_id = ? ORDER BY n',
    id,
  );
  const facts = rows.map((r) => ({ n: r.n, fact: JSON.parse(r.fact) as Fact, words: r.words_sealed }));
  const { code, talk, viewed_at } = row;
  return { id, code, talk, viewed: viewed_at !== null, facts, current: replay(facts.map((f) => f.fact))! };
}

/** Appends a fact and moves the projection with it. A fact number already taken makes the batch stale. */
export function caseStatements(
  deps: Deps,
  id: string,
  before: Case,
  fact: Fact,
  ref: string | null,
  words: Uint8Array | null,
): Statement[] {
  const after = evolve(before, fact);
  return [
    ...noticeStatements(deps, id, after.facts, fact, after.window),
    factStatement(id, after.facts, fact, ref, words),
    sql(
      `UPDATE cases SET window = ?, state = ?, danger_class = ?, danger_level = ?, due_at = ?, taken_by = ?, answered_at = ?,
       outcome = ?, gap = ?, merged_into = ?, hold = ?, over_at = ?, next_day = ?, next_band = ?, next_until = ?, report = ?, check_by = ?, check_late = ?, asked = ?, lead_only = ?,
       barred = ?, asks_lead = ?, rungs = ?, lapsed = ?, facts = ?, changed_at = ? WHERE id = ?`,
      after.window,
      after.state,
      after.danger?.class ?? null,
      after.danger?.level ?? null,
      after.dueAt,
      after.takenBy,
      after.answeredAt,
      after.outcome,
      after.gap,
      after.mergedInto,
      after.hold ? 1 : 0,
      after.overAt,
      after.next?.day ?? null,
      after.next?.band ?? null,
      after.next ? endOf(after.next) : null,
      after.report?.kind ?? null,
      after.report?.checkBy ?? null,
      after.report?.late ? 1 : 0,
      after.asked,
      after.leadOnly ? 1 : 0,
      JSON.stringify(after.barred),
      after.asksLead ? 1 : 0,
      after.rungs,
      after.lapsed ? 1 : 0,
      after.facts,
      deps.now(),
      id,
    ),
  ];
}

/** The row of one fact. */
export const factStatement = (
  id: string,
  n: number,
  fact: Fact,
  ref: string | null,
  words: Uint8Array | null,
): Statement =>
  sql(
    'INSERT INTO facts (case_id, n, fact, ref, words_sealed) VALUES (?, ?, ?, ?, ?)',
    id,
    n,
    JSON.stringify(fact),
    ref,
    words,
  );
