/** What can happen to a talk, free of LINE and of HTTP. */
import type { Connected } from '../case/case.ts';
import type { NextWord } from '../case/promise.ts';
import type { Terms } from '../case/terms.ts';
import type { CallWish } from '../case/wish.ts';
import type { Instant } from '../windows/tokyo.ts';
import type { Door } from './talk.ts';

export type Media = 'image' | 'sticker' | 'audio' | 'video' | 'file' | 'location' | 'unknown';

/** A place on earth, in degrees (WGS 84). Looked at in one turn and never kept. */
export interface Position {
  lat: number;
  lng: number;
}

/** A case id and a counter code nobody uses yet: the pure part makes no randomness of its own. */
export interface Spare {
  id: string;
  code: string;
}

/**
 * What of staff's doing reaches the talk. `talked` and `missed`: calls that reached somebody or did not · `asked`: may
 * another window have it · `moved`: another window has it · `merged`: goes on in another case · `freed`: nobody holds it any more · `overdue`: no answer came in time.
 */
export type StaffEvent =
  | 'taken'
  | 'answered'
  | 'closed'
  | 'merged'
  | 'reopened'
  | 'talked'
  | 'missed'
  | 'asked'
  | 'moved'
  | 'freed'
  | 'overdue';

/** `via` is where this turn is spoken: the resident's door, or for staff acts the door that reaches them. */
export type Input = { at: Instant; via: Door; spare: Spare } & (
  | { kind: 'said'; text: string; ref: string | null }
  /** A tap on an option; `question` is the id it belonged to, or null for the lasting buttons. */
  | { kind: 'tapped'; question: string | null; option: string }
  | { kind: 'followed' }
  | { kind: 'media'; media: Media }
  /** A location that the resident sent. */
  | { kind: 'located'; position: Position }
  /** The resident took a message back at LINE. */
  | { kind: 'unsent'; ref: string }
  /**
   * The page's form: the packet with this fingerprint, without these lines, may be read by staff, on these terms
   * (none: nothing was asked). `guard`: the hash of a 合言葉 that was chosen with it.
   */
  | { kind: 'consented'; removed: string[]; shown: string | null; terms?: Terms; guard?: string | null }
  /** The page's form: a 合言葉 is set or changed (its hash), or no longer wanted (null). */
  | { kind: 'guarded'; guard: string | null }
  | { kind: 'withdrew' }
  /** The page's form after the end: つながりましたか. */
  | { kind: 'connected'; answer: Connected }
  /** The page's form: the resident wishes to be called like this; null takes the wish back. */
  | { kind: 'callback'; wish: CallWish | null }
  /** Something staff did to a case of the resident. */
  | {
      kind: 'case';
      case: string;
      event: StaffEvent;
      /** answered: when staff write next. */
      next?: NextWord | null;
      /** answered: the words, where they go to LINE; null or absent where they stay on the page. */
      words?: string | null;
      /** asked, moved: the window. */
      to?: string;
      /** moved: what the new window promises. */
      dueAt?: Instant;
    }
  /** The page's form: whether the other window may have it. */
  | { kind: 'moveAnswer'; agreed: boolean }
);
