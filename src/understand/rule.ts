/**
 * Rules as the compiler freezes them, and what they say about a message. A rule belongs to an owner (an
 * intent, a danger class, the speakers) and fires in a sentence when each of its chains stands there.
 */
import { foldSentences } from './fold.ts';
import { type Hit, type Scanner, scanner, type Trie } from './scan.ts';

export interface Rule {
  owner: string;
  /** What firing means to the owner: strong, weak, L2, mask … */
  kind: string;
  /**
   * Chains that must all stand in one sentence. A chain is a row of groups, a group a list of phrase numbers;
   * one phrase of each group, in this order, close behind each other.
   */
  chains: number[][][];
  /** The line as the operator wrote it, for reasons. */
  text: string;
  /** Fires even in a sentence that a `calm` rule of the same owner marks as harmless. */
  always: boolean;
}

/** All phrases and rules of one city, as stored in the artefact. */
export interface Lexicon {
  phrases: Trie;
  rules: Rule[];
}

/** A rule that fired, with the words of the message that made it fire. */
export interface Fired {
  rule: Rule;
  sentence: number;
  words: string[];
}

/** A message as it was heard: its sentences, folded, and the rules that fire in them. */
export interface Heard {
  sentences: string[];
  fired: Fired[];
}

/** How many letters that could say something were heard, folded: a number says nothing by itself. */
export const lettersOf = ({ sentences }: Heard): number => sentences.join('').replace(/\d/g, '').length;

export type Listen = (text: string) => Heard;

/** Where phrases belong: group `group` of chain `chain` of a rule. */
interface Slot {
  rule: Rule;
  chain: number;
  group: number;
}

/** The slots of phrase `p`: `of[places[i]]` for i in [starts[p], starts[p + 1]). */
interface Slots {
  of: Slot[];
  starts: Int32Array;
  places: Int32Array;
  /** Slots of one rule lie beside each other: from `begins[s]` on, `needed[s]` of them, for each slot `s`. */
  begins: Int32Array;
  needed: Int32Array;
  /** Slates, clean between two sentences: which slots were hit, and how many of a rule's. */
  hit: Uint8Array;
  groups: Uint16Array;
}

/** The hits of a rule in one sentence, by chain and group. */
type Found = Hit[][][];

/** Prepares a lexicon for listening; built once per content version. */
export function listener(lexicon: Lexicon): Listen {
  const scan = scanner(lexicon.phrases);
  const slots = slotsByPhrase(lexicon.rules);
  return (text) => {
    const sentences = foldSentences(text);
    const fired = sentences.flatMap((sentence, i) => hear(scan(sentence), slots, sentence, i));
    return { sentences, fired: [...fired, ...acrossBreaks(scan, slots, sentences)] };
  };
}

/**
 * People also break a word over lines (「し／に／た／い」, 「もう死に／たい」): the sentences read on without
 * their ends, counting only what stands across one. A long letter is not read twice: its breaks are real ones.
 */
function acrossBreaks(scan: Scanner, slots: Slots, sentences: string[]): Fired[] {
  const whole = sentences.join('');
  if (sentences.length < 2 || whole.length > ACROSS_MAX) return [];
  const ends: number[] = [];
  for (const s of sentences) ends.push((ends.at(-1) ?? 0) + s.length);
  const across = scan(whole).filter((h) => ends.some((end) => h.start < end && end < h.end));
  return across.length === 0 ? [] : hear(across, slots, whole, sentences.length);
}

const ACROSS_MAX = 200;

function slotsByPhrase(rules: readonly Rule[]): Slots {
  const of: Slot[] = [];
  const groups: number[][] = [];
  const begins: number[] = [];
  const needed: number[] = [];
  for (const rule of rules) {
    const begin = of.length;
    rule.chains.forEach((chain, c) => {
      chain.forEach((phrases, group) => {
        of.push({ rule, chain: c, group });
        groups.push(phrases);
      });
    });
    for (let slot = begin; slot < of.length; slot++) {
      begins.push(begin);
      needed.push(of.length - begin);
    }
  }
  const starts = startsOf(groups);
  const places = new Int32Array(starts.at(-1)!);
  const next = starts.slice();
  groups.forEach((phrases, slot) => {
    for (const phrase of phrases) places[next[phrase]!++] = slot;
  });
  return {
    of,
    starts,
    places,
    begins: Int32Array.from(begins),
    needed: Int32Array.from(needed),
    hit: new Uint8Array(of.length),
    groups: new Uint16Array(of.length),
  };
}

function startsOf(groups: readonly number[][]): Int32Array {
  let last = -1;
  for (const group of groups) for (const phrase of group) if (phrase > last) last = phrase;
  const starts = new Int32Array(last + 2);
  for (const group of groups) for (const phrase of group) starts[phrase + 1]!++;
  for (let p = 1; p < starts.length; p++) starts[p]! += starts[p - 1]!;
  return starts;
}

function hear(hits: Hit[], slots: Slots, sentence: string, i: number): Fired[] {
  if (hits.length === 0) return [];
  const found = sortByRule(hits, slots);
  const masked = maskedBy(found, sentence.length);
  const fired: Fired[] = [];
  for (const [rule, chains] of found) {
    const mask = rule.kind === 'mask' ? undefined : masked.get(rule.owner);
    const words = fire(rule, chains, (h) => mask === undefined || mask[h.start]! < h.end);
    if (words) fired.push({ rule, sentence: i, words: words.map((h) => sentence.slice(h.start, h.end)) });
  }
  return fired;
}

/** Only rules of which every group was hit: of most, in a long letter, just some are. */
function sortByRule(hits: Hit[], slots: Slots): Map<Rule, Found> {
  const { of, starts, places, begins, needed, hit, groups } = slots;
  eachSlot(hits, starts, places, (slot) => {
    if (hit[slot] === 1) return;
    hit[slot] = 1;
    groups[begins[slot]!]!++;
  });
  const found = new Map<Rule, Found>();
  eachSlot(hits, starts, places, (slot, h) => {
    if (groups[begins[slot]!] !== needed[slot]) return;
    const { rule, chain, group } = of[slot]!;
    let chains = found.get(rule);
    if (!chains) {
      chains = rule.chains.map((row) => row.map(() => []));
      found.set(rule, chains);
    }
    chains[chain]![group]!.push(h);
  });
  eachSlot(hits, starts, places, (slot) => {
    hit[slot] = 0;
    groups[begins[slot]!] = 0;
  });
  return found;
}

/** A phrase may belong to rules that are left out here (a model learns from few of them). */
function eachSlot(
  hits: Hit[],
  starts: Int32Array,
  places: Int32Array,
  see: (slot: number, hit: Hit) => void,
): void {
  for (const hit of hits) {
    const end = starts[hit.phrase + 1] ?? 0;
    for (let at = starts[hit.phrase] ?? 0; at < end; at++) see(places[at]!, hit);
  }
}

/**
 * Per owner, for each position the furthest end of a harmless wording that begins there or before: a hit that
 * ends no further lies inside it and does not count for that owner.
 */
function maskedBy(found: Map<Rule, Found>, length: number): Map<string, Int32Array> {
  const masked = new Map<string, Int32Array>();
  for (const [rule, chains] of found) {
    if (rule.kind !== 'mask') continue;
    const ends = masked.get(rule.owner) ?? new Int32Array(length + 1);
    for (const path of pathsOf(chains[0]!, () => true)) {
      const { start } = path[0]!;
      ends[start] = Math.max(ends[start]!, path.at(-1)!.end);
    }
    masked.set(rule.owner, ends);
  }
  for (const ends of masked.values()) {
    for (let at = 1; at <= length; at++) ends[at] = Math.max(ends[at]!, ends[at - 1]!);
  }
  return masked;
}

/** One path for each chain, or null when a chain does not stand. */
function fire(rule: Rule, chains: Found, counts: (hit: Hit) => boolean): Hit[] | null {
  const words: Hit[] = [];
  for (const chain of rule.chains.keys()) {
    const [path] = pathsOf(chains[chain]!, counts);
    if (!path) return null;
    words.push(...path);
  }
  return words;
}

/** 「A…B」: B begins at most this many characters behind A. */
const NEAR = 10;

/** The ways to follow a chain through the hits of its groups; linear in the hits. */
function pathsOf(groups: Hit[][], counts: (hit: Hit) => boolean): Hit[][] {
  let paths = groups[0]!.filter(counts).map((h) => [h]);
  for (const group of groups.slice(1)) {
    const byEnd = longestByEnd(paths);
    paths = group.filter(counts).flatMap((h) => {
      for (let gap = 0; gap <= NEAR; gap++) {
        const path = byEnd.get(h.start - gap);
        if (path) return [[...path, h]];
      }
      return [];
    });
  }
  return paths;
}

/** Of the ways that end at one place, the one that began first: a mask should hide as much as it can. */
function longestByEnd(paths: Hit[][]): Map<number, Hit[]> {
  const byEnd = new Map<number, Hit[]>();
  for (const path of paths) {
    const { end } = path.at(-1)!;
    const known = byEnd.get(end);
    if (!known || path[0]!.start < known[0]!.start) byEnd.set(end, path);
  }
  return byEnd;
}
