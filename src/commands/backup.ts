/** komatta backup DIR: a copy of both databases while the service runs. */
import { existsSync } from 'node:fs';
import { makeBackup } from '../backup/make.ts';
import { restoringOf } from '../backup/putBack.ts';
import type { Settings } from '../config.ts';
import { originOf } from '../config.ts';
import { MIGRATIONS, presentKey, RESTORING } from '../host.ts';
import { checkpointLine } from '../log/checkpoint.ts';
import { openRecorder } from '../run/recorder.ts';
import { appendDurably } from '../store/durable.ts';
import { masterKeys } from '../store/seal.ts';
import { openSqlite } from '../store/sqlite.ts';
import { answer, type Call, type Exit, misuse, tell, text } from './command.ts';
import { unsoundLine } from './unsound.ts';
import { cliActor, settingsOf } from './withHost.ts';

const NO_KEY =
  '鍵（KOMATTA_KEY、または komatta.key）はバックアップに入っていません。バックアップとは別の場所に控えてください。鍵がないと、バックアップの言葉は読めません。';
const NOT_WRITTEN =
  'バックアップを書けませんでした。バックアップのフォルダに書けるか、ディスクに空きがあるか、DATABASE の場所を確かめてください。';

export async function backup(call: Call): Promise<Exit> {
  const dir = call.positionals[0];
  if (!dir)
    return misuse(
      'バックアップを置くフォルダを書いてください。例：komatta backup /var/backups/komatta --keep 14',
    );
  const keep = keepOf(call);
  if (keep === undefined) return misuse('--keep は、残すバックアップの数（1 から 9999）を書いてください。');
  const settings = settingsOf(call);
  if (!settings) return 3;
  if (!existsSync(settings.database) || !existsSync(settings.keysDatabase)) {
    tell(`${settings.database} か keys.db がありません。DATABASE でサービスと同じ場所を指してください。`);
    return 3;
  }
  if (existsSync(restoringOf(settings))) {
    tell(RESTORING);
    return 3;
  }
  return make(call, settings, dir, keep).catch((e: unknown) => {
    if (!isDiskFault(e)) throw e;
    tell(NOT_WRITTEN);
    return 3;
  });
}

async function make(call: Call, settings: Settings, dir: string, keep: number | null): Promise<Exit> {
  const key = presentKey(settings);
  const at = Date.now();
  const made = await makeBackup({
    settings,
    origin: originOf(settings),
    dir,
    keep,
    at,
    against: { master: key && masterKeys(key), migrations: MIGRATIONS },
    record: (name, size) => record(settings, at, { name, size, keep }),
  });
  if (made.kind === 'busy') {
    tell(`${dir} では、ほかのバックアップを作っているところです。終わってから、もう一度実行してください。`);
    return 3;
  }
  if (made.kind === 'unsound') {
    tell(`バックアップを作りませんでした（前のバックアップはそのままです）。${unsoundLine(made.fault)}`);
    return 1;
  }
  if (call.values.json) answer(JSON.stringify({ ok: true, ...made }));
  else answer(made.folder);
  tell(`記録 ${made.size}件までのバックアップができました（読み直して確かめました）。${NO_KEY}`);
  tell(howLong(keep));
  return 0;
}

const howLong = (keep: number | null): string =>
  keep === null
    ? '消した相談の言葉も、このバックアップを消すまでは中に残ります。--keep 14 のように書くと、古いバックアップを消します。'
    : `消した相談の言葉も、バックアップがあるあいだは中に残ります。残すのは新しいほうから ${keep} 個です。`;

/** The entry goes the way of all entries: behind the log that the service is writing. */
async function record(
  settings: Settings,
  at: number,
  detail: { name: string; size: number; keep: number | null },
): Promise<void> {
  const store = openSqlite(settings.database);
  const recorder = openRecorder(store, originOf(settings), (c) =>
    appendDurably(settings.checkpoints, checkpointLine(c)),
  );
  try {
    const outcome = await recorder.commit([], [{ at, actor: cliActor(), act: 'backup.made', detail }]);
    if (outcome !== 'done') throw new Error('the log keeps moving');
  } finally {
    await store.close();
  }
}

/** null: all stay; undefined: cannot be read. */
function keepOf(call: Call): number | null | undefined {
  const keep = text(call, 'keep');
  if (keep === undefined) return null;
  return /^[1-9]\d{0,3}$/.test(keep) ? Number(keep) : undefined;
}

/** Faults of the file system and of SQLite carry a code; anything else is a bug. */
export const isDiskFault = (e: unknown): boolean =>
  e instanceof Error && /^(?:E[A-Z]+|SQLITE_\w+|full)$/.test(String((e as { code?: unknown }).code));
