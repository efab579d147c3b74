/**
 * Finds every phrase of a large list in a text. From each letter the tree of phrases is followed as long as it goes: a
 * few steps, and never more than the longest phrase is long, so that the cost of a message grows with the message and
 * not with the number of intents. The tree comes from the artefact as three rows of numbers; nothing is built at start.
 */
import { bytesOf } from './bytes.ts';

/** Phrase number `phrase` stands at [start, end) of the text, in UTF-16 units. */
export interface Hit {
  phrase: number;
  start: number;
  end: number;
}

export type Scanner = (text: string) => Hit[];

/**
 * A tree of letters, breadth first; node 0 is the root and the children of a node lie beside each other, by letter.
 * Rows of numbers as base64. The n-th node at which a phrase ends is phrase number n.
 */
export interface Trie {
  /** How many children a node has: two bytes each. */
  widths: string;
  /** The letter that leads to a node, a UTF-16 unit: two bytes each. */
  codes: string;
  /** 1 where a phrase ends: one byte each. */
  ends: string;
}

const NONE = -1;

/** Makes a tree ready for scanning; once per content version. */
export function scanner(trie: Trie): Scanner {
  const widths = new Uint16Array(bytesOf(trie.widths).buffer);
  const codes = new Uint16Array(bytesOf(trie.codes).buffer);
  const ends = bytesOf(trie.ends);
  const nodes = codes.length;
  const first = new Int32Array(nodes + 1);
  const phraseAt = new Int32Array(nodes);
  first[0] = 1;
  for (let node = 0, phrase = 0; node < nodes; node++) {
    first[node + 1] = first[node]! + widths[node]!;
    phraseAt[node] = ends[node] === 1 ? phrase++ : NONE;
  }
  // Every letter of a message begins at the root: its children are looked up and not searched.
  const begins = new Int32Array(2 ** 16).fill(NONE);
  for (let node = first[0]!; node < first[1]!; node++) begins[codes[node]!] = node;

  const child = (node: number, code: number): number => {
    let low = first[node]!;
    let high = first[node + 1]! - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      if (codes[middle]! < code) low = middle + 1;
      else high = middle - 1;
    }
    return low < first[node + 1]! && codes[low] === code ? low : NONE;
  };
  return (text) => {
    const hits: Hit[] = [];
    for (let start = 0; start < text.length; start++) {
      let node = begins[text.charCodeAt(start)]!;
      for (let end = start + 1; node !== NONE; end++) {
        if (phraseAt[node] !== NONE) hits.push({ phrase: phraseAt[node]!, start, end });
        node = end < text.length ? child(node, text.charCodeAt(end)) : NONE;
      }
    }
    return hits;
  };
}
