/**
 * Which numbers a resident may see. A wrong number is the worst fault: only confirmed ones are shown, and
 * a confirmation ages.
 */
import type { NumberEntry } from '../content/schema.ts';
import { isCurrent } from './dated.ts';
import { addDays, type Day } from './tokyo.ts';

export interface ShownNumber {
  display: string;
  /** Digits for a `tel:` link; null for # numbers, which a link would cut off as a fragment. */
  tel: string | null;
  label: string | null;
  checked: Day;
  source: string;
  /** Confirmed long ago, or last seen in an old paper: shown with 「番号は変わることがあります」. */
  aging: boolean;
}

/** Whose number it is decides its shelf life and what happens after it. */
export type Owner = 'window' | 'switchboard' | 'hotline';

export const SHELF_LIFE_DAYS: Record<Owner, number> = { window: 180, switchboard: 365, hotline: 365 };
/** Numbers fixed by law or ministry; they do not expire. */
const FIXED = new Set(['110', '118', '119', '171', '188', '189']);

/** The numbers of an entry that may be shown on a day, in the operator's order. */
export function shownNumbers(numbers: readonly NumberEntry[], owner: Owner, today: Day): ShownNumber[] {
  return numbers
    .filter((n) => isCurrent(n, today) && n.state === 'yes')
    .flatMap((n) => shown(n, owner, today));
}

function shown(n: NumberEntry, owner: Owner, today: Day): ShownNumber[] {
  const late = isPastShelfLife(n, owner, today);
  if (late && owner === 'window') return [];
  return [
    {
      display: n.display,
      tel: telOf(n.display),
      label: n.label ?? null,
      checked: n.checked,
      source: n.source,
      aging: late || isFromOldPaper(n, today),
    },
  ];
}

/** Whether the confirmation of a number is older than its shelf life. */
export function isPastShelfLife(n: NumberEntry, owner: Owner, today: Day): boolean {
  return !FIXED.has(n.display) && addDays(n.checked, SHELF_LIFE_DAYS[owner]) < today;
}

/** Papers older than this may speak of a number that has changed since. */
const PAPER_DAYS = 730;

const isFromOldPaper = (n: NumberEntry, today: Day): boolean =>
  !FIXED.has(n.display) && n.seen !== null && addDays(n.seen, PAPER_DAYS) < today;

/** Digits to dial; null for # numbers. Display and link come from this one field. */
export const telOf = (display: string): string | null =>
  display.startsWith('#') ? null : display.replaceAll('-', '');
