/** Keeps inbox and outbox moving in a serving process: woken by work, by a timer otherwise. */

import { deliverDue, nextDue } from './deliver.ts';
import type { Deps, Wake } from './deps.ts';
import { leaveDue, nextLeaving } from './drafts.ts';
import { climb } from './ladder.ts';
import { sendNotices } from './notices.ts';
import { keepNumbers } from './numberStates.ts';
import { askQuota } from './quota.ts';
import { settleInbox } from './settle.ts';
import { sweep } from './sweep.ts';

export interface Loop extends Wake {
  /** Begins, also with what a former process left. */
  start(): void;
  /** Ends after what is under way, at most `ms`. */
  stop(ms: number): Promise<void>;
}

const MINUTE = 60_000;
const LOOK_AGAIN = 5_000;
/** A checkpoint follows news within a second: what a crash or a damaged file could cut off unseen stays that short. */
const CHECKPOINT = 1_000;
/** Batches of messages under way at once: a slow one does not hold up the rest. */
const SENDERS = 8;

const earlier = (a: number | null, b: number | null): number | null =>
  a === null || b === null ? (a ?? b) : Math.min(a, b);

/** A loop over deps that are only complete once the loop exists. */
export function createLoop(deps: () => Deps): Loop {
  let stopped = true;
  let settling: Promise<void> | null = null;
  let again = false;
  let senders = 0;
  let timer: NodeJS.Timeout | undefined;
  const timers: NodeJS.Timeout[] = [];
  const guard = (work: Promise<unknown>): Promise<void> =>
    work.then(
      () => {},
      (e: unknown) => deps().report({ what: 'loop.fault', outcome: e instanceof Error ? e.name : 'unknown' }),
    );

  const inbox = (): void => {
    if (stopped) return;
    again = settling !== null;
    settling ??= guard(settleInbox(deps())).then(() => {
      settling = null;
      if (again) inbox();
    });
  };

  const outbox = (): void => {
    if (stopped || senders >= SENDERS) return;
    senders++;
    void guard(send()).then(() => {
      senders--;
    });
  };
  const send = async (): Promise<void> => {
    await leaveDue(deps());
    while (!stopped && (await deliverDue(deps())) > 0);
    const due = earlier(await nextDue(deps()), await nextLeaving(deps()));
    clearTimeout(timer);
    if (due !== null && !stopped)
      timer = setTimeout(outbox, Math.min(Math.max(due - deps().now(), 50), LOOK_AGAIN)).unref();
  };

  return {
    inbox,
    outbox,
    start() {
      stopped = false;
      inbox();
      outbox();
      timers.push(setInterval(inbox, LOOK_AGAIN).unref(), setInterval(outbox, LOOK_AGAIN).unref());
      const quota = (): void => void guard(askQuota(deps()));
      quota();
      const staff = (): void => void guard(climb(deps()).then(() => sendNotices(deps())));
      staff();
      timers.push(
        setInterval(staff, MINUTE).unref(),
        setInterval(() => void guard(sendNotices(deps())), LOOK_AGAIN).unref(),
      );
      const numbers = (): void => void guard(keepNumbers(deps()));
      numbers();
      timers.push(setInterval(quota, MINUTE).unref(), setInterval(numbers, MINUTE).unref());
      timers.push(setInterval(() => void guard(sweep(deps())), 10 * MINUTE).unref());
      timers.push(setInterval(() => void guard(deps().recorder.checkpoint()), CHECKPOINT).unref());
    },
    async stop(ms) {
      stopped = true;
      for (const t of timers) clearInterval(t);
      clearTimeout(timer);
      const end = Date.now() + ms;
      while ((settling || senders > 0) && Date.now() < end) await new Promise((next) => setTimeout(next, 20));
    },
  };
}
