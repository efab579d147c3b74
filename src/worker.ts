/** Entry: Cloudflare Workers + D1. The same app; waitUntil wakes the work, a cron sweeps what was left. */
import bundle from '../dist/content/bundle.json';
import { createApp } from './app.ts';
import { configure, type Env, originOf, type Settings } from './config.ts';
import { type Prepared, prepare } from './content/content.ts';
import { lineClient } from './line/client.ts';
import { checkpointLine } from './log/checkpoint.ts';
import { webhookNotifier } from './notice/webhook.ts';
import { deliverDue } from './run/deliver.ts';
import type { Deps, Wake } from './run/deps.ts';
import { openDoubts } from './run/doubts.ts';
import { leaveDue } from './run/drafts.ts';
import { climb } from './run/ladder.ts';
import { sendNotices } from './run/notices.ts';
import { keepNumbers } from './run/numberStates.ts';
import { askQuota } from './run/quota.ts';
import { openRecorder } from './run/recorder.ts';
import { recordSettings } from './run/settingEntries.ts';
import { settleInbox } from './run/settle.ts';
import { sweep } from './run/sweep.ts';
import { newTally } from './run/tally.ts';
import { openWindowStates } from './run/windowStates.ts';
import { type D1Like, openD1 } from './store/d1.ts';
import { masterKeys } from './store/seal.ts';
import { openVault } from './store/vault.ts';

export type WorkerEnv = Env & { DB: D1Like; KEYS: D1Like };
interface Waiting {
  waitUntil(work: Promise<unknown>): void;
}

let shared: Omit<Deps, 'wake'> | null = null;

/** Everything but waking, built once per isolate. Throws when the settings are refused: nothing is served then. */
function sharedDeps(env: WorkerEnv): Omit<Deps, 'wake'> {
  if (shared) return shared;
  const configured = configure(env);
  const problems = configured.ok ? [] : configured.problems;
  if (!env.KOMATTA_KEY)
    problems.push('KOMATTA_KEY がありません。「wrangler secret put KOMATTA_KEY」で入れてください。');
  if (!configured.ok || problems.length > 0) throw new Error(problems.join('\n'));
  const { settings } = configured;
  const store = openD1(env.DB);
  const master = masterKeys(settings.key!);
  const prepared = preparedFor(settings);
  const doubts = openDoubts(store, () => prepared);
  const windowStates = openWindowStates(store);
  shared = {
    store,
    vault: openVault(openD1(env.KEYS), master),
    master,
    recorder: openRecorder(store, originOf(settings), (c) =>
      console.log(`checkpoint ${checkpointLine(c).trim()}`),
    ),
    settings,
    doubts,
    windowStates,
    notifiers: settings.noticeWebhook ? [webhookNotifier(settings.noticeWebhook)] : [],
    content: () => ({ ...prepared, doubted: doubts.current(), shut: windowStates.current() }),
    now: () => Date.now(),
    deviceNow: () => Date.now(),
    line: settings.line && lineClient(settings.line),
    tally: newTally(),
    scrub() {},
    report: (event) => console.log(JSON.stringify(event)),
  };
  return shared;
}

/** D1 has no Japanese jurisdiction: consultation words stay out of it unless the city has approved that by number. */
function preparedFor(settings: Settings): Prepared {
  if (bundle.content.city.id !== settings.city)
    throw new Error(
      'CITY と、組み込んだ市がちがいます。CITY を合わせて「npm run build」をやり直してください。',
    );
  return prepare(bundle.content, { handoff: settings.foreignStorage !== null });
}

/** Deps of one invocation: what it wakes runs on until done, and what is left waits for the cron. */
export function depsFor(env: WorkerEnv, ctx: Waiting): Deps {
  const wake: Wake = {
    inbox: () => ctx.waitUntil(settleInbox(deps)),
    outbox: () => ctx.waitUntil(deliverDue(deps)),
  };
  const deps: Deps = { ...sharedDeps(env), wake };
  return deps;
}

const MINUTE = 60_000;
let readAt = 0;

/** Each isolate remembers which numbers are dropped and which windows are shut, for a minute. */
async function refresh(deps: Deps): Promise<void> {
  if (deps.now() - readAt < MINUTE) return;
  readAt = deps.now();
  await deps.doubts.read().catch(() => deps.report({ what: 'doubts.fault' }));
  await deps.windowStates.read().catch(() => deps.report({ what: 'windows.fault' }));
}

export default {
  async fetch(request: Request, env: WorkerEnv, ctx: Waiting): Promise<Response> {
    const deps = depsFor(env, ctx);
    await refresh(deps);
    return createApp(deps).fetch(request);
  },
  async scheduled(_event: unknown, env: WorkerEnv, ctx: Waiting): Promise<void> {
    const deps = depsFor(env, ctx);
    await recordSettings(deps);
    await settleInbox(deps);
    await leaveDue(deps);
    await deliverDue(deps);
    await askQuota(deps);
    await sweep(deps);
    await keepNumbers(deps);
    await climb(deps);
    await sendNotices(deps);
    await deps.recorder.checkpoint();
  },
};
