/** Inbox → turns: every accepted event is played once, one resident's events in the order they came. */
import { inputOf, type LineEvent, replyTokenOf, userOf } from '../line/event.ts';
import { type Statement, StoreFault, sql } from '../store/port.ts';
import { finder } from '../store/seal.ts';
import type { Input } from '../talk/input.ts';
import type { Deps } from './deps.ts';
import { play } from './play.ts';
import { openFrom } from './sealed.ts';
import { newId, newSpare } from './spare.ts';

interface InboxRow {
  n: number;
  event: string;
  received_at: number;
  box: string;
  body_sealed: Uint8Array;
}

const BATCH = 500;
const TRIES = 3;

/** Plays what waits in the inbox, and returns when all of it is settled or has failed once. */
export async function settleInbox(deps: Deps): Promise<void> {
  let after = 0;
  for (;;) {
    const rows = await deps.store.all<InboxRow>(
      'SELECT n, event, received_at, box, body_sealed FROM inbox WHERE n > ? ORDER BY n LIMIT ?',
      after,
      BATCH,
    );
    if (rows.length === 0) return;
    after = rows.at(-1)!.n;
    await settleRows(deps, rows);
  }
}

/** Residents side by side, each one's events one after the other. */
async function settleRows(deps: Deps, rows: InboxRow[]): Promise<void> {
  const queues = new Map<string, [InboxRow, LineEvent][]>();
  for (const row of rows) {
    const event = await openFrom<LineEvent>(deps, row.box, `inbox:${row.event}`, row.body_sealed);
    const user = event && userOf(event);
    if (!event || !user) await drop(deps, row);
    else queues.set(user, [...(queues.get(user) ?? []), [row, event]]);
  }
  await Promise.all(
    [...queues].map(async ([user, queue]) => {
      for (const [row, event] of queue) await settle(deps, user, row, event).catch((e) => leave(deps, e));
    }),
  );
}

/** A bug that one event meets leaves it waiting and holds up nothing behind it; a store that fails holds up all. */
function leave(deps: Deps, e: unknown): void {
  if (e instanceof StoreFault) throw e;
  deps.report({ what: 'inbox.left', outcome: e instanceof Error ? e.name : 'unknown' });
}

async function drop(deps: Deps, row: InboxRow): Promise<void> {
  deps.report({ what: 'inbox.unreadable' });
  await deps.store.batch([taken(row)]);
}

const taken = (row: InboxRow): Statement => sql('DELETE FROM inbox WHERE event = ?', row.event);

async function settle(deps: Deps, user: string, row: InboxRow, event: LineEvent): Promise<void> {
  const who = finder(deps.master, 'line', user);
  const input = inputOf(event, newSpare());
  const beside = [...standing(who, event), ...takenBack(deps, input)];
  if (!input || (await wasTakenBack(deps, input))) {
    await deps.store.batch([...beside, taken(row)]);
    return;
  }
  for (let i = 0; i < TRIES; i++) {
    const known = await talkOf(deps, who);
    const { outcome } = await play(deps, {
      talk: known ?? newId(),
      event: row.event,
      input,
      begin: { door: 'line', who, lineId: user },
      reply: { token: replyTokenOf(event), receivedAt: row.received_at },
      with: { statements: [...beside, taken(row)], entries: [] },
    });
    if (outcome === 'done') return;
    if (outcome === 'seen') return void (await deps.store.batch([taken(row)]));
  }
  deps.report({ what: 'inbox.postponed' });
}

/** The talk of a LINE user, by the keyed hash of the id. */
async function talkOf(deps: Deps, who: string): Promise<string | null> {
  const [row] = await deps.store.all<{ id: string }>('SELECT id FROM talks WHERE who = ?', who);
  return row?.id ?? null;
}

/** Who writes has not blocked us. Late events lose to newer ones: the newest that told is kept. */
function standing(who: string, event: LineEvent): Statement[] {
  if (event.type === 'unsend') return []; // can be done by who blocked us
  return [
    sql(
      'UPDATE talks SET blocked = ?, blocked_at = ? WHERE who = ? AND blocked_at <= ?',
      event.type === 'unfollow' ? 1 : 0,
      event.timestamp,
      who,
      event.timestamp,
    ),
  ];
}

/** What an unsend leaves behind, for a message that comes only after it. */
function takenBack(deps: Deps, input: Input | null): Statement[] {
  if (input?.kind !== 'unsent') return [];
  const ref = finder(deps.master, 'message', input.ref);
  return [sql('INSERT INTO unsent (ref, at) VALUES (?, ?) ON CONFLICT (ref) DO NOTHING', ref, deps.now())];
}

/** Whether a message had been taken back before it came: then nothing of it is kept, and nothing answered. */
async function wasTakenBack(deps: Deps, input: Input): Promise<boolean> {
  if (input.kind !== 'said' || !input.ref) return false;
  const ref = finder(deps.master, 'message', input.ref);
  return (await deps.store.all('SELECT 1 FROM unsent WHERE ref = ?', ref)).length > 0;
}
