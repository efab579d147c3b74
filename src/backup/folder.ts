/** The folder of backups: each is a folder named by its time; what is not finished has another name. */
import { existsSync, readdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { syncFile } from '../store/durable.ts';
import { type Instant, isoTokyo } from '../windows/tokyo.ts';
import type { Pair } from './snapshot.ts';

const NAME = /^komatta-\d{8}-\d{6}-\d{3}$/;
const UNFINISHED = '.unfinished-';

/** Files of one backup. The key of all keys (KOMATTA_KEY, komatta.key) is never among them. */
export interface Kept extends Pair {
  checkpoints: string;
}
export const filesOf = (folder: string): Kept => ({
  words: path.join(folder, 'komatta.db'),
  keys: path.join(folder, 'keys.db'),
  checkpoints: path.join(folder, 'checkpoints.txt'),
});

/** `komatta-20261124-100000-123`: the time in Tokyo, to the millisecond. */
export function nameAt(at: Instant): string {
  const [day = '', time = ''] = isoTokyo(at).slice(0, 19).replace(/[-:]/g, '').split('T');
  return `komatta-${day}-${time}-${String(at % 1000).padStart(3, '0')}`;
}

/** Names of the finished backups, oldest first. */
export const keptIn = (dir: string): string[] =>
  existsSync(dir)
    ? readdirSync(dir)
        .filter((n) => NAME.test(n))
        .sort()
    : [];

/** Where a backup is put together, out of sight of keptIn. */
export const unfinished = (dir: string, name: string): string => path.join(dir, `${UNFINISHED}${name}`);

/** Removes what a kill left; only the holder of the folder's lock may. */
export function clearUnfinished(dir: string): void {
  for (const name of readdirSync(dir).filter((n) => n.startsWith(UNFINISHED)))
    rmSync(path.join(dir, name), { recursive: true, force: true });
}

/** From here on it is a backup: one rename, asked of the disk. */
export function finish(dir: string, name: string): void {
  syncFile(unfinished(dir, name));
  renameSync(unfinished(dir, name), path.join(dir, name));
  syncFile(dir);
}

/** Removes all but the newest `keep`, each first by name, so that half a backup is never taken for one. */
export function thin(dir: string, keep: number): string[] {
  const old = keptIn(dir).slice(0, -keep);
  for (const name of old) {
    renameSync(path.join(dir, name), unfinished(dir, name));
    rmSync(unfinished(dir, name), { recursive: true, force: true });
  }
  return old;
}
