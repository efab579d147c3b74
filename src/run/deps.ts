/** What the running parts share. Built once by an entry (node.ts, worker.ts, cli.ts), handed to every function. */

import type { Settings } from '../config.ts';
import type { Prepared } from '../content/content.ts';
import type { LineApi } from '../line/client.ts';
import type { Notifier } from '../notice/notice.ts';
import type { Store } from '../store/port.ts';
import type { MasterKeys } from '../store/seal.ts';
import type { Vault } from '../store/vault.ts';
import type { Doubts } from './doubts.ts';
import type { Recorder } from './recorder.ts';
import type { Tally } from './tally.ts';
import type { WindowStates } from './windowStates.ts';

export interface Deps {
  store: Store;
  vault: Vault;
  master: MasterKeys;
  recorder: Recorder;
  settings: Settings;
  /** Numbers that were said to be wrong. */
  doubts: Doubts;
  /** Windows that take no new cases now. */
  windowStates: WindowStates;
  /** Ways by which staff get notices; none where none is set up. */
  notifiers: readonly Notifier[];
  /** The content that serves now, without the numbers that are doubted. */
  content(): Prepared;
  /** Milliseconds since 1970; the clock of the whole service. */
  now(): number;
  /** Real time, for codes made by a person's own device (KOMATTA_CLOCK does not move those). */
  deviceNow(): number;
  line: LineApi | null;
  /** Something was put into the inbox or outbox: look soon. */
  wake: Wake;
  /** Cuts the write-ahead logs, so that what was deleted is gone from the disk (Node; D1 has no such thing). */
  scrub(): void;
  /** What /metrics counts. */
  tally: Tally;
  report(event: Report): void;
}

export interface Wake {
  inbox(): void;
  outbox(): void;
}

/** What goes to the operating log: names and counts only, never words, ids or tokens. */
export interface Report {
  what: string;
  count?: number;
  outcome?: string;
}
