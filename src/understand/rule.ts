/**
 * Rules as the compiler freezes them, and what they say about a message. A rule belongs to an owner (an
 * intent, a danger class, a command …) and fires in a sentence when each of its groups has a phrase there.
 */
import { foldSentences } from './fold.ts';
import { type Hit, type Scanner, scanner } from './scan.ts';

export interface Rule {
  owner: string;
  /** What firing means to the owner: strong, weak, L2, mask … */
  kind: string;
  /** Each group lists phrase numbers; one of each group must stand in the sentence. */
  groups: number[][];
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

/** Reads a message: which rules fire in which of its sentences. */
export type Listen = (text: string) => Fired[];

/** Prepares a lexicon for listening; built once per content version. */
export function listener(lexicon: Lexicon): Listen {
  const scan = scanner(lexicon.phrases);
  const byPhrase = rulesByPhrase(lexicon);
  return (text) => foldSentences(text).flatMap((sentence, i) => hear(lexicon, scan, byPhrase, sentence, i));
}

function rulesByPhrase({ phrases, rules }: Lexicon): Rule[][] {
  const index: Rule[][] = phrases.map(() => []);
  for (const rule of rules) for (const phrase of new Set(rule.groups.flat())) index[phrase]!.push(rule);
  return index;
}

function hear(lexicon: Lexicon, scan: Scanner, byPhrase: Rule[][], sentence: string, i: number): Fired[] {
  const hits = scan(sentence);
  if (hits.length === 0) return [];
  const candidates = new Set(hits.flatMap((hit) => byPhrase[hit.phrase]!));
  const masks = masksByOwner(candidates, hits);
  const fired: Fired[] = [];
  for (const rule of candidates) {
    const words = fire(lexicon, rule, hits, rule.kind === 'mask' ? [] : (masks.get(rule.owner) ?? []));
    if (words) fired.push({ rule, sentence: i, words });
  }
  return fired;
}

/** Where an owner's harmless wordings stand; hits inside them do not count for that owner. */
function masksByOwner(candidates: Set<Rule>, hits: Hit[]): Map<string, Hit[]> {
  const masks = new Map<string, Hit[]>();
  for (const rule of candidates) {
    if (rule.kind !== 'mask') continue;
    const standing = hits.filter((hit) => rule.groups[0]!.includes(hit.phrase));
    masks.set(rule.owner, [...(masks.get(rule.owner) ?? []), ...standing]);
  }
  return masks;
}

function fire(lexicon: Lexicon, rule: Rule, hits: Hit[], masks: Hit[]): string[] | null {
  const words: string[] = [];
  for (const group of rule.groups) {
    const hit = hits.find((h) => group.includes(h.phrase) && !masks.some((m) => covers(m, h)));
    if (!hit) return null;
    words.push(lexicon.phrases[hit.phrase]!);
  }
  return words;
}

const covers = (mask: Hit, hit: Hit): boolean => mask.start <= hit.start && hit.end <= mask.end;
