/** How long things are kept, in days. Defaults from the design; a city may set others within bounds. */

export interface Retention {
  /** What was said in a talk, after it fell silent. */
  talkWords: number;
  /** Sentences that were not understood. */
  unhandled: number;
  /** What a resident sent and wrote, after the case is over. */
  caseWords: number;
  /** The same of a case that was withdrawn after staff had read it. */
  withdrawnWords: number;
  /** 保存年限 of what staff wrote, after the case is over: the record of the body that wrote it. */
  records: number;
}

/** Days by default, and what may be set: name of the variable, least and most. */
export const KEPT: Record<keyof Retention, { days: number; env: string; least: number; most: number }> = {
  talkWords: { days: 7, env: 'KEEP_TALK_DAYS', least: 1, most: 90 },
  unhandled: { days: 30, env: 'KEEP_UNHANDLED_DAYS', least: 1, most: 90 },
  caseWords: { days: 365, env: 'KEEP_CASE_DAYS', least: 30, most: 3650 },
  withdrawnWords: { days: 30, env: 'KEEP_WITHDRAWN_DAYS', least: 1, most: 365 },
  records: { days: 1825, env: 'KEEP_RECORD_DAYS', least: 365, most: 36_500 },
};

/** Never set: what only keeps the service from doing things twice. */
export const EVENT_IDS = 35;
export const OUTBOX = 35;
export const DOUBTS = 365;

/** Reads the settings; what is out of bounds is a problem, named with its bounds. */
export function retentionOf(env: Record<string, string | undefined>, problems: string[]): Retention {
  const daysOf = (kind: keyof Retention): number => {
    const { days, env: name, least, most } = KEPT[kind];
    const set = env[name];
    if (!set) return days;
    const n = Number(set);
    if (Number.isInteger(n) && n >= least && n <= most) return n;
    problems.push(
      `${name} は、日数を ${least} から ${most} までの数で書いてください。空なら ${days} 日です。`,
    );
    return days;
  };
  return {
    talkWords: daysOf('talkWords'),
    unhandled: daysOf('unhandled'),
    caseWords: daysOf('caseWords'),
    withdrawnWords: daysOf('withdrawnWords'),
    records: daysOf('records'),
  };
}
