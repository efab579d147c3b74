/**
 * The escalation log's bytes. Each entry is one JSON line, hashed verbatim:
 * head₀ = SHA-256("komatta-log-v1\n"), headₙ = SHA-256(0x01 ‖ headₙ₋₁ ‖ lineₙ). An entry never holds a
 * person's words, nor a hash of them.
 */
// createHash is allowed here by name: it is pure, and crypto.subtle is about 35 times slower per line.
import { createHash } from 'node:crypto';
import { type Instant, isoTokyo } from '../windows/tokyo.ts';

/** A head as 64 hex digits. */
export type Head = string;

export const GENESIS: Head = createHash('sha256').update('komatta-log-v1\n').digest('hex');

export interface Entry {
  at: Instant;
  actor: string;
  /** What was done, `noun.verb`: case.taken, session.started, setting.changed … */
  act: string;
  case?: string;
  window?: string;
  detail?: Record<string, string | number | boolean | null>;
}

export interface Linked {
  seq: number;
  line: string;
  /** The head it was linked behind. */
  prev: Head;
  head: Head;
}

/** The head after one more line. */
export function nextHead(head: Head, line: string): Head {
  return createHash('sha256')
    .update(Buffer.from([1]))
    .update(Buffer.from(head, 'hex'))
    .update(line, 'utf8')
    .digest('hex');
}

/** Links entries behind `tail`, numbering them on from it. */
export function link(tail: { seq: number; head: Head }, entries: readonly Entry[]): Linked[] {
  const linked: Linked[] = [];
  let { seq, head } = tail;
  for (const entry of entries) {
    seq += 1;
    const line = lineOf(seq, entry);
    const prev = head;
    head = nextHead(prev, line);
    linked.push({ seq, line, prev, head });
  }
  return linked;
}

/** The line of an entry: keys in a fixed order, absent ones left out. */
function lineOf(seq: number, e: Entry): string {
  return JSON.stringify({
    seq,
    at: isoTokyo(e.at),
    actor: e.actor,
    act: e.act,
    case: e.case,
    window: e.window,
    detail: e.detail ?? {},
  });
}
