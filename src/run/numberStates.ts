/** Puts it into the log when a number stops being shown (its confirmation is too old, or it was said to be wrong) and when it is back. */
import type { Prepared } from '../content/content.ts';
import type { Entry } from '../log/chain.ts';
import { type Statement, sql } from '../store/port.ts';
import { isCurrent } from '../windows/dated.ts';
import { isPastShelfLife } from '../windows/number.ts';
import { ownerOf } from '../windows/route.ts';
import { type Day, dayOf } from '../windows/tokyo.ts';
import type { Deps } from './deps.ts';

type State = 'shown' | 'past' | 'doubted';

interface NumberState {
  window: string;
  display: string;
  state: State;
}

/** Reads anew what is doubted, and enters what has changed. At start, and now and then: days pass, and commands confirm. */
export async function keepNumbers(deps: Deps): Promise<void> {
  await deps.doubts.read();
  await recordNumberStates(deps);
}

/**
 * Compares what is shown now with what the log last told, and enters each change. The first time, only what is not shown
 * is entered: the rest is what people expect. Numbers are public; nothing of a resident is in these entries.
 */
export async function recordNumberStates(deps: Deps): Promise<void> {
  const known = await deps.store.all<NumberState>('SELECT window, display, state FROM number_states');
  const before = new Map(known.map((k) => [`${k.window} ${k.display}`, k.state]));
  const changed = statesOf(deps.content(), dayOf(deps.now())).filter(
    ({ window, display, state }) => before.get(`${window} ${display}`) !== state,
  );
  if (changed.length === 0) return;
  const told = changed.filter((c) => c.state !== 'shown' || before.has(`${c.window} ${c.display}`));
  await deps.recorder.commit(
    changed.map((c) => upsert(c, deps.now())),
    told.map((c) => entryOf(c, deps.now())),
  );
}

function statesOf({ content, doubted }: Prepared, today: Day): NumberState[] {
  const owners = { ...content.hotlines, ...content.windows };
  return Object.values(owners).flatMap(({ id, numbers }) =>
    numbers
      .filter((n) => n.state === 'yes' && isCurrent(n, today))
      .map((n): NumberState => {
        const past = isPastShelfLife(n, ownerOf(content, id), today);
        const state = doubted.has(`${id} ${n.display}`) ? 'doubted' : past ? 'past' : 'shown';
        return { window: id, display: n.display, state };
      }),
  );
}

const upsert = ({ window, display, state }: NumberState, now: number): Statement =>
  sql(
    `INSERT INTO number_states (window, display, state, since) VALUES (?, ?, ?, ?)
     ON CONFLICT (window, display) DO UPDATE SET state = excluded.state, since = excluded.since`,
    window,
    display,
    state,
    now,
  );

const entryOf = ({ window, display, state }: NumberState, now: number): Entry => ({
  at: now,
  actor: 'system',
  act: `number.${state}`,
  detail: { window, number: display },
});
