/**
 * What the Node entries (node.ts, cli.ts) share: folders, keys on disk, stores, and the deps built from them.
 */

import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { restoringOf } from './backup/putBack.ts';
import { isLoopback, originOf, type Settings } from './config.ts';
import type { Prepared } from './content/content.ts';
import { lineClient } from './line/client.ts';
import { checkpointLine } from './log/checkpoint.ts';
import { mailNotifier } from './notice/mail.ts';
import type { Notifier } from './notice/notice.ts';
import { webhookNotifier } from './notice/webhook.ts';
import type { Deps, Report, Wake } from './run/deps.ts';
import { openDoubts } from './run/doubts.ts';
import { openRecorder } from './run/recorder.ts';
import { newTally } from './run/tally.ts';
import { openWindowStates } from './run/windowStates.ts';
import { appendDurably, overwriteFile } from './store/durable.ts';
import { migrate } from './store/migrate.ts';
import { masterKeys } from './store/seal.ts';
import { openSqlite, type SqliteStore } from './store/sqlite.ts';
import { CHECK_KEY, FIND_KEY, openVault, type Vault } from './store/vault.ts';

/** The package's own folder: the parent of src/ and of dist/. */
export const PACKAGE = fileURLToPath(new URL('..', import.meta.url));
/** The program that compiles content apart from the service. */
export const CHILD = path.join(PACKAGE, 'dist', 'child.js');
export const BUILT = path.join(PACKAGE, 'dist', 'content');
/** Folders of migrations, the newest this program knows included. */
export const MIGRATIONS = {
  words: path.join(PACKAGE, 'src', 'store', 'migrations'),
  keys: path.join(PACKAGE, 'src', 'store', 'migrations-keys'),
};

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

/**
 * Opens the databases (made and migrated when needed) and builds deps over them. Throws a HostFault when the key
 * does not fit, a restore is half done, or a newer version has been at work here.
 */
export async function openHost({ settings, content, wake, report }: HostOptions): Promise<Host> {
  mkdirSync(path.dirname(path.resolve(settings.database)), { recursive: true, mode: 0o700 });
  bringUpToDate(settings);
  for (const file of [settings.database, settings.keysDatabase]) chmodSync(file, 0o600);
  const store = openSqlite(settings.database);
  const keys = openSqlite(settings.keysDatabase);
  const derived = masterKeys(settings.key ?? keyOnDisk(settings));
  const vault = openVault(keys, derived);
  const master = { ...derived, find: (await keptFinder(vault)) ?? derived.find };
  const started = Date.now();
  const now = settings.clock === null ? () => Date.now() : () => settings.clock! + (Date.now() - started);
  const doubts = openDoubts(store, content);
  const windowStates = openWindowStates(store);
  const deps: Deps = {
    store,
    vault,
    master,
    recorder: openRecorder(store, originOf(settings), (c) =>
      appendDurably(settings.checkpoints, checkpointLine(c)),
    ),
    settings,
    doubts,
    windowStates,
    notifiers: notifiersOf(settings),
    content: () => ({ ...content(), doubted: doubts.current(), shut: windowStates.current() }),
    now,
    deviceNow: () => Date.now(),
    line: settings.line && lineClient(settings.line),
    wake,
    tally: newTally(),
    scrub() {
      store.truncateWal();
      keys.truncateWal();
    },
    report,
  };
  return checkKey({ deps, close: () => closeBoth(store, keys) });
}

/** What whoever finds a half-done restore is told. */
export const RESTORING =
  'バックアップを戻す途中で止まっています。「komatta restore バックアップのフォルダ」をもう一度実行すると、続きから終わります。';

function bringUpToDate(settings: Settings): void {
  if (existsSync(restoringOf(settings))) throw new HostFault(RESTORING);
  const outcomes = [
    migrate(settings.database, MIGRATIONS.words),
    migrate(settings.keysDatabase, MIGRATIONS.keys),
  ];
  if (outcomes.includes('newer'))
    throw new HostFault(
      'このデータベースは、いまより新しい版で使われています。新しい版で始めるか、前の版のときのバックアップを「komatta restore」で戻してください。',
    );
}

const notifiersOf = ({ mail, noticeWebhook }: Settings): Notifier[] => [
  ...(mail ? [mailNotifier(mail, isLoopback(mail.url))] : []),
  ...(noticeWebhook ? [webhookNotifier(noticeWebhook)] : []),
];

async function closeBoth(store: SqliteStore, keys: SqliteStore): Promise<void> {
  await store.close();
  await keys.close();
}

const keyFile = (settings: Settings): string => path.join(path.dirname(settings.database), 'komatta.key');

/** The key as it is set or lies on disk; null when there is none yet. Throws a HostFault when the file is damaged. */
export const presentKey = (settings: Settings): Uint8Array | null =>
  settings.key ?? (existsSync(keyFile(settings)) ? keyOnDisk(settings) : null);

/** Loopback only: a key made once beside the database, readable by its owner alone, whole or not at all. */
function keyOnDisk(settings: Settings): Uint8Array {
  const file = keyFile(settings);
  if (!existsSync(file)) {
    overwriteFile(`${file}.new`, `${randomBytes(32).toString('base64')}\n`);
    renameSync(`${file}.new`, file);
  }
  const key = Buffer.from(readFileSync(file, 'utf8').trim(), 'base64');
  if (key.length !== 32)
    throw new HostFault(
      `${file} がこわれています。控えから戻してください（なければ、残っている言葉は読めません）。`,
    );
  return key;
}

/** Something a person has to put right before this can run; the message says what. */
export class HostFault extends Error {
  override name = 'HostFault';
}

/** Since KOMATTA_KEY was changed once; a wrong key is found below. */
const keptFinder = (vault: Vault): Promise<Uint8Array | null> => vault.find(FIND_KEY).catch(() => null);

/** A wrong KOMATTA_KEY would lock everybody out one by one; it is found before anything is served. */
async function checkKey(host: Host): Promise<Host> {
  try {
    await host.deps.vault.make(CHECK_KEY, host.deps.now());
    await host.deps.doubts.read();
    await host.deps.windowStates.read();
    return host;
  } catch {
    await host.close();
    throw new HostFault(
      'KOMATTA_KEY が、このデータベースを作ったときの鍵とちがいます。控えの鍵を入れてください。',
    );
  }
}
