/** Verifies a log from its rows and checkpoints alone. */
import { GENESIS, type Head, nextHead } from './chain.ts';
import type { Checkpoint } from './checkpoint.ts';

export interface Row {
  seq: number;
  line: string;
  /** The head stored beside the row, if the source has one. */
  head: Head | null;
}

export type Why = 'altered' | 'missing' | 'forked' | 'truncated';

export interface Verified {
  ok: boolean;
  /** Entries read. */
  size: number;
  head: Head;
  /** Entries that a checkpoint kept elsewhere vouches for. */
  proven: number;
  /** The first entry at fault. */
  seq: number | null;
  why: Why | null;
}

/**
 * Walks rows in order of seq. altered: a line does not hash to its stored head, or does not say its own
 * number; missing: a number is skipped; forked: a checkpoint names another head for its size; truncated:
 * a checkpoint is larger than the log.
 */
export function verify(rows: Iterable<Row>, checkpoints: readonly Checkpoint[]): Verified {
  const expected = headsBySize(checkpoints);
  let head = GENESIS;
  let size = 0;
  let proven = 0;
  const fail = (why: Why, seq: number): Verified => ({ ok: false, size, head, proven, seq, why });
  for (const row of rows) {
    if (row.seq !== size + 1) return fail('missing', size + 1);
    const next = nextHead(head, row.line);
    if ((row.head !== null && row.head !== next) || seqOf(row.line) !== row.seq)
      return fail('altered', row.seq);
    head = next;
    size = row.seq;
    const kept = expected.get(size);
    if (kept?.some((k) => k !== head)) return fail('forked', size);
    if (kept) proven = size;
  }
  const largest = Math.max(0, ...expected.keys());
  if (largest > size) return fail('truncated', size + 1);
  return { ok: true, size, head, proven, seq: null, why: null };
}

/** Every checkpoint counts: a rewritten log that adds its own head beside the old one is still forked. */
function headsBySize(checkpoints: readonly Checkpoint[]): Map<number, Head[]> {
  const heads = new Map<number, Head[]>();
  for (const c of checkpoints) heads.set(c.size, [...(heads.get(c.size) ?? []), c.head]);
  return heads;
}

function seqOf(line: string): number | null {
  try {
    const entry: unknown = JSON.parse(line);
    return entry !== null && typeof entry === 'object' && 'seq' in entry && typeof entry.seq === 'number'
      ? entry.seq
      : null;
  } catch {
    return null;
  }
}
