/** 申し送り: what staff read first. Built for the resident to see and trim; only consented lines go on. */
import type { Content } from '../content/content.ts';
import { SHEET_KINDS } from '../content/schema.ts';
import type { Talk } from '../talk/talk.ts';
import { dateAndTime } from '../windows/tokyo.ts';

export interface PacketLine {
  /** Stable within a talk, so that a removal names the same line after a reload. */
  id: string;
  label: string;
  text: string;
  /** The bot's guess, not something the resident said. */
  inferred: boolean;
}

export interface Packet {
  lines: PacketLine[];
  /** ◎ and ○ of the 相談受付・申込票. */
  sheet: { main: string | null; others: string[] };
}

const SPEAKERS = { self: '本人', family: '家族', neighbour: '近所の人・支援者' } as const;

/** The packet of a talk, without the lines the resident removed. */
export function packetOf(talk: Talk, content: Content, removed: readonly string[]): Packet {
  const lines = [needLine(talk, content), speakerLine(talk), ...wordLines(talk), shownLine(talk, content)]
    .filter((l): l is PacketLine => l !== null)
    .filter((l) => !removed.includes(l.id));
  const kept = lines.some((l) => l.id === 'need');
  const kinds = kept
    ? [talk.need, ...talk.beside].flatMap((n) => (n ? (content.intents[n]?.sheet ?? []) : []))
    : [];
  const [main = null, ...others] = SHEET_KINDS.filter((k) => kinds.includes(k)).sort(
    (a, b) => kinds.indexOf(a) - kinds.indexOf(b),
  );
  return { lines, sheet: { main, others } };
}

function needLine(talk: Talk, content: Content): PacketLine | null {
  const needs = [talk.need, ...talk.beside]
    .flatMap((n) => (n ? (content.intents[n] ?? []) : []))
    .filter((i) => !i.handoff);
  if (needs.length === 0) return null;
  return { id: 'need', label: '困りごと', text: needs.map((i) => i.title).join('／'), inferred: true };
}

function speakerLine(talk: Talk): PacketLine | null {
  if (talk.need === null && talk.heard.length === 0) return null;
  return { id: 'speaker', label: '書いている人', text: SPEAKERS[talk.speaker], inferred: true };
}

function wordLines(talk: Talk): PacketLine[] {
  return talk.heard.map((h) => ({
    id: `said-${h.turn}`,
    label: '書いたこと',
    text: h.text,
    inferred: false,
  }));
}

function shownLine(talk: Talk, content: Content): PacketLine | null {
  const last = talk.shown.at(-1);
  const names = [...new Set(talk.shown.map((s) => content.windows[s.window]?.name ?? ''))].filter(
    (n) => n !== '',
  );
  if (!last || names.length === 0) return null;
  return {
    id: 'shown',
    label: '案内した窓口',
    text: `${names.join('、')}（${dateAndTime(last.at)}）`,
    inferred: false,
  };
}
