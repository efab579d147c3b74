/** A handed-over case: what it is, and how facts make it. Words live beside the facts, never in here. */
import type { DangerClass } from '../content/schema.ts';
import type { Level } from '../understand/danger.ts';
import type { Instant } from '../windows/tokyo.ts';
import type { NextWord } from './promise.ts';

/** How a case ended, in the words of the desk. はざま: no window took it. */
export const OUTCOMES = ['つながった', '案内のみ', '継続', '中断', 'はざま'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** Why no window took it. Counted without words, for the city's 懇話会. */
export const GAPS = [
  '受ける窓口がない',
  '年れいや条件が合わない',
  '時間や場所が合わない',
  '量が足りない（待ちが長い）',
  '本人が望まない形しかない',
] as const;
export type Gap = (typeof GAPS)[number];

/** How a call to the resident went. */
export const CALL_RESULTS = ['話せた', '出ない', '番号ちがい'] as const;
export type CallResult = (typeof CALL_RESULTS)[number];

/**
 * 通告・通報 that staff accept as such: 児童虐待防止法6条, 高齢者虐待防止法7条, 障害者虐待防止法7条, 配偶者暴力防止法6条.
 */
export const REPORTS = [
  '児童虐待の通告',
  '高齢者虐待の通報',
  '障害者虐待の通報',
  '配偶者からの暴力の通報',
] as const;
export type Report = (typeof REPORTS)[number];

/** A complaint is about whoever holds the case, or about the whole window. */
export const COMPLAINTS = ['担当の職員', '窓口'] as const;
export type Complaint = (typeof COMPLAINTS)[number];

/** つながりましたか, asked on the page once a case is over; nobody has to answer. */
export const CONNECTED = ['つながった', 'まだ', 'もういらない'] as const;
export type Connected = (typeof CONNECTED)[number];

/** Steps of the ladder that informs when an answer is due. It never moves or opens a case. */
export const RUNGS = ['window', 'lead', 'resident'] as const;
export type Rung = (typeof RUNGS)[number];

/** Who did something: `resident`, `staff:<id>`, `cli:<OS user>` or `system`. */
export type Actor = 'resident' | 'system' | `staff:${string}` | `cli:${string}`;

export type Fact = { at: Instant; by: Actor } & (
  | {
      type: 'opened';
      window: string;
      need: string | null;
      danger: { class: DangerClass; level: Level } | null;
      minor: boolean;
      dueAt: Instant;
    }
  | { type: 'taken' }
  /** `next`: when staff write again; null when nothing is promised. */
  | { type: 'answered'; next?: NextWord | null }
  | { type: 'noted' }
  /** The resident wrote more; `via` is where. */
  | {
      type: 'said';
      via: 'line' | 'page' | 'terminal';
      ref: string | null;
      danger: { class: DangerClass; level: Level } | null;
    }
  /** The resident wishes to be called (how is sealed beside it), or no longer does. */
  | { type: 'callback'; agreed: boolean; danger: { class: DangerClass; level: Level } | null }
  /** Staff called. */
  | { type: 'called'; result: CallResult }
  /** Somebody else of the same window holds it now. */
  | { type: 'assigned'; to: string }
  /** The resident is asked on the page whether another window may have it. */
  | { type: 'moveAsked'; to: string }
  | { type: 'moveAnswered'; to: string; agreed: boolean; dueAt: Instant }
  /** A lead moved it without consent; the reason is sealed beside it. */
  | { type: 'moved'; to: string; basis: string; dueAt: Instant }
  /** 会議に出した: it was laid before a 支援会議, without name, town or words. */
  | { type: 'conferred' }
  /** Accepted as 通告・通報; whom it was passed to is sealed beside it. */
  | { type: 'reported'; kind: Report; checkBy: Instant }
  | { type: 'safetyChecked' }
  | { type: 'complained'; about: Complaint }
  | { type: 'askedLead' }
  | { type: 'advised' }
  /** A rung of the ladder for an answer that is due. */
  | { type: 'reminded'; rung: Rung }
  /** What was promised did not happen: the next word, or the check of a person's safety. */
  | { type: 'lapsed'; what: 'next' | 'check' }
  | { type: 'closed'; outcome: Outcome; gap?: Gap | null }
  /** The same person's other case goes on with it. */
  | { type: 'merged'; into: string }
  | { type: 'reopened' }
  /** How it went on for the resident; the newest answer counts. */
  | { type: 'connected'; answer: Connected }
  | { type: 'withdrawn' }
  /** Five wrong 合言葉: the page is shut until staff let the person in again. */
  | { type: 'shutOut' }
  | { type: 'letIn' }
  /** A lead keeps the words beyond their time, on a basis of law; why is sealed beside it. */
  | { type: 'holdSet'; basis: string }
  | { type: 'holdEnded' }
  /** The resident took one message back; the words of fact `of` are gone. */
  | { type: 'unsent'; of: number }
);

export type FactType = Fact['type'];

export interface Case {
  state: 'waiting' | 'held' | 'closed' | 'withdrawn';
  window: string;
  need: string | null;
  danger: { class: DangerClass; level: Level } | null;
  minor: boolean;
  openedAt: Instant;
  /** When the resident will have heard from staff, as promised. */
  dueAt: Instant;
  /** Who holds it: a staff id. */
  takenBy: string | null;
  answeredAt: Instant | null;
  /** When staff said they write next. */
  next: NextWord | null;
  /** Whether a wish to be called stands; null when there never was one. */
  callback: boolean | null;
  /** The window that the resident is asked about. */
  asked: string | null;
  /** Accepted as 通告・通報, and by when the person's safety has to be checked; null once it was. */
  report: { kind: Report; checkBy: Instant | null; late: boolean } | null;
  /** Of a complaint about a window only leads read; of one about a person, not that person. */
  leadOnly: boolean;
  barred: string[];
  /** A clerk waits for a word of a lead. */
  asksLead: boolean;
  /** Rungs of the ladder climbed for the answer that is due now. */
  rungs: number;
  /** That the promise which stands now is broken was told. */
  lapsed: boolean;
  /** Too many wrong 合言葉: the resident cannot open the page. */
  shutOut: boolean;
  outcome: Outcome | null;
  gap: Gap | null;
  /** The case that this one was merged into, and goes on in. */
  mergedInto: string | null;
  /** Nothing of it is forgotten until the hold ends. */
  hold: boolean;
  /** Since when it is over; what is kept is counted from then. */
  overAt: Instant | null;
  /** Facts so far; the next one has this number. */
  facts: number;
}

/** The case after one more fact. The first fact must be `opened`; anything else before it is a bug and throws. */
export function evolve(before: Case | null, fact: Fact): Case {
  if (fact.type === 'opened') {
    const { window, need, danger, minor, dueAt, at } = fact;
    return {
      state: 'waiting',
      window,
      need,
      danger,
      minor,
      dueAt,
      openedAt: at,
      takenBy: null,
      answeredAt: null,
      next: null,
      callback: null,
      asked: null,
      report: null,
      leadOnly: false,
      barred: [],
      asksLead: false,
      rungs: 0,
      lapsed: false,
      shutOut: false,
      outcome: null,
      gap: null,
      mergedInto: null,
      hold: false,
      overAt: null,
      facts: 1,
    };
  }
  if (!before) throw new Error(`case begins with ${fact.type}`);
  return { ...before, ...change(before, fact), facts: before.facts + 1 };
}

function change(before: Case, fact: Exclude<Fact, { type: 'opened' }>): Partial<Case> {
  switch (fact.type) {
    case 'taken':
      return { state: 'held', takenBy: staffOf(fact.by) };
    case 'assigned':
      return { state: 'held', takenBy: fact.to };
    case 'answered':
      return { answeredAt: fact.at, next: fact.next ?? null, lapsed: false };
    case 'closed':
      return { ...OVER, overAt: fact.at, outcome: fact.outcome, gap: fact.gap ?? null };
    case 'merged':
      return { ...OVER, overAt: fact.at, mergedInto: fact.into };
    case 'reopened':
      return {
        state: 'held',
        outcome: null,
        gap: null,
        mergedInto: null,
        overAt: null,
        takenBy: staffOf(fact.by),
      };
    case 'withdrawn':
      return { state: 'withdrawn', overAt: fact.at, next: null, asked: null };
    case 'callback':
      return { callback: fact.agreed, danger: graver(before.danger, fact.danger) };
    case 'called':
      return fact.result === '話せた' ? { answeredAt: fact.at } : {};
    case 'said':
      return { danger: graver(before.danger, fact.danger) };
    case 'moveAsked':
      return { asked: fact.to };
    case 'moveAnswered':
      return fact.agreed ? toWindow(fact.to, fact.dueAt) : { asked: null };
    case 'moved':
      return toWindow(fact.to, fact.dueAt);
    case 'reported':
      return { report: { kind: fact.kind, checkBy: fact.checkBy, late: false } };
    case 'safetyChecked':
      return before.report ? { report: { ...before.report, checkBy: null } } : {};
    case 'complained':
      return complaint(before, fact.about);
    case 'askedLead':
      return { asksLead: true };
    case 'advised':
      return { asksLead: false };
    case 'reminded':
      return { rungs: RUNGS.indexOf(fact.rung) + 1 };
    case 'lapsed':
      if (fact.what === 'next') return { lapsed: true };
      return before.report ? { report: { ...before.report, late: true } } : {};
    case 'shutOut':
      return { shutOut: true };
    case 'letIn':
      return { shutOut: false };
    case 'holdSet':
      return { hold: true };
    case 'holdEnded':
      return { hold: false };
    case 'noted':
    case 'connected':
    case 'conferred':
    case 'unsent':
      return {};
  }
}

const OVER = { state: 'closed', next: null, asked: null, asksLead: false } as const;

const staffOf = (by: Actor): string => by.replace(/^staff:/, '');

/** Another window begins anew: nobody holds it, and its own promise runs. */
const toWindow = (window: string, dueAt: Instant): Partial<Case> => ({
  window,
  dueAt,
  state: 'waiting',
  takenBy: null,
  answeredAt: null,
  next: null,
  asked: null,
  asksLead: false,
  leadOnly: false,
  rungs: 0,
  lapsed: false,
});

/** Never in the hands of whom it is about. */
function complaint({ state, takenBy, barred }: Case, about: Complaint): Partial<Case> {
  const free: Partial<Case> = { state: state === 'held' ? 'waiting' : state, takenBy: null, next: null };
  if (about === '窓口' || takenBy === null) return { ...free, leadOnly: true };
  return { ...free, barred: [...barred, takenBy] };
}

type Flag = Case['danger'];

/** Danger said later raises the flag of a case, and never lowers it. */
const graver = (before: Flag, said: Flag): Flag =>
  said && (!before || said.level > before.level) ? said : before;

/** The case that a list of facts makes. */
export const replay = (facts: readonly Fact[]): Case | null => facts.reduce<Case | null>(evolve, null);
