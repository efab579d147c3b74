/** The month's pushes: what LINE allows, what is used, and what the last ones are kept for. Replies cost nothing. */
import * as z from 'zod';
import type { LineSettings } from '../config.ts';
import { callLine, type LineAnswer, type LineCall } from './call.ts';

export interface Quota {
  /** Pushes a month; null when the plan has no limit. */
  limit: number | null;
  /** Used so far; LINE's own number is approximate and counts what is sent by hand, too. */
  used: number;
}

const limit = z.union([
  z.looseObject({ type: z.literal('none') }).transform(() => null),
  z
    .looseObject({ type: z.literal('limited'), value: z.number().int().nonnegative() })
    .transform((l) => l.value),
]);
const consumption = z.looseObject({ totalUsage: z.number().int().nonnegative() });
const TIMEOUT = 8_000;

/** Asks LINE; null when it does not answer, or not in its own form. */
export async function quotaOf(settings: LineSettings): Promise<Quota | null> {
  const get = (path: string): LineCall => ({ method: 'GET', path, timeout: TIMEOUT });
  const allowed = limit.safeParse(jsonOf(await callLine(settings, get('/v2/bot/message/quota'))));
  const used = consumption.safeParse(
    jsonOf(await callLine(settings, get('/v2/bot/message/quota/consumption'))),
  );
  if (!allowed.success || !used.success) return null;
  return { limit: allowed.data, used: used.data.totalUsage };
}

/** The JSON of a good answer. */
export function jsonOf(answer: LineAnswer): unknown {
  if (answer?.status !== 200) return null;
  try {
    return JSON.parse(answer.text);
  } catch {
    return null;
  }
}

const RESERVE_MIN = 10;
/** Pushes that are kept for danger cards and for the news of a staff answer: a tenth of the month, ten at least. */
export const reserveOf = (limit: number): number => Math.max(RESERVE_MIN, Math.ceil(limit / 10));

/** Whether the last pushes have begun, which are not for notices. A plan without a limit has none. */
export const isShort = ({ limit, used }: Quota): boolean =>
  limit !== null && limit - used <= reserveOf(limit);
