/**
 * Delivery classes: how hard an answer tries to arrive, and what an unknown outcome means for it.
 * A reply has no idempotency at LINE: one that timed out may have been shown. For a danger card a double is
 * better than a loss; for violence at home a push on a shared phone is worse than a loss.
 */
import type { DangerClass } from '../content/schema.ts';
import type { Say } from '../talk/say.ts';
import type { SendOutcome } from './client.ts';

export type DeliveryClass = 'once' | 'notice' | 'atLeastOnce' | 'replyOnly' | 'guidance';

export type DeliveryState = 'pending' | 'sent' | 'uncertain' | 'refused' | 'blocked' | 'quota';

const NEVER_PUSHED: ReadonlySet<DangerClass> = new Set([
  'dv',
  'sexual',
  'abuse_child',
  'abuse_elder',
  'abuse_disabled',
]);

/** Pushed with a stored key until LINE has it, in the order of the talk. */
export const isStaffs = (kind: DeliveryClass): boolean => kind === 'once' || kind === 'notice';

/**
 * The class of what LINE hears of a staff act. An answer that waits to be read may use the month's last pushes; that
 * an exchange ended or began again is a notice, and the resident also learns it on the page and from the next answer.
 */
export const classOfAct = (event: string): DeliveryClass => (event === 'answered' ? 'once' : 'notice');

/** The class of an answer to a resident's message. */
export function classOf(say: readonly Say[]): DeliveryClass {
  const danger = say.find((s) => s.kind === 'danger');
  if (!danger) return 'guidance';
  return NEVER_PUSHED.has(danger.class) ? 'replyOnly' : 'atLeastOnce';
}

export interface Attempted {
  class: DeliveryClass;
  outcome: SendOutcome;
  /** By push (with the stored key) rather than by reply token. */
  pushed: boolean;
  tries: number;
  /** Milliseconds since the resident's message came in. */
  age: number;
}

export type NextStep = { settle: DeliveryState } | { again: 'reply' | 'push'; after: number };

const SECOND = 1000;
const MINUTE = 60 * SECOND;
/** A reply token lives a minute; we stop a little before. */
export const REPLY_LIFE = 55 * SECOND;
/** A danger card is pushed only while the message is this young. */
export const DANGER_LIFE = 2 * MINUTE;
/** A retry key protects against doubles for 24 hours; we stop before it ends. */
export const PUSH_LIFE = 23 * 60 * MINUTE;

/**
 * Whether to show the resident that an answer is coming: once, for plain guidance whose first reply met a fault and is
 * tried again a second later. Not when LINE asked for fewer calls, and never for a danger card: nothing about it may
 * show on a telephone that others see.
 */
export const showsWaiting = (a: Attempted, step: NextStep): boolean =>
  a.class === 'guidance' && a.tries === 1 && a.outcome === 'unknown' && 'again' in step;

/** What follows an attempt. Pure. */
export function nextStep(a: Attempted): NextStep {
  if (a.outcome === 'accepted') return { settle: 'sent' };
  if (a.outcome === 'quota') return { settle: 'quota' };
  if (a.outcome === 'refused') return { settle: 'refused' };
  return a.pushed ? afterPush(a) : afterReply(a);
}

function afterPush(a: Attempted): NextStep {
  const life = isStaffs(a.class) ? PUSH_LIFE : DANGER_LIFE;
  if (a.age >= life) return { settle: 'uncertain' };
  return { again: 'push', after: Math.min(2 ** a.tries * SECOND, 5 * MINUTE) };
}

function afterReply(a: Attempted): NextStep {
  // The token is spent: by an attempt of ours that nobody answered, or by age. Nobody can tell which.
  const over = a.outcome === 'spent' || a.age >= REPLY_LIFE;
  if (!over) return { again: 'reply', after: Math.min(2 ** a.tries * 500, 10 * SECOND) };
  if (a.class === 'atLeastOnce' && a.age < DANGER_LIFE) return { again: 'push', after: 0 };
  return { settle: 'uncertain' };
}
