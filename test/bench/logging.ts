/** How long a million entries take to verify, as `komatta log verify` walks them; rows as they come from a database. */
import { type Entry, GENESIS, link } from '../../src/log/chain.ts';
import { type Row, verify } from '../../src/log/verify.ts';

const ENTRIES = 1_000_000;
const ACTS = ['case.viewed', 'case.taken', 'case.answered', 'session.started'];

const entryOf = (n: number): Entry => ({
  at: 1_796_000_000_000 + n * 977,
  actor: `staff:01JD${n % 97}`,
  act: ACTS[n % ACTS.length]!,
  case: `01JDCASE${n % 5_003}`,
  window: 'hiratsuka-shakyo',
  detail: { from: 1, to: n % 9 },
});
const rows: Row[] = link(
  { seq: 0, head: GENESIS },
  Array.from({ length: ENTRIES }, (_, i) => entryOf(i)),
);
const checkpoints = [{ origin: 'bench', size: ENTRIES, head: rows.at(-1)!.head! }];
const times = [0, 1, 2].map(() => {
  const start = performance.now();
  const { ok } = verify(rows, checkpoints);
  if (!ok) throw new Error('a whole log did not verify');
  return (performance.now() - start) / 1_000;
});
process.send!({ entries: ENTRIES, seconds: times.toSorted((a, b) => a - b)[1] });
process.on('disconnect', () => process.exit(0));
