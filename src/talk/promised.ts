/** When staff will have written, as it is promised on sending: counted in the city's open hours. */
import type { Prepared } from '../content/content.ts';
import type { OfficeFile } from '../content/schema.ts';
import { afterOpenMinutes, daysOf } from '../windows/hours.ts';
import { dateAndTime, dateOf, dayOf, type Instant, minutesOf } from '../windows/tokyo.ts';
import * as texts from './texts.ts';

const HOUR = 3_600_000;

/**
 * When a window answers at the latest what comes in now: after the open hours it has set for itself, one open day
 * otherwise. A window that takes nothing for some days counts from then.
 */
export function dueAt(prepared: Prepared, window: string, now: Instant): Instant {
  const { content, holidays } = prepared;
  const own = content.windows[window]?.desk?.answer_hours;
  const from = Math.max(now, shutUntil(prepared, window, now) ?? now);
  const minutes = own === undefined ? longestDay(content.city.hours) : own * 60;
  return afterOpenMinutes(content.city, holidays, from, minutes) ?? from + 24 * HOUR;
}

/** Until when a window takes no new cases (今日は受けられません); null when it does. */
export function shutUntil({ shut }: Prepared, window: string, now: Instant): Instant | null {
  const until = shut.get(window);
  return until !== undefined && until > now ? until : null;
}

/** Open minutes of the longest day of the week; a day with a lunch break has two rows. */
function longestDay(hours: OfficeFile['hours']): number {
  if (!Array.isArray(hours)) return 24 * 60;
  const ofDay = (day: string): number =>
    hours
      .filter((o) => daysOf(o.days).has(day))
      .reduce((sum, o) => sum + minutesOf(o.close) - minutesOf(o.open), 0);
  return Math.max(...[...'月火水木金土日'].map(ofDay));
}

/** What a window promises to somebody who sends now, and that it takes nothing for a while. */
export function promisedNow(prepared: Prepared, window: string, now: Instant): string {
  const promised = promiseOf(prepared, window, dueAt(prepared, window, now));
  const until = shutUntil(prepared, window, now);
  return until === null ? promised : `${texts.shut(dateOf(dayOf(until)))}${promised}`;
}

/** When staff will have written; no time is promised where the city's hours are not known. */
export function promiseOf({ content }: Prepared, window: string, due: Instant): string {
  const by = content.city.hours === null ? null : dateAndTime(due);
  return texts.promise(by, content.windows[window]?.desk?.role ?? '職員');
}
