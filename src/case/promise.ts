/** 次の約束: the day and band of the day in which staff write next, as every answer says. */
import { BANDS, type Band, bandEnd, bandName } from '../windows/bands.ts';
import { addDays, type Day, dateOf, dayOf, type Instant } from '../windows/tokyo.ts';

export interface NextWord {
  day: Day;
  band: Band;
}

/** How far ahead a promise may lie: what is further off is soon forgotten by everybody. */
export const NEXT_MAX_DAYS = 60;

/** A promise as it was chosen; null when it cannot be one: a day that is past, too far off or none at all. */
export function nextWordOf(day: string, band: string, now: Instant): NextWord | null {
  const found = BANDS.find((b) => b === band);
  if (!found || !isDay(day)) return null;
  const today = dayOf(now);
  if (day < today || day > addDays(today, NEXT_MAX_DAYS)) return null;
  return bandEnd(day, found) > now ? { day, band: found } : null;
}

const isDay = (text: string): boolean =>
  /^20\d\d-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text)) && addDays(text, 0) === text;

/** When a promise is broken if nothing was written: the end of its band. */
export const endOf = ({ day, band }: NextWord): Instant => bandEnd(day, band);

/** 「2026年11月25日（水）の午後（13:00〜16:00）」. */
export const nextText = ({ day, band }: NextWord): string => `${dateOf(day)}の${bandName(band)}`;
