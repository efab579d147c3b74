/** Making words unreadable for good: boxes and their key go, on Node their bytes too. What staff wrote is a record, and stays. */
import type { Entry } from '../log/chain.ts';
import { type Statement, sql } from '../store/port.ts';
import { loadCase } from './cases.ts';
import type { Deps } from './deps.ts';
import { caseKey, destroyKeys } from './sealed.ts';

/** As a condition on `facts f`. */
export const BY_RESIDENT = `f.fact NOT LIKE '%"by":"staff:%'`;

/** Forgets what a resident sent and wrote in a case; the entry says who did it. */
export async function forgetCaseWords(
  deps: Deps,
  entry: Entry & { case: string },
  also: Statement[] = [],
): Promise<boolean> {
  const { case: id } = entry;
  const outcome = await deps.recorder.commit(
    [
      sql(
        `UPDATE facts AS f SET words_sealed = NULL WHERE case_id = ? AND words_sealed IS NOT NULL AND ${BY_RESIDENT}`,
        id,
      ),
      sql('UPDATE cases SET area = NULL WHERE id = ?', id),
      sql('DELETE FROM drafts WHERE case_id = ?', id),
      ...also,
    ],
    [entry],
  );
  if (outcome === 'done') await destroyKeys(deps, [caseKey(id)]);
  return outcome === 'done';
}

export type Purged = 'done' | 'missing' | 'open' | 'held' | 'dutyOpen' | 'busy';

/**
 * Forgets a case before its time, because somebody asked for it and it was decided. Not one that is open, that a lead
 * holds, or in which a person's safety is still to be checked.
 */
export async function purgeCase(
  deps: Deps,
  actor: Entry['actor'],
  id: string,
  detail: NonNullable<Entry['detail']> = {},
): Promise<Purged> {
  const loaded = await loadCase(deps, id);
  if (!loaded) return 'missing';
  const { state, hold, report, window } = loaded.current;
  if (state !== 'closed' && state !== 'withdrawn') return 'open';
  if (hold) return 'held';
  if (report?.checkBy) return 'dutyOpen';
  const entry = { at: deps.now(), actor, act: 'case.purged', case: id, window, detail };
  // What the page still shows of the talk holds the same sentences.
  const shown = sql('UPDATE turns SET shown_sealed = NULL WHERE talk = ?', loaded.talk);
  return (await forgetCaseWords(deps, entry, [shown])) ? 'done' : 'busy';
}
