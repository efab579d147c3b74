/**
 * Rules as the compiler freezes them, and what they say about a message. A rule belongs to an owner (an
 * intent, a danger class, the speakers) and fires in a sentence when each of its chains stands there.
 */
import { foldSentences } from './fold.ts';
import { type Hit, type Scanner, scanner } from './scan.ts';

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
  phrases: string[];
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

/** Where a phrase belongs: group `group` of chain `chain` of a rule. */
interface Slot {
  rule: Rule;
  chain: number;
  group: number;
}

/** The hits of a rule in one sentence, by chain and group. */
type Found = Hit[][][];

/** Prepares a lexicon for listening; built once per content version. */
export function listener(lexicon: Lexicon): Listen {
  const scan = scanner(lexicon.phrases);
  const slots = slotsByPhrase(lexicon);
  return (text) => {
    const sentences = foldSentences(text);
    const fired = sentences.flatMap((sentence, i) =>
      hear(lexicon, scan(sentence), slots, sentence.length, i),
    );
    return { sentences, fired: [...fired, ...acrossBreaks(lexicon, scan, slots, sentences)] };
  };
}

/**
 * People also break a word over lines (「し／に／た／い」, 「もう死に／たい」): the sentences read on without
 * their ends, counting only what stands across one. A long letter is not read twice: its breaks are real ones.
 */
function acrossBreaks(lexicon: Lexicon, scan: Scanner, slots: Slot[][], sentences: string[]): Fired[] {
  const whole = sentences.join('');
  if (sentences.length < 2 || whole.length > ACROSS_MAX) return [];
  const ends: number[] = [];
  for (const s of sentences) ends.push((ends.at(-1) ?? 0) + s.length);
  const across = scan(whole).filter((h) => ends.some((end) => h.start < end && end < h.end));
  return across.length === 0 ? [] : hear(lexicon, across, slots, whole.length, sentences.length);
}

const ACROSS_MAX = 200;

function slotsByPhrase({ phrases, rules }: Lexicon): Slot[][] {
  const index: Slot[][] = phrases.map(() => []);
  for (const rule of rules) {
    rule.chains.forEach((groups, chain) => {
      groups.forEach((group, at) => {
        for (const phrase of group) index[phrase]!.push({ rule, chain, group: at });
      });
    });
  }
  return index;
}

function hear(lexicon: Lexicon, hits: Hit[], slots: Slot[][], length: number, i: number): Fired[] {
  const found = sortByRule(hits, slots);
  const masked = maskedBy(found, length);
  const fired: Fired[] = [];
  for (const [rule, chains] of found) {
    const mask = rule.kind === 'mask' ? undefined : masked.get(rule.owner);
    const words = fire(rule, chains, (h) => mask === undefined || mask[h.start]! < h.end);
    if (words) fired.push({ rule, sentence: i, words: words.map((h) => lexicon.phrases[h.phrase]!) });
  }
  return fired;
}

function sortByRule(hits: Hit[], slots: Slot[][]): Map<Rule, Found> {
  const found = new Map<Rule, Found>();
  for (const hit of hits) {
    for (const { rule, chain, group } of slots[hit.phrase]!) {
      let chains = found.get(rule);
      if (!chains) {
        chains = rule.chains.map((groups) => groups.map(() => []));
        found.set(rule, chains);
      }
      chains[chain]![group]!.push(hit);
    }
  }
  return found;
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
