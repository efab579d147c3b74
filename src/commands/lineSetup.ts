/** komatta line setup: sets the LINE account up for this deployment, or back. Running it twice changes nothing. */
import { existsSync } from 'node:fs';
import { configure, isLoopback, type LineSettings, type Settings } from '../config.ts';
import { type Account, accountOf, type Tested } from '../line/account.ts';
import { carryOut } from '../line/carryOut.ts';
import { look } from '../line/look.ts';
import { richMenuOf, tilesOf } from '../line/richMenu.ts';
import {
  type Before,
  beforeOf,
  type Change,
  planSetup,
  planUndo,
  type Seen,
  type Wanted,
} from '../line/setup.ts';
import { answer, type Call, cityOf, contentOf, type Exit, prepared, tell } from './command.ts';
import { beforeFile, dropBefore, readBefore, writeBefore } from './lineBefore.ts';
import {
  changeInWords,
  checklist,
  failureInWords,
  NO_PREVIOUS,
  NOT_ACTIVE,
  quotaInWords,
  testInWords,
} from './lineWords.ts';
import { DRAW_AGAIN, pictureOf } from './menuPicture.ts';
import { cliActor, withHost } from './withHost.ts';

/** Everything a run needs; made before anything is asked of LINE. */
interface Job {
  settings: Settings;
  account: Account;
  wanted: Wanted;
  picture: Uint8Array;
  known: Before | null;
  dryRun: boolean;
  undo: boolean;
}

/** What a run found and did. */
interface Report {
  seen: Seen;
  before: Before;
  changes: Change[];
  tested: Tested | null;
  faults: string[];
}

export async function lineSetup(call: Call): Promise<Exit> {
  const job = prepareJob(call);
  if (typeof job === 'string') return cannot(job);
  const report = await run(call, job);
  if (typeof report === 'string') return cannot(report);
  if (call.values.json) answer(JSON.stringify(asJson(job, report)));
  else print(job, report);
  return report.faults.length === 0 ? 0 : 1;
}

function cannot(why: string): Exit {
  tell(why);
  return 3;
}

function prepareJob(call: Call): Job | string {
  const configured = configure({ ...process.env, CITY: cityOf(call) });
  if (!configured.ok) return configured.problems.join('\n');
  const { settings } = configured;
  const fault = settingFault(settings);
  if (fault) return fault;
  const content = prepared(call);
  if (!content)
    return '困りごとのファイルが使えないので、何も変えていません。「komatta check」で直してください。';
  const tiles = tilesOf(content.content);
  const undo = call.values.undo === true;
  const picture = pictureOf(contentOf(call), tiles) ?? (undo ? new Uint8Array() : null);
  if (!picture) return `リッチメニューの絵が、いまの困りごとの名前と合いません：${DRAW_AGAIN}。`;
  const known = readBefore(settings);
  if (known === 'broken')
    return `${beforeFile(settings)} が読めません：中身を確かめ、要らなければ消してください（消すと、前の設定にはもどせません）。`;
  if (undo && !known)
    return `${beforeFile(settings)} がないので、前の設定が分かりません：DATABASE を、line setup をしたときと同じ場所にしてください。`;
  return {
    settings,
    account: accountOf(settings.line!),
    wanted: { url: new URL('/webhook', settings.publicUrl).href, menu: richMenuOf(tiles, picture) },
    picture,
    known,
    dryRun: call.values['dry-run'] === true,
    undo,
  };
}

const atLine = ({ apiBase }: LineSettings): boolean => !isLoopback(new URL(apiBase));

function settingFault({ line, publicUrl }: Settings): string | null {
  if (!line)
    return 'LINE の設定がありません：LINE_CHANNEL_SECRET と LINE_CHANNEL_ACCESS_TOKEN を入れてください（README の「LINE につなぐ」）。';
  if (atLine(line) && isLoopback(publicUrl))
    return 'PUBLIC_URL がないので、LINE から届きません：住民がひらく https のアドレスを入れてください。';
  return null;
}

/** Looks, plans, and unless it is a dry run, changes. A string is the sentence of what stood in the way. */
async function run(call: Call, job: Job): Promise<Report | string> {
  const { account, wanted, known, undo } = job;
  const looked = await look(account, wanted.menu);
  if (!looked.ok) return failureInWords(looked);
  const seen = looked.value;
  if (undo && known!.bot !== seen.bot.userId)
    return `${beforeFile(job.settings)} は別のチャネルのものです：アクセストークンを確かめてください。`;
  const before = undo ? known! : beforeOf(seen, wanted.url, known);
  const changes = undo ? planUndo(seen, wanted.url, before) : planSetup(seen, wanted);
  const report: Report = { seen, before, changes, tested: null, faults: [] };
  if (undo && seen.webhook.endpoint === wanted.url && !before.webhook) report.faults.push(NO_PREVIOUS);
  if (job.dryRun) return report;
  if (!(await record(call, job, changes)))
    return '記録に書けないので、何も変えていません：少しおいて、もう一度実行してください。';
  const stopped = await change(job, changes, before);
  if (stopped) return stopped;
  return undo ? report : tryOut(account, wanted.url, report);
}

/** The log says who is about to change the account; false when it cannot. Where no service has run yet, there is no log. */
async function record(call: Call, { settings, undo }: Job, changes: Change[]): Promise<boolean> {
  if (changes.length === 0 || !existsSync(settings.database)) return true;
  const detail = { undo, changes: changes.map((c) => c.do).join(' ') };
  const exit = await withHost(call, async (deps) => {
    const entry = { at: deps.now(), actor: cliActor(), act: 'setting.line', detail };
    return (await deps.recorder.commit([], [entry])) === 'done' ? 0 : 3;
  });
  return exit === 0;
}

/** Changes what is planned, with what was before in its file first; null when all is done. */
async function change(job: Job, changes: Change[], before: Before): Promise<string | null> {
  const { settings, account, wanted, picture, undo } = job;
  if (changes.length > 0 && !undo && !writeBefore(settings, before))
    return `${beforeFile(settings)} に前の設定を控えられないので、何も変えていません：DATABASE のフォルダに書けるようにしてください。`;
  const { done, stopped } = await carryOut(account, changes, wanted.menu, picture);
  if (stopped) return [...done.map((c) => changeInWords(c, true)), failureInWords(stopped)].join('\n');
  if (undo) dropBefore(settings);
  return null;
}

/** Has LINE call our webhook, and looks whether it is in use: that only shows once one is set. */
async function tryOut(account: Account, url: string, report: Report): Promise<Report> {
  const tested = await account.testWebhook(url);
  const webhook = await account.webhook();
  const test = tested.ok
    ? testInWords(tested.value)
    : failureInWords({ step: 'testWebhook', failure: tested.failure });
  const idle = webhook.ok && !webhook.value.active ? NOT_ACTIVE : null;
  const faults = [...report.faults, test, idle].filter((f): f is string => f !== null);
  return { ...report, tested: tested.ok ? tested.value : null, faults };
}

function print({ dryRun, undo, settings }: Job, { seen, before, changes, tested, faults }: Report): void {
  answer(`アカウント：${seen.bot.displayName}（${seen.bot.basicId}）`);
  if (changes.length === 0) answer('変えるものはありません（もう、そうなっています）。');
  for (const change of changes) answer(`・${changeInWords(change, !dryRun)}`);
  if (dryRun) answer('まだ何も変えていません（--dry-run）。');
  if (!undo && !dryRun && changes.length > 0)
    answer(
      `前の設定：Webhook ${before.webhook ?? 'なし'}、リッチメニュー ${before.menu ?? 'なし'}（${beforeFile(settings)} に控えました。「komatta line setup --undo」でもどせます）`,
    );
  if (tested?.success) answer('Webhook の試験：通りました');
  answer(quotaInWords(seen.quota));
  for (const fault of faults) answer(`直す　${fault}`);
  if (undo) return;
  answer('LINE の画面で確かめてください（プログラムからは見えません）：');
  for (const item of checklist(seen)) answer(`□ ${item}`);
}

const asJson = ({ dryRun, undo, wanted }: Job, { seen, before, changes, tested, faults }: Report) => ({
  ok: faults.length === 0,
  dryRun,
  undo,
  account: { name: seen.bot.displayName, id: seen.bot.basicId },
  webhook: { url: wanted.url, tested: tested && { success: tested.success, status: tested.statusCode } },
  richMenu: wanted.menu.name,
  before: { webhook: before.webhook, richMenu: before.menu },
  changes,
  quota: seen.quota,
  faults,
  checklist: undo ? [] : checklist(seen),
});
