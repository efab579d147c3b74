/** Forgetting on time: each class of data has its days. What is deleted is overwritten (secure_delete). */
import type { Entry } from '../log/chain.ts';
import { type Statement, sql } from '../store/port.ts';
import { addDays, DAY, dayOf } from '../windows/tokyo.ts';
import type { Deps } from './deps.ts';
import { DEVICE_IDLE } from './doorway.ts';
import { loadTalk } from './play.ts';
import { caseKey, destroyKeys, inboxKey, sealFor, talkKey, unhandledKey } from './sealed.ts';

/** Days. */
export const RETENTION = {
  talkWords: 7,
  unhandled: 30,
  eventIds: 35,
  outbox: 35,
  caseWords: 365,
  withdrawnWords: 30,
  doubts: 365,
} as const;
const BATCH = 200;

/** Deletes what is over its time. Safe to run at any moment, any number of times. */
export async function sweep(deps: Deps): Promise<void> {
  const now = deps.now();
  const since = (days: number): number => now - days * DAY;
  const statements: Statement[] = [
    sql(
      'UPDATE turns SET shown_sealed = NULL WHERE shown_sealed IS NOT NULL AND at < ?',
      since(RETENTION.talkWords),
    ),
    sql('DELETE FROM turns WHERE at < ?', since(RETENTION.eventIds)),
    // By name, so that the index on state and time finds them: <> would read every row.
    sql(
      `DELETE FROM outbox WHERE state IN ('sent', 'uncertain', 'refused', 'blocked', 'quota') AND settled_at < ?`,
      since(RETENTION.outbox),
    ),
    sql('DELETE FROM unsent WHERE at < ?', since(RETENTION.eventIds)),
    sql('DELETE FROM links WHERE expires_at < ?', now),
    sql('DELETE FROM invites WHERE expires_at < ?', now),
    sql('DELETE FROM devices WHERE seen_at < ?', now - DEVICE_IDLE),
    sql('DELETE FROM desk_sessions WHERE started_at < ?', since(1)),
    sql('DELETE FROM views WHERE session NOT IN (SELECT hash FROM desk_sessions)'),
    sql('DELETE FROM throttles WHERE until < ?', now),
    sql('DELETE FROM challenges WHERE until < ?', now),
    sql('DELETE FROM doubts WHERE at < ?', since(RETENTION.doubts)),
  ];
  await deps.store.batch(statements);
  await forgetTalks(deps, since(RETENTION.talkWords));
  await forgetCases(deps, 'closed', since(RETENTION.caseWords));
  await forgetCases(deps, 'withdrawn', since(RETENTION.withdrawnWords));
  await forgetUnhandled(deps, addDays(dayOf(now), -RETENTION.unhandled));
  await forgetInboxKeys(deps, dayOf(now));
  await forgetOrphans(deps, since(1));
  deps.scrub();
}

/** A talk is kept while one of its cases still has words: its owner reads them through it. */
const HAS_WORDS = `EXISTS (SELECT 1 FROM cases c JOIN facts f ON f.case_id = c.id
  WHERE c.talk = t.id AND c.state <> 'withdrawn' AND f.words_sealed IS NOT NULL)`;

/** Talks that fell silent: state, LINE id and key go together; of those with a case, what was heard goes. */
async function forgetTalks(deps: Deps, before: number): Promise<void> {
  const rows = await deps.store.all<{ id: string }>(
    `DELETE FROM talks AS t WHERE id IN (SELECT t.id FROM talks t WHERE t.updated_at < ? AND NOT ${HAS_WORDS} LIMIT ?)
     AND updated_at < ? RETURNING id`,
    before,
    BATCH,
    before,
  );
  const ids = JSON.stringify(rows.map((r) => r.id));
  await deps.store.batch([
    sql('DELETE FROM phrases WHERE talk IN (SELECT value FROM json_each(?))', ids),
    sql('DELETE FROM watchwords WHERE talk IN (SELECT value FROM json_each(?))', ids),
  ]);
  await destroyKeys(
    deps,
    rows.map((r) => talkKey(r.id)),
  );
  const kept = await deps.store.all<{ id: string }>(
    `SELECT id FROM talks t WHERE updated_at < ? AND ${HAS_WORDS}`,
    before,
  );
  for (const { id } of kept) await forgetHeard(deps, id);
}

async function forgetHeard(deps: Deps, id: string): Promise<void> {
  const loaded = await loadTalk(deps, id);
  if (!loaded || loaded.talk.heard.length === 0) return;
  const state = await sealFor(deps, talkKey(id), `talk:${id}`, { ...loaded.talk, heard: [], draft: null });
  await deps.store.batch([
    sql('UPDATE talks SET state_sealed = ? WHERE id = ? AND turn = ?', state, id, loaded.row.turn),
  ]);
}

/** Keys whose row never came or is gone (a kill between the two): nothing can need them any more. */
async function forgetOrphans(deps: Deps, before: number): Promise<void> {
  const talks = new Set(
    (await deps.store.all<{ id: string }>('SELECT id FROM talks')).map((r) => talkKey(r.id)),
  );
  const cases = await deps.store.all<{ id: string }>(
    'SELECT DISTINCT case_id AS id FROM facts WHERE words_sealed IS NOT NULL',
  );
  const needed = new Set([...talks, ...cases.map((r) => caseKey(r.id))]);
  const orphans = (await deps.vault.madeBefore(before)).filter(
    (id) => /^(?:talk|case):/.test(id) && !needed.has(id),
  );
  await destroyKeys(deps, orphans);
}

/** Words of cases long closed or withdrawn: boxes and key go, the fact that there was a case stays. */
async function forgetCases(deps: Deps, state: 'closed' | 'withdrawn', before: number): Promise<void> {
  const rows = await deps.store.all<{ id: string; window: string }>(
    `SELECT id, window FROM cases c WHERE state = ? AND changed_at < ? AND EXISTS
       (SELECT 1 FROM facts f WHERE f.case_id = c.id AND f.words_sealed IS NOT NULL) LIMIT ?`,
    state,
    before,
    BATCH,
  );
  if (rows.length === 0) return;
  const ids = JSON.stringify(rows.map((r) => r.id));
  const entries = rows.map(
    (r): Entry => ({ at: deps.now(), actor: 'system', act: 'case.purged', case: r.id, window: r.window }),
  );
  await deps.recorder.commit(
    [
      sql('UPDATE facts SET words_sealed = NULL WHERE case_id IN (SELECT value FROM json_each(?))', ids),
      sql('UPDATE cases SET area = NULL WHERE id IN (SELECT value FROM json_each(?))', ids),
      sql('DELETE FROM drafts WHERE case_id IN (SELECT value FROM json_each(?))', ids),
    ],
    entries,
  );
  await destroyKeys(
    deps,
    rows.map((r) => caseKey(r.id)),
  );
}

async function forgetUnhandled(deps: Deps, before: string): Promise<void> {
  const days = await deps.store.all<{ day: string }>(
    'SELECT DISTINCT day FROM unhandled WHERE day < ?',
    before,
  );
  if (days.length === 0) return;
  await deps.store.batch([sql('DELETE FROM unhandled WHERE day < ?', before)]);
  await destroyKeys(
    deps,
    days.map((d) => unhandledKey(d.day)),
  );
}

/** A past day's inbox key goes once nothing sealed with it still waits. */
async function forgetInboxKeys(deps: Deps, today: string): Promise<void> {
  const waiting = new Set(
    (await deps.store.all<{ box: string }>('SELECT DISTINCT box FROM inbox')).map((r) => r.box),
  );
  const past = Array.from({ length: 40 }, (_, i) => inboxKey(addDays(today, -2 - i))).filter(
    (id) => !waiting.has(id),
  );
  await destroyKeys(deps, past);
}
