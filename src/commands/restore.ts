/** komatta restore DIR: puts a backup back, with the service stopped. */
import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { filesOf, keptIn } from '../backup/folder.ts';
import { putBack, type Restored } from '../backup/putBack.ts';
import { originOf, type Settings } from '../config.ts';
import { MIGRATIONS, presentKey } from '../host.ts';
import { masterKeys } from '../store/seal.ts';
import { takeServing } from '../store/serving.ts';
import { isDiskFault } from './backup.ts';
import { answer, type Call, type Exit, misuse, tell } from './command.ts';
import { unsoundLine } from './unsound.ts';
import { cliActor, settingsOf } from './withHost.ts';

export async function restore(call: Call): Promise<Exit> {
  const folder = call.positionals[0];
  const wrong = folder ? wrongFolder(folder) : 'もどすバックアップのフォルダを書いてください。';
  if (!folder || wrong) return misuse(wrong ?? '');
  const settings = settingsOf(call);
  if (!settings) return 3;
  const key = presentKey(settings);
  if (!key) {
    tell(
      '鍵がありません。控えておいた KOMATTA_KEY を入れて（または komatta.key を戻して）、もう一度実行してください。',
    );
    return 3;
  }
  return locked(settings, () => exchange(settings, folder, key, call.values.force === true));
}

/** Runs `work` while no service can begin on these files. */
async function locked(settings: Settings, work: () => Promise<Exit>): Promise<Exit> {
  mkdirSync(path.dirname(path.resolve(settings.database)), { recursive: true, mode: 0o700 });
  const serving = takeServing(settings.keysDatabase);
  if (!serving) {
    tell('サービスが動いています。止めてから、もう一度実行してください。');
    return 3;
  }
  try {
    return await work();
  } catch (e) {
    if (!isDiskFault(e)) throw e;
    tell(
      '戻せませんでした。ディスクの空きと、DATABASE と LOG_CHECKPOINTS のフォルダに書けるかを確かめて、もう一度実行してください。今までのファイルは消していません。',
    );
    return 3;
  } finally {
    serving.release();
  }
}

/** The folder of all backups is easily meant for one of them. */
function wrongFolder(folder: string): string | null {
  if (!existsSync(folder))
    return `${folder} がありません。「komatta backup」が作ったフォルダを指してください。`;
  const newest = keptIn(folder).at(-1);
  if (newest === undefined || existsSync(filesOf(folder).words)) return null;
  return `${folder} の中のバックアップを1つ選んでください。いちばん新しいのは ${path.join(folder, newest)} です。`;
}

async function exchange(
  settings: Settings,
  folder: string,
  key: Uint8Array,
  evenForked: boolean,
): Promise<Exit> {
  const restored = await putBack({
    settings,
    origin: originOf(settings),
    actor: cliActor(),
    folder,
    master: masterKeys(key),
    migrations: MIGRATIONS,
    evenForked,
    at: Date.now(),
  });
  if (restored.kind === 'unsound') {
    tell(`戻しませんでした（何も変えていません）。${unsoundLine(restored.fault)}`);
    return restored.fault.why === 'otherKey' || restored.fault.why === 'newer' ? 3 : 1;
  }
  for (const line of linesOf(restored, folder)) answer(line);
  return 0;
}

function linesOf(r: Exclude<Restored, { kind: 'unsound' }>, folder: string): string[] {
  const aside = r.aside
    ? [
        `戻す前のファイルは ${r.aside} に残してあります。住民の言葉と鍵が入っています。確かめたら消してください。`,
      ]
    : [];
  if (r.kind === 'finished')
    return ['前に途中で止まった「戻す」を、続きから終えました。今回のフォルダは使っていません。', ...aside];
  return [
    `${path.basename(folder)}（記録 ${r.size}件）を戻しました。`,
    ...aside,
    ...(r.lost > 0 ? [`バックアップの後の記録 ${r.lost}件は、戻したデータにはありません。`] : []),
    r.forgotten === null
      ? 'バックアップの後に消した言葉や取り消された相談が、また読めるようになっているかもしれません。戻す前の鍵のファイルと比べられませんでした。'
      : `バックアップの後に消した鍵は、こちらでも消しました（${r.forgotten.length}個。言葉のない相談が列に残っていれば、閉じてください）。一つずつの「送信取り消し」は、戻っていることがあります。`,
    '職員も住民も、はいり直しが要ります。使っていない招待と、印刷した番号は、作り直してください。バックアップの後にやめた職員がいないかも見てください。',
  ];
}
