/**
 * Likeness to example sentences: idf-weighted character 2- and 3-grams, cosine, best example per need.
 * Grams of hiragana alone are dropped: they are grammar, not meaning.
 */
import { fold } from './fold.ts';

/** The index as stored in the artefact: gram → where it stands, as [example, weight]. */
export interface ExampleIndex {
  /** Need id of each example. */
  needs: string[];
  postings: Record<string, [example: number, weight: number][]>;
}

const HIRAGANA_ONLY = /^[ぁ-ん]+$/;

function grams(text: string): Set<string> {
  const folded = fold(text);
  const set = new Set<string>();
  for (const size of [2, 3]) {
    for (let at = 0; at + size <= folded.length; at++) {
      const gram = folded.slice(at, at + size);
      if (!HIRAGANA_ONLY.test(gram)) set.add(gram);
    }
  }
  return set;
}

/** Builds the index from (need, sentence) pairs; done by the compiler. */
export function indexExamples(examples: readonly { need: string; text: string }[]): ExampleIndex {
  const sets = examples.map((e) => [...grams(e.text)].sort());
  const idf = inverseFrequency(sets);
  const postings: ExampleIndex['postings'] = {};
  sets.forEach((set, i) => {
    const norm = Math.hypot(...set.map((g) => idf.get(g)!));
    for (const g of set) {
      postings[g] ??= [];
      postings[g].push([i, round(idf.get(g)! / norm)]);
    }
  });
  return { needs: examples.map((e) => e.need), postings };
}

function inverseFrequency(sets: string[][]): Map<string, number> {
  const count = new Map<string, number>();
  for (const set of sets) for (const g of set) count.set(g, (count.get(g) ?? 0) + 1);
  return new Map([...count].map(([g, n]) => [g, Math.log(1 + sets.length / n)]));
}

const round = (n: number): number => Math.round(n * 1e4) / 1e4;

/** Likeness (0…1) of a message to each need that shares a gram with it. */
export function likeness(index: ExampleIndex, text: string): Map<string, number> {
  const message = [...grams(text)];
  const dot = new Map<number, number>();
  for (const g of message) {
    if (!Object.hasOwn(index.postings, g)) continue;
    for (const [i, w] of index.postings[g]!) dot.set(i, (dot.get(i) ?? 0) + w);
  }
  const best = new Map<string, number>();
  for (const [i, d] of dot) {
    const need = index.needs[i]!;
    best.set(need, Math.max(best.get(need) ?? 0, d / Math.sqrt(message.length)));
  }
  return best;
}
