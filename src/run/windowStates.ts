/** The switch of each window: 受付中, or 今日は受けられません until a day. Residents read it before they send. */
import type { Staff } from '../case/permissions.ts';
import { type Store, sql } from '../store/port.ts';
import { dateOf, dayOf, type Instant } from '../windows/tokyo.ts';
import type { Deps } from './deps.ts';

export interface WindowStates {
  /** Window → until when it takes nothing, as far as it was read last. */
  current(): ReadonlyMap<string, Instant>;
  read(): Promise<void>;
}

/** Keeps what is shut at hand, so that a turn reads no database for it. */
export function openWindowStates(store: Store): WindowStates {
  let shut: ReadonlyMap<string, Instant> = new Map();
  return {
    current: () => shut,
    async read() {
      const rows = await store.all<{ window: string; shut_until: number }>(
        'SELECT window, shut_until FROM window_states',
      );
      shut = new Map(rows.map((r) => [r.window, r.shut_until]));
    },
  };
}

/** Shuts a window until an instant, or opens it (null). An entry says who did it. */
export async function setWindow(
  deps: Deps,
  staff: Staff,
  window: string,
  until: Instant | null,
): Promise<void> {
  const by = `staff:${staff.id}` as const;
  const statement =
    until === null
      ? sql('DELETE FROM window_states WHERE window = ?', window)
      : sql(
          'INSERT INTO window_states (window, shut_until, by) VALUES (?, ?, ?) ON CONFLICT (window) DO UPDATE SET shut_until = excluded.shut_until, by = excluded.by',
          window,
          until,
          by,
        );
  const detail = until === null ? {} : { until: dateOf(dayOf(until)) };
  await deps.recorder.commit(
    [statement],
    [{ at: deps.now(), actor: by, act: until === null ? 'window.opened' : 'window.shut', window, detail }],
  );
  await deps.windowStates.read();
}
