/** Counts since this process began, for /metrics: how much there was, never who or what. */
import type { DangerClass } from '../content/schema.ts';
import type { Say } from '../talk/say.ts';

export interface Tally {
  /** LINE events answered with 200. */
  accepted: number;
  turns: number;
  /** Danger cards shown, by class. */
  dangers: Map<DangerClass, number>;
}

export const newTally = (): Tally => ({ accepted: 0, turns: 0, dangers: new Map() });

/** One committed turn and what it said. */
export function countTurn(tally: Tally, say: readonly Say[]): void {
  tally.turns += 1;
  for (const s of say)
    if (s.kind === 'danger') tally.dangers.set(s.class, (tally.dangers.get(s.class) ?? 0) + 1);
}
