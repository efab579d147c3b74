/** A handed-over case: what it is, and how facts make it. Words live beside the facts, never in here. */
import type { DangerClass } from '../content/schema.ts';
import type { Level } from '../understand/danger.ts';
import type { Instant } from '../windows/tokyo.ts';

/** How a case ended, in the words of the desk. */
export const OUTCOMES = ['つながった', '案内のみ', '継続', '中断'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** How a call to the resident went. */
export const CALL_RESULTS = ['話せた', '出ない', '番号ちがい'] as const;
export type CallResult = (typeof CALL_RESULTS)[number];

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
  | { type: 'answered' }
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
  | { type: 'closed'; outcome: Outcome }
  | { type: 'reopened' }
  | { type: 'withdrawn' }
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
  /** Whether a wish to be called stands; null when there never was one. */
  callback: boolean | null;
  outcome: Outcome | null;
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
      callback: null,
      outcome: null,
      facts: 1,
    };
  }
  if (!before) throw new Error(`case begins with ${fact.type}`);
  return { ...before, ...change(before, fact), facts: before.facts + 1 };
}

function change(before: Case, fact: Exclude<Fact, { type: 'opened' }>): Partial<Case> {
  switch (fact.type) {
    case 'taken':
      return { state: 'held', takenBy: fact.by.replace(/^staff:/, '') };
    case 'answered':
      return { answeredAt: fact.at };
    case 'closed':
      return { state: 'closed', outcome: fact.outcome };
    case 'reopened':
      return { state: 'held', outcome: null, takenBy: fact.by.replace(/^staff:/, '') };
    case 'withdrawn':
      return { state: 'withdrawn' };
    case 'callback':
      return { callback: fact.agreed, danger: graver(before.danger, fact.danger) };
    case 'called':
      return fact.result === '話せた' ? { answeredAt: fact.at } : {};
    case 'said':
      return { danger: graver(before.danger, fact.danger) };
    case 'noted':
    case 'unsent':
      return {};
  }
}

type Flag = Case['danger'];

/** Danger said later raises the flag of a case, and never lowers it. */
const graver = (before: Flag, said: Flag): Flag =>
  said && (!before || said.level > before.level) ? said : before;

/** The case that a list of facts makes. */
export const replay = (facts: readonly Fact[]): Case | null => facts.reduce<Case | null>(evolve, null);
