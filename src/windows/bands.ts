/** Bands of the day in which somebody may be called: only those in which the window is open. */
import type { Hours } from './hours.ts';
import { type Day, type Instant, MINUTE, minutesOf, startOf } from './tokyo.ts';

/** Where each band begins and ends, in minutes since midnight. The early morning and the night are no time to call. */
const TIMES = {
  午前: [8 * 60, 12 * 60],
  昼: [12 * 60, 13 * 60],
  午後: [13 * 60, 16 * 60],
  夕方: [16 * 60, 19 * 60],
} as const;

export type Band = keyof typeof TIMES;
export const BANDS = Object.keys(TIMES) as readonly Band[];
/** Less than this of a band is not worth waiting for. */
const WORTH_MINUTES = 30;

/** A band to choose from, with the part of it in which the window is open on some day; null when that is not known. */
export interface OpenBand {
  band: Band;
  text: string | null;
}

/** The bands that hours leave open; all of them when the hours are unknown or round the clock. */
export function openBands({ hours }: Pick<Hours, 'hours'>): OpenBand[] {
  if (!Array.isArray(hours)) return BANDS.map((band) => ({ band, text: null }));
  return BANDS.flatMap((band): OpenBand[] => {
    const open = hours
      .map((o) => within(band, minutesOf(o.open), minutesOf(o.close)))
      .filter(([from, to]) => to - from >= WORTH_MINUTES);
    if (open.length === 0) return [];
    const from = Math.min(...open.map(([f]) => f));
    const to = Math.max(...open.map(([, t]) => t));
    return [{ band, text: `${clock(from)}〜${clock(to)}` }];
  });
}

/** When a band of a day is over. */
export const bandEnd = (day: Day, band: Band): Instant => startOf(day) + TIMES[band][1] * MINUTE;

/** 「午後（13:00〜16:00）」. */
export const bandName = (band: Band): string =>
  `${band}（${clock(TIMES[band][0])}〜${clock(TIMES[band][1])}）`;

function within(band: Band, open: number, close: number): [number, number] {
  const [from, to] = TIMES[band];
  return [Math.max(from, open), Math.min(to, close)];
}

const clock = (minutes: number): string =>
  `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`;
