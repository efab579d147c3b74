/** 申し送り: what staff read first. Built for the resident to see and trim; only consented lines go on. */
import type { Content } from '../content/content.ts';
import { SHEET_KINDS } from '../content/schema.ts';
import type { Talk } from '../talk/talk.ts';
import { townName } from '../windows/local.ts';
import { dateAndTime } from '../windows/tokyo.ts';
import { withoutNames } from './names.ts';

export interface PacketLine {
  /** Stable within a talk, so that a removal names the same line after a reload. */
  id: string;
  label: string;
  text: string;
  /** The bot's guess, not something the resident said. */
  inferred: boolean;
  /** LINE's id of the message, to find the line again when it is unsent. */
  ref: string | null;
}

export interface Packet {
  lines: PacketLine[];
  /** ◎ and ○ of the 相談受付・申込票. */
  sheet: { main: string | null; others: string[] };
}

const SPEAKERS = { self: '本人', family: '家族', neighbour: '近所の人・支援者' } as const;

const guess = (id: string, label: string, text: string): PacketLine => ({
  id,
  label,
  text,
  inferred: true,
  ref: null,
});

/** The packet of a talk, without the lines the resident removed. Nothing else of the talk reaches staff. */
export function packetOf(talk: Talk, content: Content, removed: readonly string[]): Packet {
  const all = [
    needLine(talk, content),
    topicLine(talk, content),
    dangerLine(talk),
    minorLine(talk),
    speakerLine(talk),
    areaLine(talk, content),
    meansLine(talk),
    languageLine(talk, content),
    ...wordLines(talk),
    shownLine(talk, content),
  ];
  const lines = all.filter((l): l is PacketLine => l !== null).filter((l) => !removed.includes(l.id));
  const kept = hasLine({ lines }, 'need');
  const kinds = kept
    ? [talk.need, ...talk.beside].flatMap((n) => (n ? (content.intents[n]?.sheet ?? []) : []))
    : [];
  const [main = null, ...others] = SHEET_KINDS.filter((k) => kinds.includes(k)).sort(
    (a, b) => kinds.indexOf(a) - kinds.indexOf(b),
  );
  return { lines, sheet: { main, others } };
}

/** Whether a packet still has the line `id`. */
export const hasLine = ({ lines }: Pick<Packet, 'lines'>, id: string): boolean =>
  lines.some((l) => l.id === id);

function needLine(talk: Talk, content: Content): PacketLine | null {
  const needs = [talk.need, ...talk.beside]
    .flatMap((n) => (n ? (content.intents[n] ?? []) : []))
    .filter((i) => !i.handoff);
  return needs.length === 0 ? null : guess('need', '困りごと', needs.map((i) => i.title).join('／'));
}

function topicLine({ need, topics }: Talk, content: Content): PacketLine | null {
  const intent = need === null ? undefined : content.intents[need];
  const labels = (intent?.topics ?? []).filter((t) => topics.includes(`${need}.${t.id}`)).map((t) => t.label);
  return labels.length === 0 ? null : guess('topic', '話題', labels.join('、'));
}

/** Worded for the person who reads it first: the resident. */
const dangerLine = (talk: Talk): PacketLine | null =>
  talk.danger ? guess('danger', '気になったこと', 'とてもつらい、または急ぎの言葉がありました') : null;

const minorLine = (talk: Talk): PacketLine | null =>
  talk.minor ? guess('minor', '年れい', '18歳になっていないようです') : null;

function speakerLine(talk: Talk): PacketLine | null {
  if (talk.need === null && talk.heard.length === 0) return null;
  return guess('speaker', '書いている人', SPEAKERS[talk.speaker]);
}

/** Said by the resident, by name or on a map; no address. */
function areaLine({ area }: Talk, content: Content): PacketLine | null {
  const town = townName(content, area ?? null);
  return town === null ? null : { ...guess('area', '町名', town), inferred: false };
}

const WISHES = {
  visit: '家に来てほしい',
  write: '電話ではなく、文字で話したい',
  go: '窓口に行きたい',
  callback: '電話をもらいたい',
  call: null,
} as const;

function meansLine(talk: Talk): PacketLine | null {
  const wish = talk.means && WISHES[talk.means];
  return wish ? { id: 'means', label: '相談のしかたの希望', text: wish, inferred: false, ref: null } : null;
}

/** Staff read the taps in Japanese and the words as they were written; which language that is, stands here. */
function languageLine({ language }: Talk, { languages }: Content): PacketLine | null {
  const tongue = language === undefined ? undefined : languages[language];
  return tongue ? { ...guess('language', 'ことば', tongue.japanese), inferred: false } : null;
}

/** Whoever writes of somebody else need not name them. */
function wordLines({ heard, speaker }: Talk): PacketLine[] {
  return heard.map((h) => ({
    id: `said-${h.turn}`,
    label: '書いたこと',
    text: speaker === 'neighbour' ? withoutNames(h.text) : h.text,
    inferred: false,
    ref: h.ref,
  }));
}

function shownLine(talk: Talk, content: Content): PacketLine | null {
  const last = talk.shown.at(-1);
  const names = [...new Set(talk.shown.map((s) => content.windows[s.window]?.name ?? ''))].filter(
    (n) => n !== '',
  );
  if (!last || names.length === 0) return null;
  const text = `${names.join('、')}（${dateAndTime(last.at)}）`;
  return { id: 'shown', label: '案内した窓口', text, inferred: false, ref: null };
}
