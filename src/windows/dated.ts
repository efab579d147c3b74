/** What holds from a day or until a day: a change of 1 April is entered in March. */
import type { Day } from './tokyo.ts';

export interface Dated {
  from?: Day | undefined;
  until?: Day | undefined;
}

/** Whether an entry holds on a day, by its `from` and `until`; both days count. */
export const isCurrent = (entry: Dated, today: Day): boolean =>
  (entry.from === undefined || entry.from <= today) && (entry.until === undefined || today <= entry.until);

/** An entry under the name it has on a day. */
export function namedOn<T extends { name: string; renamed?: { name: string; from: Day } | undefined }>(
  entry: T,
  today: Day,
): T {
  return entry.renamed && entry.renamed.from <= today ? { ...entry, name: entry.renamed.name } : entry;
}
