/**
 * komatta rekey: from KOMATTA_KEY to KOMATTA_KEY_NEXT. Every data key is wrapped anew, so nothing is read and nothing sealed again
 * but what lies directly under the key (secrets of staff). Stopped half-way, the same command goes on.
 */
import { existsSync } from 'node:fs';
import { configure, type Settings } from '../config.ts';
import { openHost } from '../host.ts';
import { rewrapKeys, rewrapSecrets } from '../store/rekey.ts';
import { masterKeys } from '../store/seal.ts';
import { takeServing } from '../store/serving.ts';
import { answer, type Call, cityOf, type Exit, prepared, tell } from './command.ts';
import { cliActor, notRecorded } from './withHost.ts';

export async function rekey(call: Call): Promise<Exit> {
  const now = settingsWith(call, process.env.KOMATTA_KEY);
  const next = settingsWith(call, process.env.KOMATTA_KEY_NEXT);
  if (!now || !next) return 3;
  if (!now.key || !next.key) {
    tell(
      'KOMATTA_KEY にいまの鍵、KOMATTA_KEY_NEXT に新しい鍵（「openssl rand -base64 32」）を入れてください。',
    );
    return 2;
  }
  if (Buffer.compare(now.key, next.key) === 0) {
    tell('KOMATTA_KEY_NEXT が、いまの鍵と同じです。「openssl rand -base64 32」で新しく作ってください。');
    return 2;
  }
  if (!existsSync(now.database)) {
    tell(`${now.database} がありません。DATABASE でサービスと同じ場所を指してください。`);
    return 3;
  }
  const serving = takeServing(now.keysDatabase);
  if (!serving) {
    tell('サービスが動いています。止めてから実行してください。');
    return 3;
  }
  try {
    return await change(call, now, next);
  } finally {
    serving.release();
  }
}

async function change(call: Call, now: Settings, next: Settings): Promise<Exit> {
  const content = prepared(call);
  if (!content) return 3;
  const [old, fresh] = [masterKeys(now.key!), masterKeys(next.key!)];
  rewrapSecrets(now.database, old, fresh);
  const keys = rewrapKeys(now.keysDatabase, old, fresh);
  if (keys === 'wrong') {
    tell('KOMATTA_KEY が、このデータベースを作ったときの鍵とちがいます。控えの鍵を入れてください。');
    return 3;
  }
  if (keys === 'done before') {
    answer('もう新しい鍵になっています。KOMATTA_KEY に新しい鍵を入れて、始めてください。');
    return 0;
  }
  const idle = { inbox() {}, outbox() {} };
  const host = await openHost({ settings: next, content: () => content, wake: idle, report: () => {} });
  try {
    const entry = { at: host.deps.now(), actor: cliActor(), act: 'key.changed', detail: { keys } };
    if ((await host.deps.recorder.commit([], [entry])) !== 'done') return notRecorded();
  } finally {
    await host.close();
  }
  answer(`${keys}個の鍵を、新しい鍵で包み直しました。KOMATTA_KEY を新しい鍵にして、始めてください。`);
  tell(
    '前のバックアップを戻すには、前の鍵が要ります。新しいバックアップを作り、古いものが消えるまで、前の鍵も控えておいてください。',
  );
  return 0;
}

function settingsWith(call: Call, key: string | undefined): Settings | null {
  const configured = configure({ ...process.env, CITY: cityOf(call), KOMATTA_KEY: key ?? '' });
  if (configured.ok) return configured.settings;
  for (const problem of configured.problems) tell(problem);
  return null;
}
