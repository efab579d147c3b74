/** Forgetting on time: each class of data has its days. What is deleted is overwritten (secure_delete). */
import type { Entry } from '../log/chain.ts';
import { type Statement, sql } from '../store/port.ts';
import { addDays, DAY, dayOf } from '../windows/tokyo.ts';
import type { Deps } from './deps.ts';
import { DEVICE_IDLE } from './doorway.ts';
import { loadTalk } from './play.ts';
import { BY_RESIDENT, forgetCaseWords } from './purge.ts';
import { DOUBTS, EVENT_IDS, OUTBOX } from './retention.ts';
import { caseKey, destroyKeys, inboxKey, recordKey, sealFor, talkKey, unhandledKey } from './sealed.ts';

const BATCH = 200;

/** Deletes what is over its time. Safe to run at any moment, any number of times. */
export async function sweep(deps: Deps): Promise<void> {
  const now = deps.now();
  const { retention } = deps.settings;
  const since = (days: number): number => now - days * DAY;
  const statements: Statement[] = [
    sql(
      'UPDATE turns SET shown_sealed = NULL WHERE shown_sealed IS NOT NULL AND at < ?',
      since(retention.talkWords),
    ),
    sql('DELETE FROM turns WHERE at < ?', since(EVENT_IDS)),
    // By name, so that the index on state and time finds them: <> would read every row.
    sql(
      `DELETE FROM outbox WHERE state IN ('sent', 'uncertain', 'refused', 'blocked', 'quota') AND settled_at < ?`,
      since(OUTBOX),
    ),
    sql('DELETE FROM unsent WHERE at < ?', since(EVENT_IDS)),
    sql('DELETE FROM links WHERE expires_at < ?', now),
    sql('DELETE FROM invites WHERE expires_at < ?', now),
    sql('DELETE FROM devices WHERE seen_at < ?', now - DEVICE_IDLE),
    sql('DELETE FROM desk_sessions WHERE started_at < ?', since(1)),
    sql('DELETE FROM views WHERE session NOT IN (SELECT hash FROM desk_sessions)'),
    sql('DELETE FROM throttles WHERE until < ?', now),
    sql('DELETE FROM challenges WHERE until < ?', now),
    sql('DELETE FROM doubts WHERE at < ?', since(DOUBTS)),
  ];
  await deps.store.batch(statements);
  await forgetTalks(deps, since(retention.talkWords));
  await forgetCases(deps, 'closed', since(retention.caseWords));
  await forgetCases(deps, 'withdrawn', since(retention.withdrawnWords));
  await forgetRecords(deps, since(retention.records));
  await forgetUnhandled(deps, addDays(dayOf(now), -retention.unhandled));
  await forgetInboxKeys(deps, dayOf(now));
  await forgetOrphans(deps, since(1));
  deps.scrub();
}

/** A talk is kept while one of its cases still has words: its owner reads them through it. */
const HAS_WORDS = `EXISTS (SELECT 1 FROM cases c JOIN facts f ON f.case_id = c.id
  WHERE c.talk = t.id AND c.state <> 'withdrawn' AND f.words_sealed IS NOT NULL AND f.fact NOT LIKE '%"by":"staff:%')`;

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
  const needed = new Set([...talks, ...cases.flatMap((r) => [caseKey(r.id), recordKey(r.id)])]);
  const orphans = (await deps.vault.madeBefore(before)).filter(
    (id) => /^(?:talk|case|record):/.test(id) && !needed.has(id),
  );
  await destroyKeys(deps, orphans);
}

/** Cases over long enough, and held by no lead, that still have words of a kind. */
const dueCases = (deps: Deps, states: readonly string[], before: number, written: string) =>
  deps.store.all<{ id: string; window: string }>(
    `SELECT id, window FROM cases c WHERE over_at < ? AND hold = 0 AND state IN (SELECT value FROM json_each(?)) AND EXISTS
       (SELECT 1 FROM facts f WHERE f.case_id = c.id AND f.words_sealed IS NOT NULL AND ${written}) LIMIT ?`,
    before,
    JSON.stringify(states),
    BATCH,
  );

/** What a resident sent and wrote in cases long over: boxes and key go, that there was a case stays. */
async function forgetCases(deps: Deps, state: 'closed' | 'withdrawn', before: number): Promise<void> {
  const rows = await dueCases(deps, [state], before, BY_RESIDENT);
  for (const { id, window } of rows)
    await forgetCaseWords(deps, { at: deps.now(), actor: 'system', act: 'case.purged', case: id, window });
}

/** What staff wrote is the record of their body, and goes when its 保存年限 is over. */
async function forgetRecords(deps: Deps, before: number): Promise<void> {
  const rows = await dueCases(deps, ['closed', 'withdrawn'], before, `NOT (${BY_RESIDENT})`);
  for (const { id, window } of rows) {
    const entry: Entry = { at: deps.now(), actor: 'system', act: 'case.recordPurged', case: id, window };
    const gone = sql('UPDATE facts SET words_sealed = NULL WHERE case_id = ?', id);
    if ((await deps.recorder.commit([gone], [entry])) === 'done') await destroyKeys(deps, [recordKey(id)]);
  }
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
