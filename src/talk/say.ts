/** What the bot says, free of any channel: LINE, page and terminal each draw it in their own way. */
import type { Connected } from '../case/case.ts';
import type { Packet } from '../case/packet.ts';
import type { CallWish } from '../case/wish.ts';
import type { DangerClass } from '../content/schema.ts';
import type { Danger, Level } from '../understand/danger.ts';
import type { Card, HotlineLine } from '../windows/card.ts';
import type { Instant } from '../windows/tokyo.ts';
import type { Door, OwnCase, Question, Talk } from './talk.ts';

export interface DangerSay {
  kind: 'danger';
  class: DangerClass;
  level: Level;
  receive: string;
  act: string;
  lines: HotlineLine[];
  /** A second class in the same message, one short line. */
  beside: string | null;
  door: string;
}

/** 見せるカード: words to hold up at a counter, and the way there. */
export interface ShowSay {
  kind: 'show';
  /** One sentence each, in large type. */
  words: string[];
  name: string;
  address: string | null;
  /** Open now, or when next. */
  open: string;
  /** The hours of the week, for paper. */
  hours: string;
}

export type Say =
  /** `lang`: where it is not Japanese. */
  | { kind: 'text'; text: string; lang?: string }
  | { kind: 'card'; card: Card }
  | DangerSay
  | ShowSay
  /** Choices; `ask` may be empty when the sentence was said before. Always the last thing said. */
  | { kind: 'question'; ask: string; question: Question }
  /** The packet for trimming and consent; at LINE's door it becomes a link to our page. */
  | {
      kind: 'preview';
      packet: Packet;
      shown: string;
      promise: string;
      holder: string;
      purpose: string;
      kept: string;
      /** Where answers come: our page, or LINE as well. */
      lane: 'page' | 'line';
      /** Said to somebody who seems to be under 18. */
      minor: boolean;
      /** Somebody who worries about another person. */
      forOther: boolean;
      /** A 合言葉 is offered first: what was written may be dangerous to be seen. */
      guardFirst: boolean;
    }
  /** A way into our page, minted when it is sent. */
  | { kind: 'door'; text: string; label: string };

/** A number that somebody was told is wrong. No words, and nobody's name. */
export interface Doubt {
  /** The window or line whose number it is. */
  window: string;
  display: string;
  checked: string;
}

/** What the host has to do besides saying. */
export type Effect =
  | {
      kind: 'openCase';
      case: OwnCase;
      need: string | null;
      danger: Talk['danger'];
      minor: boolean;
      /** The town, where the resident left it in. */
      area: string | null;
      packet: Packet;
    }
  | { kind: 'toCase'; text: string; ref: string | null; via: Door; danger: Danger | null }
  /** The wish to be called, kept with the case like words; null takes it back. */
  | { kind: 'callback'; wish: CallWish | null; danger: Danger | null }
  /** Whether another window may have the case, and what that one promises. */
  | { kind: 'moveAnswer'; agreed: boolean; to: string; dueAt: Instant }
  | { kind: 'withdrawCase' }
  /** How it went on after a case, which is over. */
  | { kind: 'connected'; case: string; answer: Connected }
  /** A 合言葉 guards the talk from now on; null: none does. */
  | { kind: 'guard'; hash: string | null }
  | { kind: 'forget'; ref: string }
  /** A number was said to be wrong; `checked` is the confirmation that is doubted. */
  | ({ kind: 'doubt' } & Doubt)
  /** A sentence nothing was found for, for the operators' list (never from danger turns or cases). */
  | { kind: 'unhandled'; text: string; ref: string | null };
