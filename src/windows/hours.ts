/** Opening hours: open now, the next opening, and how long an open day is. Unknown hours stay unknown. */
import type { Opening } from '../content/schema.ts';
import { isCurrent } from './dated.ts';
import { addDays, type Day, dayOf, type Instant, MINUTE, minutesOf, startOf, weekdayOf } from './tokyo.ts';

export interface Hours {
  hours: '24時間' | Opening[] | null;
  closed: ('祝日' | '年末年始')[];
}

/** Public holidays of Japan as civil dates. */
export type Holidays = ReadonlySet<Day>;

export interface OpenState {
  /** null = not known. */
  open: boolean | null;
  /** When it closes, if open and known. */
  until: Instant | null;
  /** The next opening, if closed and known. */
  next: Instant | null;
}

const UNKNOWN: OpenState = { open: null, until: null, next: null };
/** Longer than any run of closed days we know (年末年始, 大型連休). */
const LOOK_AHEAD_DAYS = 40;

/** Whether hours are open at `now`, and when they next change. */
export function openState(hours: Hours, holidays: Holidays, now: Instant): OpenState {
  if (hours.hours === null) return UNKNOWN;
  if (hours.hours === '24時間') return { open: true, until: null, next: null };
  const today = dayOf(now);
  for (let d = -1; d <= LOOK_AHEAD_DAYS; d++) {
    for (const [from, to] of intervals(hours, holidays, addDays(today, d))) {
      if (from <= now && now < to) return { open: true, until: to, next: null };
      if (from > now) return { open: false, until: null, next: from };
    }
  }
  return { open: false, until: null, next: null };
}

/**
 * The instant after `minutes` of open time from `now` (deadlines run in open hours only).
 * Returns null when the hours are unknown.
 */
export function afterOpenMinutes(
  hours: Hours,
  holidays: Holidays,
  now: Instant,
  minutes: number,
): Instant | null {
  if (hours.hours === null) return null;
  if (hours.hours === '24時間') return now + minutes * MINUTE;
  let left = minutes * MINUTE;
  const today = dayOf(now);
  for (let d = -1; d <= LOOK_AHEAD_DAYS; d++) {
    for (const [from, to] of intervals(hours, holidays, addDays(today, d))) {
      const start = Math.max(from, now);
      if (start >= to) continue;
      if (to - start >= left) return start + left;
      left -= to - start;
    }
  }
  return null;
}

/** The hours of a week in words: 「月-金 8:30〜17:00。祝日・年末年始は休み」. Rows that hold for a time say so. */
export function hoursText({ hours, closed }: Hours): string {
  if (hours === null) return '分かっていません。電話で聞いてください';
  if (hours === '24時間') return '24時間';
  const open = hours.map(rowText).join('、');
  return closed.length === 0 ? open : `${open}（${closed.join('・')}は休み）`;
}

function rowText({ days, open, close, from, until }: Opening): string {
  const span = `${from ? `${from}から` : ''}${until ? `${until}まで` : ''}`;
  return `${days.replace(/[-〜～ー]/u, '〜')} ${open}〜${close}${span && `（${span}）`}`;
}

/** Opening intervals that begin on a day, in order. */
function intervals(hours: Hours, holidays: Holidays, day: Day): [Instant, Instant][] {
  if (hours.hours === null || hours.hours === '24時間' || isClosed(hours, holidays, day)) return [];
  const midnight = startOf(day);
  const rows = hours.hours.filter((o) => isCurrent(o, day));
  return rows
    .filter((o) => openOn(o, rows, holidays, day))
    .map((o): [Instant, Instant] => [
      midnight + minutesOf(o.open) * MINUTE,
      midnight + minutesOf(o.close) * MINUTE,
    ])
    .sort((a, b) => a[0] - b[0]);
}

/** On a public holiday rows with 祝 hold instead of those of the weekday, where there are any. */
function openOn(row: Opening, rows: Opening[], holidays: Holidays, day: Day): boolean {
  const apart = holidays.has(day) && rows.some((r) => daysOf(r.days).has(HOLIDAY));
  return daysOf(row.days).has(apart ? HOLIDAY : weekdayOf(day));
}

function isClosed(hours: Hours, holidays: Holidays, day: Day): boolean {
  if (hours.closed.includes('祝日') && holidays.has(day)) return true;
  return hours.closed.includes('年末年始') && isYearEnd(day);
}

/** 12/29–1/3: the days that city ordinances under 地方自治法4条の2 commonly name. */
const isYearEnd = (day: Day): boolean => day.slice(5) >= '12-29' || day.slice(5) <= '01-03';

const WEEK = '月火水木金土日';
const HOLIDAY = '祝';

/** 「月-金」「月水金」「土日祝」「毎日」 as a set of days of the week and 祝; an empty set when it cannot be read. */
export function daysOf(days: string): ReadonlySet<string> {
  if (days === '毎日') return new Set(WEEK);
  const range = /^([月火水木金土日])[-〜～ー]([月火水木金土日])$/u.exec(days);
  if (range) return new Set(WEEK.slice(WEEK.indexOf(range[1]!), WEEK.indexOf(range[2]!) + 1));
  return /^[月火水木金土日祝・、]+$/u.test(days)
    ? new Set([...days].filter((c) => WEEK.includes(c) || c === HOLIDAY))
    : new Set();
}
