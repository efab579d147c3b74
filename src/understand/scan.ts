/**
 * Finds every phrase of a large list in one pass over a text (Aho–Corasick), so that the cost of a message
 * grows with the message and not with the number of intents. Nodes are numbers and all edges lie in one map:
 * a hundred thousand phrases cost tens of megabytes instead of hundreds.
 */

/** Phrase number `phrase` stands at [start, end) of the text, in UTF-16 units. */
export interface Hit {
  phrase: number;
  start: number;
  end: number;
}

export type Scanner = (text: string) => Hit[];

const ROOT = 0;
const NONE = -1;

interface Machine {
  /** node * 2^16 + UTF-16 unit → node */
  edges: Map<number, number>;
  /** Where to go on when a node has no edge: the longest suffix that is a node too. */
  fail: Int32Array;
  /** The phrase that ends at a node, or NONE. */
  ends: Int32Array;
  /** The nearest node on the fail path at which a phrase ends, or NONE. */
  also: Int32Array;
}

/** Builds a scanner for `phrases` (folded, distinct, none empty); a hit names a phrase by its place in the list. */
export function scanner(phrases: readonly string[]): Scanner {
  const machine = build(phrases);
  return (text) => scan(machine, phrases, text);
}

const edge = (node: number, code: number): number => node * 0x10000 + code;

function build(phrases: readonly string[]): Machine {
  const edges = new Map<number, number>();
  const parents: number[] = [ROOT];
  const codes: number[] = [0];
  const endOf = new Map<number, number>();
  phrases.forEach((phrase, i) => {
    let node = ROOT;
    for (let at = 0; at < phrase.length; at++) {
      const key = edge(node, phrase.charCodeAt(at));
      let child = edges.get(key);
      if (child === undefined) {
        child = parents.push(node) - 1;
        codes.push(phrase.charCodeAt(at));
        edges.set(key, child);
      }
      node = child;
    }
    endOf.set(node, i);
  });
  const ends = Int32Array.from(parents, (_, node) => endOf.get(node) ?? NONE);
  return link(
    { edges, ends, fail: new Int32Array(parents.length), also: new Int32Array(parents.length).fill(NONE) },
    parents,
    codes,
  );
}

/** Sets the fail links, shallow nodes first: a link always leads to a shallower node. */
function link(machine: Machine, parents: number[], codes: number[]): Machine {
  const { ends, fail, also } = machine;
  for (const node of byDepth(parents)) {
    const parent = parents[node]!;
    fail[node] = parent === ROOT ? ROOT : step(machine, fail[parent]!, codes[node]!);
    const suffix = fail[node]!;
    also[node] = ends[suffix] === NONE ? also[suffix]! : suffix;
  }
  return machine;
}

function byDepth(parents: number[]): number[] {
  const depth = new Int32Array(parents.length);
  for (let node = 1; node < parents.length; node++) depth[node] = depth[parents[node]!]! + 1;
  return Array.from(parents.keys())
    .slice(1)
    .sort((a, b) => depth[a]! - depth[b]!);
}

function step({ edges, fail }: Machine, from: number, code: number): number {
  for (let node = from; ; node = fail[node]!) {
    const next = edges.get(edge(node, code));
    if (next !== undefined) return next;
    if (node === ROOT) return ROOT;
  }
}

function scan(machine: Machine, phrases: readonly string[], text: string): Hit[] {
  const { ends, also } = machine;
  const hits: Hit[] = [];
  let node = ROOT;
  for (let at = 0; at < text.length; at++) {
    node = step(machine, node, text.charCodeAt(at));
    for (let n = ends[node] === NONE ? also[node]! : node; n !== NONE; n = also[n]!) {
      const phrase = ends[n]!;
      hits.push({ phrase, start: at + 1 - phrases[phrase]!.length, end: at + 1 });
    }
  }
  return hits;
}
