/** What is known of the month's pushes: asked of LINE now and then beside the work, never on the way of an answer. */
import type { Quota } from '../line/quota.ts';
import { type Statement, type Store, sql } from '../store/port.ts';
import { dayOf } from '../windows/tokyo.ts';
import type { Deps } from './deps.ts';

const MINUTE = 60_000;
/** LINE is not asked more often. */
const ASK_AGAIN = 10 * MINUTE;
/** What is older counts as not known. */
const STALE = 60 * MINUTE;

interface QuotaRow {
  allowed: number | null;
  used: number;
  asked_at: number;
}

const rowOf = async (store: Store): Promise<QuotaRow | undefined> =>
  (await store.all<QuotaRow>('SELECT allowed, used, asked_at FROM quota'))[0];

/** Asks LINE when the last answer is ten minutes old, and keeps what it says. Without an answer the old one ages. */
export async function askQuota(deps: Deps): Promise<void> {
  const known = await rowOf(deps.store);
  if (!deps.line || (known && deps.now() - known.asked_at < ASK_AGAIN)) return;
  const told = await deps.line.quota();
  if (!told) return;
  await deps.store.batch([
    sql(
      `INSERT INTO quota (one, allowed, used, asked_at) VALUES (1, ?, ?, ?)
       ON CONFLICT (one) DO UPDATE SET allowed = excluded.allowed, used = excluded.used, asked_at = excluded.asked_at`,
      told.limit,
      told.used,
      deps.now(),
    ),
  ]);
}

/** What is known at `now`; null when LINE has not said lately, or a new month has begun since (in Tokyo, as LINE counts). */
export async function knownQuota(store: Store, now: number): Promise<Quota | null> {
  const row = await rowOf(store);
  const month = (at: number): string => dayOf(at).slice(0, 7);
  if (!row || now - row.asked_at > STALE || month(row.asked_at) !== month(now)) return null;
  return { limit: row.allowed, used: row.used };
}

/** One more push that LINE took. */
export const onePushed = (): Statement => sql('UPDATE quota SET used = used + 1');
