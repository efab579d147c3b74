/** Whether a backup is whole, ours, and opens with this key: asked after making it and before putting it back. */
import { existsSync, readFileSync } from 'node:fs';
import Database from 'better-sqlite3';
import { type Checkpoint, readCheckpoints } from '../log/checkpoint.ts';
import { type Row, type Verified, verify } from '../log/verify.ts';
import { isNewer } from '../store/migrate.ts';
import { type MasterKeys, unseal } from '../store/seal.ts';
import { CHECK_KEY } from '../store/vault.ts';
import { filesOf, type Kept } from './folder.ts';

/**
 * missing: a file is not there · corrupt: SQLite finds it damaged · newer: made by a newer version of this program ·
 * log: the log does not verify · otherKey: sealed under another KOMATTA_KEY · forked: its log is another than the
 * one these checkpoints speak of.
 */
export type Unsound =
  | { ok: false; why: 'missing' | 'corrupt' | 'newer' | 'otherKey' | 'forked' }
  | { ok: false; why: 'log'; verified: Verified };
/** `size`: entries in its log, `head`: where it ends. */
export type Examined = { ok: true; size: number; head: string } | Unsound;

export interface Against {
  /** null: not known here, the key is not tried. */
  master: MasterKeys | null;
  /** Folders with the migrations this program knows. */
  migrations: { words: string; keys: string };
  /** Checkpoints kept elsewhere. Larger ones only say that the log went on after the backup. */
  checkpoints: readonly Checkpoint[];
}

/** Examines the backup in `folder`. Reads only. */
export function examine(folder: string, against: Against): Examined {
  const files = filesOf(folder);
  if (!Object.values(files).every((file) => existsSync(file))) return { ok: false, why: 'missing' };
  try {
    return examineFiles(files, against);
  } catch {
    return { ok: false, why: 'corrupt' };
  }
}

function examineFiles(files: Kept, { master, migrations, checkpoints }: Against): Examined {
  const words = read(files.words);
  const keys = read(files.keys);
  try {
    if (!isSound(words) || !isSound(keys)) return { ok: false, why: 'corrupt' };
    if (isNewer(words, migrations.words) || isNewer(keys, migrations.keys))
      return { ok: false, why: 'newer' };
    if (master && !opens(keys, master)) return { ok: false, why: 'otherKey' };
    return examineLog(words, readCheckpoints(readFileSync(files.checkpoints, 'utf8')), checkpoints);
  } finally {
    words.close();
    keys.close();
  }
}

const read = (file: string): Database.Database => new Database(file, { readonly: true, fileMustExist: true });

const isSound = (db: Database.Database): boolean => db.pragma('integrity_check', { simple: true }) === 'ok';

function opens(keys: Database.Database, master: MasterKeys): boolean {
  const wrapped = keys.prepare('SELECT wrapped FROM keys WHERE id = ?').pluck().get(CHECK_KEY);
  return wrapped instanceof Uint8Array && unseal(master.wrap, CHECK_KEY, wrapped) !== null;
}

function examineLog(db: Database.Database, own: Checkpoint[], elsewhere: readonly Checkpoint[]): Examined {
  const verified = verify(logRows(db), own);
  if (!verified.ok) return { ok: false, why: 'log', verified };
  const { size, head } = verified;
  const known = elsewhere.filter((c) => c.size <= size);
  return verify(logRows(db), known).ok ? { ok: true, size, head } : { ok: false, why: 'forked' };
}

/** Entries of a log in order. */
export const logRows = (db: Database.Database): Iterable<Row> =>
  db.prepare('SELECT seq, line, head FROM log WHERE seq > 0 ORDER BY seq').iterate() as Iterable<Row>;
