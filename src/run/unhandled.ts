/**
 * Sentences that were not understood. Reading them needs a right that a lead has granted, and each reading is an entry that
 * is durable before a word is shown.
 */
import type { Entry } from '../log/chain.ts';
import { type Committed, sql } from '../store/port.ts';
import type { Instant } from '../windows/tokyo.ts';
import type { Deps } from './deps.ts';
import { openFrom } from './sealed.ts';

export interface Unhandled {
  id: string;
  /** `YYYY-MM-DD`; no exact time is kept. */
  day: string;
  text: string;
}

/** Who may read, since when: `cli:<OS user>`. */
export interface Grant {
  actor: string;
  at: Instant;
}

const WHAT = 'unhandled';

/** Whoever may read now. */
export const grantsOf = (deps: Deps): Promise<Grant[]> =>
  deps.store.all<Grant>('SELECT actor, at FROM grants WHERE what = ? ORDER BY at', WHAT);

/** Grants the reading to somebody, or takes it back; `by` is the staff id of a lead. */
export async function grantReading(
  deps: Deps,
  actor: string,
  by: string,
  granted: boolean,
): Promise<Committed> {
  const statement = granted
    ? sql(
        'INSERT INTO grants (actor, what, by, at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',
        actor,
        WHAT,
        by,
        deps.now(),
      )
    : sql('DELETE FROM grants WHERE actor = ? AND what = ?', actor, WHAT);
  const act = granted ? 'unhandled.granted' : 'unhandled.revoked';
  return deps.recorder.commit(
    [statement],
    [{ at: deps.now(), actor: `staff:${by}`, act, detail: { to: actor } }],
  );
}

interface Row {
  id: string;
  day: string;
  text_sealed: Uint8Array;
  box: string;
}

/**
 * The sentences, oldest day first; `refused` without the right. The entry comes first: without it nothing is opened, and the
 * answer is `busy`.
 */
export async function readUnhandled(
  deps: Deps,
  actor: Entry['actor'],
): Promise<Unhandled[] | 'refused' | 'busy'> {
  if (!(await grantsOf(deps)).some((g) => g.actor === actor)) return 'refused';
  const rows = await deps.store.all<Row>('SELECT id, day, text_sealed, box FROM unhandled ORDER BY day, id');
  if (rows.length === 0) return [];
  const entered = await deps.recorder.commit(
    [],
    [{ at: deps.now(), actor, act: 'unhandled.viewed', detail: { count: rows.length } }],
  );
  if (entered !== 'done') return 'busy';
  const opened = await Promise.all(
    rows.map(async ({ id, day, box, text_sealed }): Promise<Unhandled[]> => {
      const text = await openFrom<string>(deps, box, `unhandled:${id}`, text_sealed);
      return text === null ? [] : [{ id, day, text }];
    }),
  );
  return opened.flat();
}

/** Takes a sentence off the list: it is a test sentence of a need now. */
export async function settleUnhandled(
  deps: Deps,
  actor: Entry['actor'],
  id: string,
  need: string,
): Promise<Committed> {
  const outcome = await deps.recorder.commit(
    [sql('DELETE FROM unhandled WHERE id = ?', id)],
    [{ at: deps.now(), actor, act: 'unhandled.fixed', detail: { need } }],
  );
  deps.scrub();
  return outcome;
}
