/** Lays the phrases of a city out as one tree of letters, so that a start has to build nothing (see understand/scan.ts). */
import type { Trie } from '../understand/scan.ts';

interface Branch {
  code: number;
  below: Map<number, Branch>;
  /** Place in the list, or null where no phrase ends. */
  phrase: number | null;
}

const branch = (code: number): Branch => ({ code, below: new Map(), phrase: null });

/**
 * The tree of `phrases` (folded, distinct, none empty), and for each phrase its number there. Branches lie breadth
 * first, those of one parent beside each other in the order of their letters.
 */
export function trieOf(phrases: readonly string[]): { trie: Trie; numbers: Int32Array } {
  const root = branch(0);
  phrases.forEach((phrase, i) => {
    let at = root;
    for (let k = 0; k < phrase.length; k++) at = below(at, phrase.charCodeAt(k));
    at.phrase = i;
  });
  const rows = [root];
  const widths: number[] = [];
  for (const row of rows) {
    const children = [...row.below.values()].sort((a, b) => a.code - b.code);
    widths.push(children.length);
    for (const child of children) rows.push(child);
  }
  const numbers = new Int32Array(phrases.length);
  for (const [n, { phrase }] of rows.filter((r) => r.phrase !== null).entries()) numbers[phrase!] = n;
  const trie = {
    widths: base64(Uint16Array.from(widths)),
    codes: base64(Uint16Array.from(rows, (r) => r.code)),
    ends: base64(Uint8Array.from(rows, (r) => (r.phrase === null ? 0 : 1))),
  };
  return { trie, numbers };
}

function below(at: Branch, code: number): Branch {
  let child = at.below.get(code);
  if (!child) {
    child = branch(code);
    at.below.set(code, child);
  }
  return child;
}

/** Little-endian, as every machine this runs on. */
const base64 = (row: Uint8Array | Uint16Array): string =>
  Buffer.from(row.buffer, row.byteOffset, row.byteLength).toString('base64');
