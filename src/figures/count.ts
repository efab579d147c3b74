/**
 * What a council and an auditor count, of one span of time. Everything is worked out from the facts as they stood at its end,
 * so that the figures of a past year stay what they are. No words, no names.
 */
import { CONNECTED, type Connected, type Fact, GAPS, type Gap, OUTCOMES } from '../case/case.ts';
import { type Instant, monthOf } from '../windows/tokyo.ts';
import type { Cell } from './suppress.ts';

/** A case as it is counted. */
export interface Counted {
  /** The talk, so that a person with two cases is one person. */
  person: string;
  /** Field of the need; null where none was written. */
  field: string | null;
  /** Title of the need. */
  need: string | null;
  door: 'line' | 'page';
  facts: readonly Fact[];
}

export interface Span {
  from: Instant;
  /** Not in it any more. */
  before: Instant;
}

export interface Figures {
  /** 新規: came in within the span. */
  fresh: number;
  /** 継続: came in earlier, and was not over when it began. */
  carried: number;
  /** 実人数: people with a new or a continued case. */
  people: number;
  /** 延べ: answers, and calls that reached somebody. */
  contacts: number;
  byMonth: Cell[];
  byField: Cell[];
  byDoor: Cell[];
  /** Of cases that ended within the span. */
  byOutcome: Cell[];
  /** つながりましたか, as residents answered. */
  connected: Cell[];
  firstAnswer: {
    /** Median in milliseconds; null while nobody was answered. */
    median: number | null;
    /** In time, and later than promised. */
    kept: number;
    late: number;
  };
  /** はざま: what no window took. */
  gaps: { need: string; gap: Gap; count: number }[];
}

export const NO_FIELD = '書かれていない';
const DOORS = { line: 'LINE', page: 'ページ' } as const;
/** Ends that no outcome names. */
const OTHER_ENDS = ['本人が取りやめた', 'ほかの相談とまとめた'] as const;

/** Counts a span; `fields` and `months` are the rows that stand even when they are empty. Pure. */
export function figuresOf(
  cases: readonly Counted[],
  { from, before }: Span,
  fields: readonly string[],
  months: readonly string[],
): Figures {
  const known = cases.map((c) => past(c, from, before)).filter((c): c is Past => c !== null);
  const fresh = known.filter((c) => c.openedAt >= from);
  const active = known.filter((c) => c.openedAt >= from || !c.overBefore);
  const answers = fresh.flatMap((c) => (c.firstAnswerAt === null ? [] : [c]));
  return {
    fresh: fresh.length,
    carried: active.length - fresh.length,
    people: new Set(active.map((c) => c.person)).size,
    contacts: sum(known.map((c) => c.contacts)),
    byMonth: tally(
      months,
      fresh.map((c) => monthOf(c.openedAt)),
    ),
    byField: tally(
      [...fields, NO_FIELD],
      fresh.map((c) => c.field ?? NO_FIELD),
    ),
    byDoor: tally(
      Object.values(DOORS),
      fresh.map((c) => DOORS[c.door]),
    ),
    byOutcome: tally(
      [...OUTCOMES, ...OTHER_ENDS],
      known.flatMap((c) => c.end ?? []),
    ),
    connected: tally(
      CONNECTED,
      known.flatMap((c) => c.connected ?? []),
    ),
    firstAnswer: {
      median: medianOf(answers.map((c) => c.firstAnswerAt! - c.openedAt)),
      kept: answers.filter((c) => c.firstAnswerAt! <= c.dueAt).length,
      late: fresh.filter((c) => isLate(c, before)).length,
    },
    gaps: gapsOf(known),
  };
}

interface Past extends Pick<Counted, 'person' | 'field' | 'need' | 'door'> {
  openedAt: Instant;
  dueAt: Instant;
  firstAnswerAt: Instant | null;
  /** Answers and calls within the span. */
  contacts: number;
  /** It was over when the span began. */
  overBefore: boolean;
  /** How it ended within the span; null when it did not, or was opened again. */
  end: string | null;
  gap: Gap | null;
  connected: Connected | null;
}

/** A case as it stood at the end of the span; null when it did not exist yet. */
function past({ person, field, need, door, facts }: Counted, from: Instant, before: Instant): Past | null {
  const known = facts.filter((f) => f.at < before);
  const opened = known.find((f) => f.type === 'opened');
  if (opened?.type !== 'opened') return null;
  const within = known.filter((f) => f.at >= from);
  const answers = known.filter(isContact);
  const end = endOf(known);
  const ended = end !== null && end.at >= from ? end : null;
  return {
    person,
    field,
    need,
    door,
    openedAt: opened.at,
    dueAt: opened.dueAt,
    firstAnswerAt: answers[0]?.at ?? null,
    contacts: within.filter(isContact).length,
    overBefore: endOf(known.filter((f) => f.at < from)) !== null,
    end: ended && endName(ended),
    gap: ended?.type === 'closed' ? (ended.gap ?? null) : null,
    connected: within.reduce<Connected | null>((last, f) => (f.type === 'connected' ? f.answer : last), null),
  };
}

const isContact = (f: Fact): boolean =>
  f.type === 'answered' || (f.type === 'called' && f.result === '話せた');

type End = Extract<Fact, { type: 'closed' | 'withdrawn' | 'merged' }>;

/** The fact by which a case is over; null while it is not, or is open again. */
function endOf(facts: readonly Fact[]): End | null {
  return facts.reduce<End | null>((end, f) => {
    if (f.type === 'closed' || f.type === 'withdrawn' || f.type === 'merged') return f;
    return f.type === 'reopened' ? null : end;
  }, null);
}

function endName(end: End): string {
  if (end.type === 'closed') return end.outcome;
  return OTHER_ENDS[end.type === 'withdrawn' ? 0 : 1];
}

/** Nobody wrote in time: later than promised, or not at all though the time is over. What was taken back is not counted. */
function isLate(c: Past, before: Instant): boolean {
  if (c.firstAnswerAt !== null) return c.firstAnswerAt > c.dueAt;
  return c.end === null && c.dueAt < before;
}

function gapsOf(known: readonly Past[]): Figures['gaps'] {
  const counts = new Map<string, Figures['gaps'][number]>();
  for (const { gap, need } of known) {
    if (gap === null) continue;
    const key = `${need} ${gap}`;
    const row = counts.get(key) ?? { need: need ?? NO_FIELD, gap, count: 0 };
    counts.set(key, { ...row, count: row.count + 1 });
  }
  return [...counts.values()].sort((a, b) => b.count - a.count || GAPS.indexOf(a.gap) - GAPS.indexOf(b.gap));
}

/** How often each name comes; the rows that are known stand first, in their order. */
function tally(rows: readonly string[], names: readonly string[]): Cell[] {
  const counts = new Map(rows.map((r) => [r, 0]));
  for (const n of names) counts.set(n, (counts.get(n) ?? 0) + 1);
  return [...counts].map(([name, count]) => ({ name, count }));
}

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);

function medianOf(numbers: readonly number[]): number | null {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  if (sorted.length === 0) return null;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
