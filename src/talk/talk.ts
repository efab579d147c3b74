/** What a talk can be between two turns: small named data that crosses JSON. */
import type { NextWord } from '../case/promise.ts';
import type { DangerClass } from '../content/schema.ts';
import type { Level } from '../understand/danger.ts';
import type { Speaker } from '../understand/match.ts';
import type { Instant } from '../windows/tokyo.ts';

/** Where the resident writes. */
export type Door = 'line' | 'page' | 'terminal';

/** How someone can come to a window: not everyone can telephone in office hours. */
export type Means = 'call' | 'write' | 'go' | 'visit' | 'callback';

/** What choosing an option does. */
export type Choice =
  | { do: 'need'; need: string }
  /** One of the further pages of the menu, by its label. */
  | { do: 'group'; group: string }
  /** Asks for the town, to name it on the telephone. */
  | { do: 'town' }
  /** The town, a window of part of a town, or 「わからない」 (see windows/local.ts). */
  | { do: 'area'; area: string }
  /** The answer to a narrowing question, as `need.topic`. */
  | { do: 'topic'; topic: string }
  /** Somebody was told on the telephone that this number is a wrong one; the window of an earlier card. */
  | { do: 'wrongNumber'; window: string }
  | { do: 'languages' }
  | { do: 'language'; language: string }
  | { do: 'none' | 'menu' | 'back' | 'restart' | 'staff' | 'read' }
  /** 職員に知らせる: after a danger card, by one tap. */
  | { do: 'alert' }
  | { do: 'means' }
  | { do: 'by'; means: Means }
  /** The card for the counter, with or without the line that asks for writing. */
  | { do: 'show'; writing: boolean }
  | { do: 'danger'; class: DangerClass; level: Level }
  | { do: 'fine' | 'other' }
  | { do: 'send' | 'later' }
  | { do: 'remove'; line: string };

export interface Option {
  label: string;
  choice: Choice;
}

/** A question the resident was asked; taps carry its id, so a tap on an old one is recognised. */
export interface Question {
  id: string;
  /** Where it was asked: its numbers mean something only there. */
  door: Door;
  options: Option[];
}

/** A resident's sentence, kept for the packet until retention, unsend or hand-over takes it. */
export interface Heard {
  /** Number of the turn; names the packet line. */
  turn: number;
  text: string;
  at: Instant;
  /** Message id at LINE, to find it again when it is unsent. */
  ref: string | null;
}

/** A handed-over case as the talk knows it. */
export interface OwnCase {
  id: string;
  code: string;
  window: string;
  state: 'waiting' | 'held' | 'closed';
  /** When staff will have answered at the latest, as promised on sending. */
  dueAt: Instant;
  /** Staff have written at least once. */
  answered: boolean;
  /** When the fixed line 「職員が見ます」 was last said, so that it is not repeated each time. */
  toldAt: Instant | null;
  /** A wish to be called stands. Talks written before there was one lack it: no wish. */
  callback?: boolean;
  /** When staff said they write next; older talks lack it. */
  next?: NextWord | null;
  /** The window that the resident is asked about; older talks lack it. */
  asked?: string | null;
  /** LINE may say that there is something to read; older talks lack it: it may. */
  notice?: boolean;
  /** The resident was told on sending that answers come to LINE as well; older talks lack it: they do not. */
  inLine?: boolean;
}

export interface Talk {
  v: 1;
  /** Where the last turn was spoken; a talk of LINE continues on the page. */
  door: Door;
  /** Turns so far. */
  turn: number;
  /** LINE's time of its newest event seen: events come late and out of order. Other doors have no such trouble. */
  lineAt: Instant;
  question: Question | null;
  need: string | null;
  beside: string[];
  /** Topics heard or chosen so far, as `need.topic`; `need.unknown` when the question was left open. */
  topics: string[];
  /** The town, once it is known: its name, or what an area question was answered with. Older talks lack it: not known. */
  area?: string;
  /** The language file it is spoken in, or `ja`; older talks, and those nobody has told, lack it. */
  language?: string;
  speaker: Speaker;
  minor: boolean;
  /** Said that they cannot talk on the telephone; older talks lack it: they did not. */
  writes?: boolean;
  /** Chosen once by tap, kept for the talk, changeable. */
  means: Means | null;
  /** The 見せるカード asks for writing (筆談). */
  writing: boolean;
  heard: Heard[];
  /** Windows shown, oldest first, with the time. */
  shown: { window: string; at: Instant }[];
  /** Turns in a row that understood nothing. */
  failed: number;
  danger: { class: DangerClass; level: Level; at: Instant } | null;
  /** The packet under preview: lines the resident took out. Stays open while they write on; null when none is. */
  draft: { removed: string[] } | null;
  case: OwnCase | null;
  /**
   * 合言葉: a LINE talk proves the phone, not the person. Once a word is set, LINE has a talk of its own, this one, which
   * knows neither case nor history. Absent: no word is set.
   */
  outside?: Talk | null;
  /** It is such a talk outside. */
  veiled?: boolean;
}

/** A talk before its first turn. */
export function newTalk(door: Door): Talk {
  return {
    v: 1,
    door,
    turn: 0,
    lineAt: 0,
    question: null,
    need: null,
    beside: [],
    topics: [],
    speaker: 'self',
    minor: false,
    means: null,
    writing: false,
    heard: [],
    shown: [],
    failed: 0,
    danger: null,
    draft: null,
    case: null,
  };
}

/** Whether a case of the talk waits for staff or is held by them. */
export const hasOpenCase = ({ case: own }: Pick<Talk, 'case'>): boolean =>
  own !== null && own.state !== 'closed';

/** Whether LINE may say of a case that there is something to read. */
export const mayNotify = ({ case: own, outside }: Pick<Talk, 'case' | 'outside'>): boolean =>
  own?.notice !== false && !outside;

/** The newest sentences that a packet can hold; older ones leave the talk. */
export const HEARD_MAX = 20;
