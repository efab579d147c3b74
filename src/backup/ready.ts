/** A backup made ready to serve again: what must not come back to life is taken out of the copy. */
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import Database from 'better-sqlite3';
import { DANGER_LIFE, PUSH_LIFE } from '../line/delivery.ts';
import type { Entry } from '../log/chain.ts';
import type { Checkpoint } from '../log/checkpoint.ts';
import { BY_RESIDENT } from '../run/purge.ts';
import { openRecorder } from '../run/recorder.ts';
import { type Statement, sql } from '../store/port.ts';
import { type MasterKeys, seal } from '../store/seal.ts';
import { openSqlite } from '../store/sqlite.ts';
import { CHECK_KEY, FIND_KEY } from '../store/vault.ts';
import type { Instant } from '../windows/tokyo.ts';
import type { Pair } from './snapshot.ts';

/** Ids of keys destroyed since the backup, and now in it too; null: it cannot be told which those are. */
export type Forgotten = string[] | null;

/**
 * Destroys in the copy the keys that are gone from `present` keys: what was withdrawn or purged after the backup stays
 * forgotten. Only where both descend from one keys.db, which their check row tells; a keys.db begun anew would
 * otherwise forget everybody.
 */
export function forgetAgain(copy: Pair, present: string, master: MasterKeys, now: Instant): Forgotten {
  const keys = new Database(copy.keys);
  try {
    keys.pragma('secure_delete = ON');
    const forgotten = sameDescent(keys, present) ? destroyMissing(keys, idsIn(present)) : null;
    beginDescent(keys, master, now);
    return forgotten;
  } finally {
    keys.close();
  }
}

function sameDescent(keys: Database.Database, present: string): boolean {
  if (!existsSync(present)) return false;
  try {
    const ours = checkRow(keys);
    return ours !== undefined && withPresent(present, checkRow)?.equals(ours) === true;
  } catch {
    return false; // the present file is damaged: that may be why a backup is wanted
  }
}

const checkRow = (db: Database.Database): Buffer | undefined =>
  db.prepare('SELECT wrapped FROM keys WHERE id = ?').pluck().get(CHECK_KEY) as Buffer | undefined;

const idsIn = (present: string): string[] =>
  withPresent(present, (db) => db.prepare('SELECT id FROM keys').pluck().all() as string[]);

function withPresent<T>(file: string, look: (db: Database.Database) => T): T {
  const db = new Database(file, { readonly: true, fileMustExist: true });
  try {
    return look(db);
  } finally {
    db.close();
  }
}

const destroyMissing = (keys: Database.Database, present: string[]): string[] =>
  keys
    .prepare('DELETE FROM keys WHERE id <> ? AND id NOT IN (SELECT value FROM json_each(?)) RETURNING id')
    .pluck()
    .all(FIND_KEY, JSON.stringify(present)) as string[];

/** From here on these keys go their own way: an older or newer backup is not to be compared with them. */
function beginDescent(keys: Database.Database, master: MasterKeys, now: Instant): void {
  const wrapped = seal(master.wrap, CHECK_KEY, randomBytes(32).toString('base64'));
  keys
    .prepare('INSERT OR REPLACE INTO keys (id, wrapped, made_at) VALUES (?, ?, ?)')
    .run(CHECK_KEY, wrapped, now);
}

/**
 * Takes out the boxes of forgotten keys, ends sessions and one-time ways in, and puts the entry behind the copy's log.
 * Returns the new checkpoint.
 */
export async function beginAnew(
  words: string,
  origin: string,
  entry: Entry,
  forgotten: Forgotten,
): Promise<Checkpoint> {
  const store = openSqlite(words);
  const kept: Checkpoint[] = [];
  const recorder = openRecorder(store, origin, (c) => void kept.push(c));
  try {
    await recorder.commit([...emptied(forgotten ?? [], entry.at), ...endings(entry.at)], [entry]);
    await recorder.checkpoint();
    return kept[0]!;
  } finally {
    await store.close();
  }
}

/** As forgetting leaves it: a case stays with its times, a talk goes, what was said and waits to be sent goes. */
function emptied(forgotten: string[], now: Instant): Statement[] {
  const list = JSON.stringify(forgotten);
  const gone = '(SELECT value FROM json_each(?))';
  return [
    sql(
      `UPDATE facts AS f SET words_sealed = NULL WHERE 'case:' || case_id IN ${gone} AND ${BY_RESIDENT}`,
      list,
    ),
    sql(
      `UPDATE facts AS f SET words_sealed = NULL WHERE 'record:' || case_id IN ${gone} AND NOT (${BY_RESIDENT})`,
      list,
    ),
    sql(`UPDATE turns SET shown_sealed = NULL WHERE 'talk:' || talk IN ${gone}`, list),
    sql(
      `UPDATE outbox SET state = 'uncertain', body_sealed = NULL, settled_at = ?
       WHERE state = 'pending' AND 'talk:' || talk IN ${gone}`,
      now,
      list,
    ),
    sql(`DELETE FROM phrases WHERE 'talk:' || talk IN ${gone}`, list),
    sql(`DELETE FROM talks WHERE 'talk:' || id IN ${gone}`, list),
    sql(`DELETE FROM inbox WHERE box IN ${gone}`, list),
    sql(`DELETE FROM unhandled WHERE box IN ${gone}`, list),
  ];
}

/** A logout, a spent link or a sent message of after the backup is not in it: none of them may be undone by it. */
const endings = (now: Instant): Statement[] => [
  ...['desk_sessions', 'views', 'devices', 'links', 'invites', 'codes'].map((table) =>
    sql(`DELETE FROM ${table}`),
  ),
  sql(
    `UPDATE outbox SET state = 'uncertain', body_sealed = NULL, settled_at = ?
     WHERE state = 'pending' AND received_at < CASE class WHEN 'once' THEN ? ELSE ? END`,
    now,
    now - PUSH_LIFE,
    now - DANGER_LIFE,
  ),
];
