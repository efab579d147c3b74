/** POST /webhook: verify the raw bytes, make the events durable, then 200. Work comes after. */
import { concernsUs, type LineEvent, readBody } from '../line/event.ts';
import { isSigned } from '../line/signature.ts';
import { type Statement, StoreFault, sql } from '../store/port.ts';
import { seal } from '../store/seal.ts';
import { DAY, dayOf, startOf } from '../windows/tokyo.ts';
import type { Deps } from './deps.ts';
import { tellGroups } from './groups.ts';
import { inboxKey } from './sealed.ts';

/** HTTP status of the answer: 200 durable · 400 not LINE's body · 401 not signed · 503 not set up, or not now. */
export type Accepted = 200 | 400 | 401 | 503;

/** Accepts one webhook body. Events seen before, or that are not ours, are accepted and kept once or not at all. */
export async function accept(deps: Deps, raw: Uint8Array, signature: string | undefined): Promise<Accepted> {
  const line = deps.settings.line;
  if (!line) return 503;
  if (!isSigned(raw, signature, line.secrets)) return 401;
  const events = readBody(raw);
  if (!events) return 400;
  tellGroups(deps, events);
  const ours = events.filter(concernsUs).sort((a, b) => a.timestamp - b.timestamp);
  if (ours.length === 0) return 200;
  try {
    await keep(deps, ours);
  } catch (e) {
    if (!(e instanceof StoreFault)) throw e;
    deps.report({ what: 'webhook.notStored', outcome: e.code });
    return 503; // LINE will deliver it again
  }
  deps.tally.accepted += ours.length;
  deps.wake.inbox();
  return 200;
}

async function keep(deps: Deps, events: LineEvent[]): Promise<void> {
  const now = deps.now();
  const box = boxAt(now);
  const key = deps.vault.held(box) ?? (await deps.vault.make(box, now));
  const statements = events.map((e): Statement => {
    const sealed = seal(key, `inbox:${e.webhookEventId}`, JSON.stringify(e));
    // Seen before (still waiting, or its turn committed): nothing to keep.
    return sql(
      `INSERT INTO inbox (event, received_at, box, body_sealed) SELECT ?, ?, ?, ?
       WHERE NOT EXISTS (SELECT 1 FROM turns WHERE event = ?) ON CONFLICT (event) DO NOTHING`,
      e.webhookEventId,
      now,
      box,
      sealed,
      e.webhookEventId,
    );
  });
  await deps.store.batch(statements);
}

/** The day's box, worked out once a day: writing a date costs as much as checking an event. */
let today = { from: 0, box: '' };
function boxAt(now: number): string {
  if (now < today.from || now >= today.from + DAY) {
    const day = dayOf(now);
    today = { from: startOf(day), box: inboxKey(day) };
  }
  return today.box;
}
