/** Danger in a message: the class and level that fired, the most immediate first. */
import { DANGER_CLASSES, type DangerClass } from '../content/schema.ts';
import type { Fired } from './rule.ts';

export type Level = 'L1' | 'L2' | 'L3';

export interface Danger {
  class: DangerClass;
  /** L3 now · L2 crisis · L1 unclear (ask gently). */
  level: Level;
}

export interface DangerVerdict extends Danger {
  /** Further classes in the same message. */
  also: Danger[];
  /** The resident writes about somebody else (「友だちが…」). */
  helper: boolean;
  /** Raised by what was learned from sentences; no rule says so. */
  learned?: true;
  /** The words that made it fire, folded. */
  because: string[];
}

export const dangerOwner = (c: DangerClass): string => `danger:${c}`;

/**
 * Judges a message by the rules that fired in it. Returns null for L0.
 * Order of classes: domain rule "fire, medical, disaster before violence before …", most immediate level first.
 */
export function judgeDanger(fired: readonly Fired[]): DangerVerdict | null {
  const found = DANGER_CLASSES.flatMap((c) => judgeClass(c, fired));
  found.sort((a, b) => b.level.localeCompare(a.level));
  const [first, ...rest] = found;
  if (!first) return null;
  return { ...first, also: rest.map(({ class: c, level }) => ({ class: c, level })) };
}

function judgeClass(c: DangerClass, fired: readonly Fired[]): Omit<DangerVerdict, 'also'>[] {
  const mine = fired.filter((f) => f.rule.owner === dangerOwner(c));
  const calm = new Set(mine.filter((f) => f.rule.kind === 'calm').map((f) => f.sentence));
  const counted = mine.filter((f) => isLevel(f.rule.kind) && (f.rule.always || !calm.has(f.sentence)));
  const level = counted
    .map((f) => f.rule.kind as Level)
    .sort()
    .at(-1);
  if (!level) return [];
  const helper = mine.some((f) => f.rule.kind === 'helper');
  const because = counted.filter((f) => f.rule.kind === level).flatMap((f) => f.words);
  return [{ class: c, level, helper, because: [...new Set(because)] }];
}

const isLevel = (kind: string): boolean => kind === 'L1' || kind === 'L2' || kind === 'L3';
