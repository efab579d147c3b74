/** Making a backup: put together out of sight, examined, written into the log, and only then given its name. */
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import type { Settings } from '../config.ts';
import { checkpointLine, readCheckpoints } from '../log/checkpoint.ts';
import { createFile } from '../store/durable.ts';
import { takeServing } from '../store/serving.ts';
import type { Instant } from '../windows/tokyo.ts';
import { type Against, examine, type Unsound } from './examine.ts';
import { clearUnfinished, filesOf, finish, nameAt, thin, unfinished } from './folder.ts';
import { copyTogether } from './snapshot.ts';

/** busy: another backup into this folder is under way. */
export type Made =
  | { kind: 'made'; folder: string; size: number; removed: string[] }
  | { kind: 'busy' }
  | { kind: 'unsound'; fault: Unsound };

export interface Order {
  settings: Settings;
  /** Origin of this deployment, for the checkpoint that the backup carries. */
  origin: string;
  /** The folder of backups; made when it is not there. */
  dir: string;
  /** How many backups stay; null: all. */
  keep: number | null;
  at: Instant;
  against: Omit<Against, 'checkpoints'>;
  /** Called once the copy is known to be good and before it is one: nobody keeps a copy the log does not know of. */
  record(name: string, size: number): Promise<void>;
}

/** Makes one backup of what `settings` point at, and removes those that are too many. Throws on I/O faults. */
export async function makeBackup(order: Order): Promise<Made> {
  mkdirSync(order.dir, { recursive: true, mode: 0o700 });
  const lock = takeServing(path.join(order.dir, 'backup'));
  if (!lock) return { kind: 'busy' };
  const name = nameAt(order.at);
  try {
    clearUnfinished(order.dir);
    return await makeNamed(order, name);
  } finally {
    rmSync(unfinished(order.dir, name), { recursive: true, force: true });
    lock.release();
  }
}

async function makeNamed(order: Order, name: string): Promise<Made> {
  const part = unfinished(order.dir, name);
  mkdirSync(part, { mode: 0o700 });
  await fill(order, part);
  const examined = examine(part, { ...order.against, checkpoints: [] });
  if (!examined.ok) return { kind: 'unsound', fault: examined };
  await order.record(name, examined.size);
  finish(order.dir, name);
  const removed = order.keep === null ? [] : thin(order.dir, order.keep);
  return { kind: 'made', folder: path.join(order.dir, name), size: examined.size, removed };
}

/** Checkpoints are read before the databases: none of them can then speak of more than the copy holds. */
async function fill({ settings, origin }: Order, part: string): Promise<void> {
  const to = filesOf(part);
  const known = existsSync(settings.checkpoints)
    ? readCheckpoints(readFileSync(settings.checkpoints, 'utf8'))
    : [];
  await copyTogether({ words: settings.database, keys: settings.keysDatabase }, to);
  const own = { origin, ...endOfLog(to.words) };
  createFile(
    to.checkpoints,
    [...known, own]
      .filter((c) => c.size > 0)
      .map(checkpointLine)
      .join(''),
  );
}

function endOfLog(file: string): { size: number; head: string } {
  const db = new Database(file, { readonly: true });
  try {
    return db.prepare('SELECT seq AS size, head FROM log ORDER BY seq DESC LIMIT 1').get() as ReturnType<
      typeof endOfLog
    >;
  } finally {
    db.close();
  }
}
