/** Counts wrong tries per name in a window of time. */
import { sql } from '../store/port.ts';
import type { Deps } from './deps.ts';

/**
 * Runs `attempt` unless `name` has had `max` tries within `span` ms; then answers 'later' without trying. A try is
 * counted before it runs, so that many at once do not slip through together; a right one is taken off again.
 */
export async function underThrottle<T>(
  deps: Deps,
  name: string,
  max: number,
  span: number,
  attempt: () => Promise<T | 'wrong'>,
): Promise<T | 'wrong' | 'later'> {
  const now = deps.now();
  const [row] = await deps.store.all<{ count: number }>(
    `INSERT INTO throttles (name, count, until) VALUES (?, 1, ?)
     ON CONFLICT (name) DO UPDATE SET
       count = CASE WHEN until > ? THEN count + 1 ELSE 1 END,
       until = CASE WHEN until > ? THEN until ELSE excluded.until END
     RETURNING count`,
    name,
    now + span,
    now,
    now,
  );
  if (row!.count > max) return 'later';
  const outcome = await attempt();
  if (outcome !== 'wrong')
    await deps.store.batch([sql('UPDATE throttles SET count = count - 1 WHERE name = ?', name)]);
  return outcome;
}
