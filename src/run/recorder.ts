/**
 * Commits statements together with their log entries. Entries are numbered in the order they are handed in,
 * from a tail held in memory, so that one commit group holds many; a batch that finds the tail moved loads
 * it again and retries.
 */

import { type Entry, type Head, type Linked, link } from '../log/chain.ts';
import type { Checkpoint } from '../log/checkpoint.ts';
import { type Committed, type Statement, type Store, sql } from '../store/port.ts';

export interface Recorder {
  /** One atomic unit. `stale` means that the statements, not the log, were built on something that moved. */
  commit(statements: Statement[], entries: Entry[]): Promise<Committed>;
  /** Writes a checkpoint now, if there is news since the last one. */
  checkpoint(): Promise<void>;
}

interface Tail {
  seq: number;
  head: Head;
}

const TRIES = 8;
const CHECKPOINT_EACH = 100;

/** A recorder over a store; `keep` puts a checkpoint where the database cannot reach it. */
export function openRecorder(
  store: Store,
  origin: string,
  keep: (c: Checkpoint) => void | Promise<void>,
): Recorder {
  let tail: Tail | null = null;
  let loading: Promise<void> | null = null;
  let kept = -1;

  const readTail = async (): Promise<Tail> => {
    const [row] = await store.all<{ seq: number; head: string }>(
      'SELECT seq, head FROM log ORDER BY seq DESC LIMIT 1',
    );
    return row!;
  };
  const ensureTail = async (): Promise<void> => {
    while (!tail) {
      loading ??= readTail()
        .then((t) => {
          tail = t;
        })
        .finally(() => {
          loading = null;
        });
      await loading;
    }
  };

  const checkpoint = async (): Promise<void> => {
    const { seq, head } = await readTail();
    if (seq <= kept || seq === 0) return;
    await keep({ origin, size: seq, head });
    kept = seq;
  };

  const commit = async (statements: Statement[], entries: Entry[]): Promise<Committed> => {
    if (entries.length === 0) return store.batch(statements);
    for (let i = 0; i < TRIES; i++) {
      await ensureTail();
      const base: Tail = tail!;
      const linked = link(base, entries);
      tail = linked.at(-1)!;
      const outcome = await store.batch([...statements, ...linked.map(appendStatement)]).catch((e) => {
        tail = null;
        throw e;
      });
      if (outcome === 'done') {
        // What is committed is committed, whether or not the checkpoint can be kept; the timer tries again.
        if (linked.at(-1)!.seq - kept >= CHECKPOINT_EACH) await checkpoint().catch(() => {});
        return outcome;
      }
      tail = null;
      if (outcome === 'seen') return outcome;
      const now = await readTail();
      if (now.seq === base.seq && now.head === base.head) return 'stale';
    }
    return 'stale';
  };

  return { commit, checkpoint };
}

/**
 * `prev` comes out NULL, and the batch fails, unless the log still ends where this entry was linked: by number and by
 * head, for another process may have put an entry of its own under the same number.
 */
function appendStatement({ seq, line, prev, head }: Linked): Statement {
  return sql(
    `INSERT INTO log (seq, line, prev, head) VALUES (?, ?,
       (SELECT head FROM log WHERE seq = ? AND head = ? AND seq = (SELECT max(seq) FROM log)), ?)`,
    seq,
    line,
    seq - 1,
    prev,
    head,
  );
}
