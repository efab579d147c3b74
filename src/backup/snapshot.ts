/**
 * Copies of the two databases as they were at one and the same moment, taken while the service works.
 *
 * A key's row is durable before the first word under it, and words go before their key is destroyed. So at any one
 * moment no word lacks its key, but words and keys of two moments need not fit: keys first would miss those of new
 * talks, words first would miss those destroyed in between. Both are therefore pinned at once, and for that instant
 * (two SELECTs long) nobody may make or destroy a key.
 */
import Database from 'better-sqlite3';
import { createFile, syncFile } from '../store/durable.ts';

/** How long to wait for a writer that is just at work, ms. */
const PATIENCE = 10_000;
const ALL_PAGES = 0x7fffffff;

/** Files of a pair: the database with the sealed words, and that of their keys. */
export interface Pair {
  words: string;
  keys: string;
}

/**
 * Copies `from` into new files at `to`, readable by their owner alone and durable; each is one file without a WAL.
 * Throws what the engine throws (disk full, a file that is none).
 */
export async function copyTogether(from: Pair, to: Pair): Promise<void> {
  const words = open(from.words);
  const keys = open(from.keys);
  const gate = open(from.keys);
  try {
    gate.exec('BEGIN IMMEDIATE');
    pin(words);
    pin(keys);
    gate.exec('ROLLBACK');
    await copyPinned(words, to.words);
    await copyPinned(keys, to.keys);
  } finally {
    for (const db of [gate, words, keys]) db.close();
  }
}

const open = (file: string): Database.Database =>
  new Database(file, { timeout: PATIENCE, fileMustExist: true });

/** A read transaction sees the file as it is now, whatever is written later. */
function pin(db: Database.Database): void {
  db.exec('BEGIN');
  db.prepare('SELECT count(*) FROM sqlite_schema').get();
}

async function copyPinned(db: Database.Database, to: string): Promise<void> {
  createFile(to, '');
  await db.backup(to, { progress: () => ALL_PAGES });
  db.exec('ROLLBACK');
  // What was forgotten while we read could not be cut from the WAL: it is now.
  db.pragma('wal_checkpoint(TRUNCATE)');
  const copy = new Database(to);
  copy.pragma('journal_mode = DELETE');
  copy.close();
  syncFile(to);
}
