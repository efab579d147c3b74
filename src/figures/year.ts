/** 年度: from 1 April to 31 March (地方自治法208条). */
import { dayOf, type Instant, startOf } from '../windows/tokyo.ts';
import type { Span } from './count.ts';

/** The fiscal year in which an instant lies, by the year of its April. */
export function yearOf(at: Instant): number {
  const day = dayOf(at);
  const year = Number(day.slice(0, 4));
  return Number(day.slice(5, 7)) >= 4 ? year : year - 1;
}

export const spanOf = (year: number): Span => ({
  from: startOf(`${year}-04-01`),
  before: startOf(`${year + 1}-04-01`),
});

/** 「4月」 to 「3月」. */
export const MONTHS = Array.from({ length: 12 }, (_, i) => `${((i + 3) % 12) + 1}月`);

/** 「令和8年度」, from 2019 on. */
export const yearName = (year: number): string => {
  const reiwa = year - 2018;
  return `令和${reiwa === 1 ? '元' : reiwa}年度`;
};
