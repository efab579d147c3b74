/** Asia/Tokyo without the machine's time zone: Japan has kept UTC+9 without summer time since 1951. */

/** A point in time: milliseconds since 1970-01-01T00:00Z. */
export type Instant = number;
/** A civil date in Tokyo, `YYYY-MM-DD`. */
export type Day = string;

const OFFSET = 9 * 3_600_000;
export const MINUTE = 60_000;
export const DAY = 86_400_000;
const WEEKDAYS = '日月火水木金土';

/** The civil date in Tokyo at an instant. */
export const dayOf = (at: Instant): Day => new Date(at + OFFSET).toISOString().slice(0, 10);

/** Midnight in Tokyo at the start of a day. */
export const startOf = (day: Day): Instant => Date.parse(`${day}T00:00:00Z`) - OFFSET;

/** The day `n` days later (or earlier, when negative). */
export const addDays = (day: Day, n: number): Day =>
  new Date(Date.parse(`${day}T00:00:00Z`) + n * DAY).toISOString().slice(0, 10);

/** 日月火水木金土 of a day. */
export const weekdayOf = (day: Day): string => WEEKDAYS[new Date(`${day}T00:00:00Z`).getUTCDay()]!;

/** Minutes since midnight for `"8:30"`; hours past 24 belong to the next day. */
export function minutesOf(clock: string): number {
  const [h, m] = clock.split(':').map(Number);
  return h! * 60 + m!;
}

/** 「2026年11月24日（火）」. */
export const dateOf = (day: Day): string =>
  `${day.slice(0, 4)}年${Number(day.slice(5, 7))}月${Number(day.slice(8))}日（${weekdayOf(day)}）`;

/** 「11月」 of an instant in Tokyo. */
export const monthOf = (at: Instant): string => `${Number(dayOf(at).slice(5, 7))}月`;

/** 「11月24日（火）8:30」 in Tokyo. */
export function dateAndTime(at: Instant): string {
  const day = dayOf(at);
  return `${Number(day.slice(5, 7))}月${Number(day.slice(8))}日（${weekdayOf(day)}）${timeOf(at)}`;
}

/** 「8:30」 in Tokyo. */
export function timeOf(at: Instant): string {
  const t = new Date(at + OFFSET);
  return `${t.getUTCHours()}:${String(t.getUTCMinutes()).padStart(2, '0')}`;
}

/** ISO 8601 with Tokyo's offset, to the second. */
export const isoTokyo = (at: Instant): string => `${new Date(at + OFFSET).toISOString().slice(0, 19)}+09:00`;
