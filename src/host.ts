/**
 * What the Node entries (node.ts, cli.ts) share: folders, keys on disk, stores, and the deps built from them.
 */

import { randomBytes } from 'node:crypto';
import {
  appendFileSync,
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { originOf, type Settings } from './config.ts';
import type { Prepared } from './content/content.ts';
import { lineClient } from './line/client.ts';
import { checkpointLine } from './log/checkpoint.ts';
import type { Deps, Report, Wake } from './run/deps.ts';
import { openRecorder } from './run/recorder.ts';
import { migrate } from './store/migrate.ts';
import { masterKeys } from './store/seal.ts';
import { openSqlite, type SqliteStore } from './store/sqlite.ts';
import { openVault } from './store/vault.ts';

/** The package's own folder: the parent of src/ and of dist/. */
export const PACKAGE = fileURLToPath(new URL('..', import.meta.url));
export const BUILT = path.join(PACKAGE, 'dist', 'content');
const MIGRATIONS = path.join(PACKAGE, 'src', 'store');

export interface Host {
  deps: Deps;
  close(): Promise<void>;
}

export interface HostOptions {
  settings: Settings;
  content: () => Prepared;
  wake: Wake;
  report: (event: Report) => void;
}

/** Opens the databases (made and migrated when needed) and builds deps over them. */
export function openHost({ settings, content, wake, report }: HostOptions): Host {
  mkdirSync(path.dirname(path.resolve(settings.database)), { recursive: true, mode: 0o700 });
  migrate(settings.database, path.join(MIGRATIONS, 'migrations'));
  migrate(settings.keysDatabase, path.join(MIGRATIONS, 'migrations-keys'));
  for (const file of [settings.database, settings.keysDatabase]) chmodSync(file, 0o600);
  const store = openSqlite(settings.database);
  const keys = openSqlite(settings.keysDatabase);
  const master = masterKeys(settings.key ?? keyOnDisk(settings));
  const started = Date.now();
  const now = settings.clock === null ? () => Date.now() : () => settings.clock! + (Date.now() - started);
  const deps: Deps = {
    store,
    vault: openVault(keys, master),
    master,
    recorder: openRecorder(store, originOf(settings), (c) =>
      appendDurably(settings.checkpoints, checkpointLine(c)),
    ),
    settings,
    content,
    now,
    deviceNow: () => Date.now(),
    line: settings.line && lineClient(settings.line),
    wake,
    report,
  };
  return { deps, close: () => closeBoth(store, keys) };
}

async function closeBoth(store: SqliteStore, keys: SqliteStore): Promise<void> {
  await store.close();
  await keys.close();
}

/** Loopback only: a key made once beside the database, readable by its owner alone. */
function keyOnDisk(settings: Settings): Uint8Array {
  const file = path.join(path.dirname(settings.database), 'komatta.key');
  if (!existsSync(file))
    writeFileSync(file, `${randomBytes(32).toString('base64')}\n`, { mode: 0o600, flag: 'wx' });
  return Buffer.from(readFileSync(file, 'utf8').trim(), 'base64');
}

function appendDurably(file: string, line: string): void {
  const fd = openSync(file, 'a', 0o600);
  try {
    appendFileSync(fd, line);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}
