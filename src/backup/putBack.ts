/**
 * Putting a backup back. It is made ready beside the present files, which are then moved aside and never deleted.
 * Between the first move and the last a folder `restoring` stands in the way of the service: a kill in the middle
 * leaves no half database that somebody begins to write into, and the next `komatta restore` finishes the work.
 */
import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, rmdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { Settings } from '../config.ts';
import type { Entry } from '../log/chain.ts';
import { checkpointLine, readCheckpoints } from '../log/checkpoint.ts';
import { createFile, syncFile } from '../store/durable.ts';
import type { MasterKeys } from '../store/seal.ts';
import type { Instant } from '../windows/tokyo.ts';
import { type Against, examine, type Unsound } from './examine.ts';
import { filesOf, type Kept, nameAt } from './folder.ts';
import { beginAnew, type Forgotten, forgetAgain } from './ready.ts';

/** `lost`: entries after the backup that the kept checkpoints know of. `aside`: where the former files lie; null: none. */
export type Restored =
  | { kind: 'restored'; size: number; lost: number; forgotten: Forgotten; aside: string | null }
  /** What an earlier call had begun is done now. */
  | { kind: 'finished'; aside: string | null }
  | { kind: 'unsound'; fault: Unsound };

export interface Wish {
  settings: Settings;
  origin: string;
  actor: string;
  /** The folder of one backup. */
  folder: string;
  master: MasterKeys;
  migrations: Against['migrations'];
  /** Also a log that parted from the one the present checkpoints speak of (an older backup was put back before). */
  evenForked: boolean;
  at: Instant;
}

/** In the way of the service while a restore is half done. */
export const restoringOf = (settings: Settings): string => beside(settings, 'restoring');
const beside = (settings: Settings, name: string): string => path.join(path.dirname(settings.database), name);

/** Puts `folder` in the place of the present files. Only the holder of the serving lock may. Throws on I/O faults. */
export async function putBack(wish: Wish): Promise<Restored> {
  const { settings, at } = wish;
  if (existsSync(restoringOf(settings))) return { kind: 'finished', aside: exchange(settings, at) };
  const checkpoints = existsSync(settings.checkpoints)
    ? readCheckpoints(readFileSync(settings.checkpoints, 'utf8'))
    : [];
  const { master, migrations } = wish;
  let examined = examine(wish.folder, { master, migrations, checkpoints });
  const forked = !examined.ok && examined.why === 'forked' && wish.evenForked;
  if (forked) examined = examine(wish.folder, { master, migrations, checkpoints: [] });
  if (!examined.ok) return { kind: 'unsound', fault: examined };
  const { size } = examined;
  const lost = Math.max(0, ...checkpoints.map((c) => c.size - size));
  const forgotten = await makeReady(wish, { size, lost, ...(forked ? { forked } : {}) });
  return { kind: 'restored', size, lost, forgotten, aside: exchange(settings, at) };
}

/** Leaves a folder `restoring` with three files that can serve; what an earlier call left half made is made anew. */
async function makeReady(wish: Wish, known: Record<string, number | boolean>): Promise<Forgotten> {
  const { settings, origin, at } = wish;
  const part = beside(settings, 'restoring.unfinished');
  rmSync(part, { recursive: true, force: true });
  mkdirSync(part, { mode: 0o700 });
  const files = filesOf(part);
  copyAll(filesOf(wish.folder), files);
  const forgotten = forgetAgain(files, settings.keysDatabase, wish.master, at);
  const entry: Entry = {
    at,
    actor: wish.actor,
    act: 'backup.restored',
    detail: { name: path.basename(wish.folder), ...known, forgotten: forgotten?.length ?? null },
  };
  const checkpoint = await beginAnew(files.words, origin, entry, forgotten);
  const kept = readFileSync(files.checkpoints, 'utf8');
  rmSync(files.checkpoints);
  createFile(files.checkpoints, `${kept}${checkpointLine(checkpoint)}`);
  for (const file of [files.words, files.keys, part]) syncFile(file);
  renameSync(part, restoringOf(settings));
  syncFile(path.dirname(settings.database));
  return forgotten;
}

function copyAll(from: Kept, to: Kept): void {
  for (const [name, file] of Object.entries(from) as [keyof Kept, string][]) {
    createFile(to[name], '');
    copyFileSync(file, to[name]);
  }
}

/** Moves each present file aside and the one made ready into its place. May be called again after a kill. */
function exchange(settings: Settings, at: Instant): string | null {
  const ready = filesOf(restoringOf(settings));
  const aside = beside(settings, nameAt(at).replace('komatta', 'before-restore'));
  const moves: [ready: string, place: string][] = [
    [ready.checkpoints, settings.checkpoints],
    [ready.keys, settings.keysDatabase],
    [ready.words, settings.database],
  ];
  for (const [from, place] of moves) if (existsSync(from)) replace(from, place, aside);
  syncFile(path.dirname(settings.database));
  rmdirSync(restoringOf(settings));
  return existsSync(aside) ? aside : null;
}

function replace(from: string, place: string, aside: string): void {
  for (const file of [`${place}-wal`, `${place}-shm`, place]) if (existsSync(file)) moveAside(file, aside);
  if (path.dirname(place) === path.dirname(path.dirname(from))) renameSync(from, place);
  else moveAcross(from, place);
}

function moveAside(file: string, aside: string): void {
  mkdirSync(aside, { recursive: true, mode: 0o700 });
  const to = path.join(aside, path.basename(file));
  if (path.dirname(file) === path.dirname(aside)) renameSync(file, to);
  // Checkpoints kept on another disk stay on it: there they are out of reach of this machine.
  else renameSync(file, `${file}.${path.basename(aside)}`);
}

/** To another disk: whole under another name first. */
function moveAcross(from: string, place: string): void {
  const part = `${place}.unfinished`;
  rmSync(part, { force: true });
  createFile(part, readFileSync(from, 'utf8'));
  renameSync(part, place);
  syncFile(path.dirname(place));
  rmSync(from);
}
