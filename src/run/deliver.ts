/** Outbox → LINE. A row is leased before it is tried, so that no two tries of it run at once. */

import type { LineApi, SendOutcome } from '../line/client.ts';
import {
  type Attempted,
  type DeliveryClass,
  type DeliveryState,
  isStaffs,
  nextStep,
  showsWaiting,
} from '../line/delivery.ts';
import { type Message, messagesOf } from '../line/message.ts';
import { isShort } from '../line/quota.ts';
import { sql } from '../store/port.ts';
import type { Say } from '../talk/say.ts';
import type { Deps } from './deps.ts';
import { mintLink } from './doorway.ts';
import type { Parcel } from './play.ts';
import { knownQuota, onePushed } from './quota.ts';
import { openFrom, talkKey } from './sealed.ts';

interface OutboxRow {
  id: string;
  talk: string;
  class: DeliveryClass;
  pushing: number;
  retry_key: string;
  tries: number;
  received_at: number;
  body_sealed: Uint8Array;
}

const LEASE = 20_000;
/** Longer than the client's own timeout: a try that begins this long before its lease ends, ends within it. */
const TRY = 10_000;
const BATCH = 64;
const MINUTE = 60_000;
const LATE = '受け取りました。つづきは「案内」と送ってください。';

/**
 * Sends what is due and returns the number of rows tried. Rows of one talk go in order, talks side by side;
 * a staff message waits for an earlier one of its talk that is still being tried.
 */
export async function deliverDue(deps: Deps): Promise<number> {
  const { line } = deps;
  if (!line) return 0;
  const now = deps.now();
  const rows = await deps.store.all<OutboxRow>(
    `UPDATE outbox SET due_at = ? WHERE id IN (
       SELECT id FROM outbox o WHERE state = 'pending' AND due_at <= ? AND NOT (class IN ('once', 'notice') AND EXISTS (
         SELECT 1 FROM outbox e WHERE e.talk = o.talk AND e.class IN ('once', 'notice') AND e.state = 'pending' AND e.id < o.id AND e.due_at > ?))
       ORDER BY id LIMIT ?)
     RETURNING id, talk, class, pushing, retry_key, tries, received_at, body_sealed`,
    now + LEASE,
    now,
    now,
    BATCH,
  );
  const queues = [...groupByTalk(rows).values()];
  await Promise.all(queues.map((queue) => deliverInOrder(deps, line, queue, now + LEASE)));
  return rows.length;
}

function groupByTalk(rows: OutboxRow[]): Map<string, OutboxRow[]> {
  const groups = new Map<string, OutboxRow[]>();
  for (const row of rows) groups.set(row.talk, [...(groups.get(row.talk) ?? []), row]);
  return groups;
}

async function deliverInOrder(
  deps: Deps,
  line: LineApi,
  queue: OutboxRow[],
  leasedUntil: number,
): Promise<void> {
  for (const row of queue.sort((a, b) => (a.id < b.id ? -1 : 1))) {
    // Those before it took long. Its lease could end under way, and another sender try it at the same time.
    if (deps.now() + TRY > leasedUntil) return;
    const settled = await deliver(deps, line, row);
    // The next staff message waits for this one; its lease runs out by itself.
    if (!settled && isStaffs(row.class)) return;
  }
}

/** One try; false when it has to be tried again. */
async function deliver(deps: Deps, line: LineApi, row: OutboxRow): Promise<boolean> {
  const parcel = await openFrom<Parcel>(deps, talkKey(row.talk), `outbox:${row.id}`, row.body_sealed);
  if (!parcel) return settleRow(deps, row, 'refused'); // its talk was forgotten
  const pushed = row.pushing === 1 || parcel.replyToken === null;
  const age = deps.now() - row.received_at;
  const outcome = pushed ? await push(deps, line, row, parcel) : await reply(deps, line, row, parcel, age);
  if (outcome === 'blocked') return settleRow(deps, row, 'blocked');
  const attempted: Attempted = {
    class: row.class,
    outcome,
    pushed,
    tries: row.tries + 1,
    age: deps.now() - row.received_at,
  };
  const step = nextStep(attempted);
  if ('settle' in step) return settleRow(deps, row, step.settle, pushed);
  await deps.store.batch([
    sql(
      'UPDATE outbox SET tries = tries + 1, pushing = ?, due_at = ? WHERE id = ?',
      step.again === 'push' ? 1 : 0,
      deps.now() + step.after,
      row.id,
    ),
  ]);
  deps.wake.outbox();
  if (showsWaiting(attempted, step)) await showWaiting(deps, line, row.talk);
  return false;
}

/** The next try waits longer than this call may take; if it fails, nothing is lost. */
async function showWaiting(deps: Deps, line: LineApi, talk: string): Promise<void> {
  const { to, blocked } = await recipient(deps, talk);
  if (to && !blocked) await line.showWaiting(to);
}

async function reply(
  deps: Deps,
  line: LineApi,
  row: OutboxRow,
  parcel: Parcel,
  age: number,
): Promise<SendOutcome> {
  const late = row.class === 'replyOnly' && age > 2 * MINUTE;
  const say: Say[] = late ? [{ kind: 'text', text: LATE }] : parcel.say;
  return line.reply(parcel.replyToken!, await messages(deps, row.talk, say));
}

async function push(
  deps: Deps,
  line: LineApi,
  row: OutboxRow,
  parcel: Parcel,
): Promise<SendOutcome | 'blocked'> {
  const { to, blocked } = await recipient(deps, row.talk);
  if (!to) return 'refused';
  // LINE answers 200 for a blocked account and delivers nothing: say so instead of 「sent」.
  if (blocked) return 'blocked';
  if (row.class === 'notice' && (await isKnownShort(deps))) return 'quota';
  return line.push(
    to,
    await messages(deps, row.talk, parcel.say),
    row.retry_key,
    row.class === 'atLeastOnce',
  );
}

/** Only what LINE has said lately keeps a notice back; all else may use the last pushes, and LINE itself decides. */
async function isKnownShort(deps: Deps): Promise<boolean> {
  const quota = await knownQuota(deps.store, deps.now());
  return quota !== null && isShort(quota);
}

/** Whom a talk's messages go to; null when its key is gone. */
async function recipient(deps: Deps, talk: string): Promise<{ to: string | null; blocked: boolean }> {
  const [row] = await deps.store.all<{ blocked: number; line_id_sealed: Uint8Array | null }>(
    'SELECT blocked, line_id_sealed FROM talks WHERE id = ?',
    talk,
  );
  const to = await openFrom<string>(deps, talkKey(talk), `line:${talk}`, row?.line_id_sealed ?? null);
  return { to, blocked: row?.blocked === 1 };
}

async function messages(deps: Deps, talk: string, say: Say[]): Promise<Message[]> {
  const door = say.some((s) => s.kind === 'door') ? await mintLink(deps, talk) : null;
  return messagesOf(say, door);
}

/** The outcome is known: the words leave the outbox, the fact that something was sent stays. */
async function settleRow(deps: Deps, row: OutboxRow, state: DeliveryState, pushed = false): Promise<true> {
  await deps.store.batch([
    ...(pushed && state === 'sent' ? [onePushed()] : []),
    sql(
      'UPDATE outbox SET state = ?, tries = tries + 1, body_sealed = NULL, settled_at = ? WHERE id = ?',
      state,
      deps.now(),
      row.id,
    ),
  ]);
  if (state !== 'sent') deps.report({ what: 'outbox.notSent', outcome: state });
  return true;
}

/** After a restart nothing is in flight: what was leased is due at once. */
export async function releaseLeases(deps: Deps): Promise<void> {
  await deps.store.batch([
    sql(`UPDATE outbox SET due_at = ? WHERE state = 'pending' AND due_at > ?`, deps.now(), deps.now()),
  ]);
}

/** When the next row is due, or null when nothing waits. */
export async function nextDue(deps: Deps): Promise<number | null> {
  const [row] = await deps.store.all<{ due: number | null }>(
    `SELECT min(due_at) AS due FROM outbox WHERE state = 'pending'`,
  );
  return row?.due ?? null;
}
