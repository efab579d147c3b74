/** Checkpoints: the size and head of the log, kept elsewhere, so that cutting or rewriting it shows. */
import type { Head } from './chain.ts';

export interface Checkpoint {
  /** Whose log: the deployment's PUBLIC_URL host and city. */
  origin: string;
  size: number;
  head: Head;
}

/** One line of the checkpoint file. */
export const checkpointLine = (c: Checkpoint): string => `${c.origin} ${c.size} ${c.head}\n`;

/** Reads a checkpoint file; a line that cannot be read (a torn last line, say) is left out. */
export function readCheckpoints(text: string): Checkpoint[] {
  return text.split('\n').flatMap((line) => {
    const m = /^(\S+) (\d{1,15}) ([0-9a-f]{64})$/.exec(line);
    return m ? [{ origin: m[1]!, size: Number(m[2]), head: m[3]! }] : [];
  });
}
