/** Counts wrong tries per name in a window of time. A right try does not count and does not clear. */
import { sql } from '../store/port.ts';
import type { Deps } from './deps.ts';

/** Runs `attempt` unless `name` had `max` wrong ones within `span` ms; then answers 'later' without trying. */
export async function underThrottle<T>(
  deps: Deps,
  name: string,
  max: number,
  span: number,
  attempt: () => Promise<T | 'wrong'>,
): Promise<T | 'wrong' | 'later'> {
  const now = deps.now();
  const [row] = await deps.store.all<{ count: number }>(
    'SELECT count FROM throttles WHERE name = ? AND until > ?',
    name,
    now,
  );
  if (row && row.count >= max) return 'later';
  // Counted before it is tried, so that many tries at once do not slip through together.
  await deps.store.batch([
    sql(
      `INSERT INTO throttles (name, count, until) VALUES (?, 1, ?)
       ON CONFLICT (name) DO UPDATE SET count = CASE WHEN until > ? THEN count + 1 ELSE 1 END, until = CASE WHEN until > ? THEN until ELSE excluded.until END`,
      name,
      now + span,
      now,
      now,
    ),
  ]);
  const outcome = await attempt();
  if (outcome !== 'wrong')
    await deps.store.batch([sql('UPDATE throttles SET count = count - 1 WHERE name = ?', name)]);
  return outcome;
}
