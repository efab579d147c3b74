/**
 * Finds every phrase of a large list in one pass over a text (Aho–Corasick), so that the cost of a message
 * grows with the message and not with the number of intents.
 */

/** Phrase number `phrase` stands at [start, end) of the text, in UTF-16 units. */
export interface Hit {
  phrase: number;
  start: number;
  end: number;
}

interface Node {
  next: Map<number, Node>;
  fail: Node | null;
  /** Phrases that end here, those of the suffixes included. */
  ends: number[];
}

export type Scanner = (text: string) => Hit[];

const newNode = (): Node => ({ next: new Map(), fail: null, ends: [] });

/** Builds a scanner for `phrases` (folded, none empty); a hit names a phrase by its place in the list. */
export function scanner(phrases: readonly string[]): Scanner {
  const root = newNode();
  phrases.forEach((phrase, i) => {
    insert(root, phrase, i);
  });
  linkFailures(root);
  return (text) => scan(root, phrases, text);
}

function insert(root: Node, phrase: string, i: number): void {
  let node = root;
  for (let at = 0; at < phrase.length; at++) {
    const code = phrase.charCodeAt(at);
    let child = node.next.get(code);
    if (!child) {
      child = newNode();
      node.next.set(code, child);
    }
    node = child;
  }
  node.ends.push(i);
}

function linkFailures(root: Node): void {
  const queue: Node[] = [root];
  for (let at = 0; at < queue.length; at++) {
    const node = queue[at]!;
    for (const [code, child] of node.next) {
      child.fail = node === root ? root : step(root, node.fail ?? root, code);
      child.ends = [...child.ends, ...child.fail.ends];
      queue.push(child);
    }
  }
}

function step(root: Node, from: Node, code: number): Node {
  let node: Node | null = from;
  while (node) {
    const child = node.next.get(code);
    if (child) return child;
    node = node === root ? null : node.fail;
  }
  return root;
}

function scan(root: Node, phrases: readonly string[], text: string): Hit[] {
  const hits: Hit[] = [];
  let node = root;
  for (let at = 0; at < text.length; at++) {
    node = step(root, node, text.charCodeAt(at));
    for (const phrase of node.ends) {
      hits.push({ phrase, start: at + 1 - phrases[phrase]!.length, end: at + 1 });
    }
  }
  return hits;
}
