import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Entry, GENESIS, link } from '../../src/log/chain.ts';
import { checkpointLine, readCheckpoints } from '../../src/log/checkpoint.ts';
import { type Row, verify } from '../../src/log/verify.ts';

const entry = (n: number): Entry => ({
  at: 1_764_000_000_000 + n,
  actor: 'system',
  act: 'test.done',
  detail: { n },
});
const logOf = (size: number): Row[] =>
  link(
    { seq: 0, head: GENESIS },
    Array.from({ length: size }, (_, i) => entry(i)),
  );
/** Half of them change a character, half drop, swap, cut or renumber. */
const MUTATIONS = process.env.LONG ? 100_000 : 1_000;
const SIZE = 40;
const rows = logOf(SIZE);
const checkpoints = [{ origin: 'x', size: SIZE, head: rows.at(-1)!.head! }];

function changed(kind: string, at: number, by: number): Row[] {
  const other = (at + by) % SIZE;
  switch (kind) {
    case 'drop':
      return rows.toSpliced(at, 1);
    case 'swap':
      return rows.with(at, rows[other]!).with(other, rows[at]!);
    case 'cut':
      return rows.slice(0, at);
    case 'double':
      return rows.toSpliced(at, 0, rows[at]!);
    default:
      return rows.with(at, {
        ...rows[at]!,
        line: rows[at]!.line.replace(/"seq":\d+/, `"seq":${at + SIZE + by}`),
      });
  }
}

describe('verify', () => {
  it('finds a whole log good, and says how much a checkpoint vouches for', () => {
    expect(verify(rows, checkpoints)).toMatchObject({
      ok: true,
      size: SIZE,
      proven: SIZE,
      seq: null,
      why: null,
    });
    expect(verify(rows, [])).toMatchObject({ ok: true, proven: 0 });
  });

  it('finds any one changed character, and names the entry', () => {
    fc.assert(
      fc.property(fc.nat(SIZE - 1), fc.nat(), fc.integer({ min: 33, max: 126 }), (at, where, code) => {
        const line = rows[at]!.line;
        const i = where % line.length;
        const changed = line.slice(0, i) + String.fromCharCode(code) + line.slice(i + 1);
        fc.pre(changed !== line);
        const forged = rows.map((r, k) => (k === at ? { ...r, line: changed } : r));
        expect(verify(forged, checkpoints)).toMatchObject({ ok: false, why: 'altered', seq: at + 1 });
      }),
      { numRuns: MUTATIONS / 2 },
    );
  });

  it('finds a deleted row, the last one too', () => {
    for (const at of [0, 17, SIZE - 2]) {
      expect(
        verify(
          rows.filter((_, i) => i !== at),
          checkpoints,
        ),
      ).toMatchObject({ ok: false, why: 'missing', seq: at + 1 });
    }
    expect(verify(rows.slice(0, -1), checkpoints)).toMatchObject({ ok: false, why: 'truncated', seq: SIZE });
  });

  it('finds rows dropped, swapped, cut off or given other numbers, wherever', () => {
    const change = fc.record({
      kind: fc.constantFrom('drop', 'swap', 'cut', 'renumber', 'double'),
      at: fc.nat(SIZE - 1),
      by: fc.integer({ min: 1, max: 9 }),
    });
    fc.assert(
      fc.property(change, ({ kind, at, by }) => {
        const found = verify(changed(kind, at, by), checkpoints);
        expect(found).toMatchObject({ ok: false });
        expect(['altered', 'missing', 'truncated']).toContain(found.why);
        expect(found.seq).not.toBeNull();
        // Named where it is: never later than the change, and not before the row in front of it.
        expect(found.seq!).toBeGreaterThan(
          kind === 'swap' ? Math.min(at, (at + by) % SIZE) : Math.min(at, SIZE - 1),
        );
      }),
      { numRuns: MUTATIONS / 2 },
    );
  });

  it('finds a log rewritten whole, heads and all', () => {
    const forged = link(
      { seq: 0, head: GENESIS },
      Array.from({ length: SIZE }, (_, i) => entry(i === 5 ? 999 : i)),
    );
    expect(verify(forged, checkpoints)).toMatchObject({ ok: false, why: 'forked', seq: SIZE });
  });

  it('finds two rows swapped', () => {
    const swapped = [...rows];
    [swapped[3], swapped[4]] = [swapped[4]!, swapped[3]!];
    expect(verify(swapped, checkpoints)).toMatchObject({ ok: false, why: 'missing', seq: 4 });
  });

  it('reads checkpoints, leaving out a torn line', () => {
    const text = `${checkpointLine(checkpoints[0]!)}x 41 12`;
    expect(readCheckpoints(text)).toEqual(checkpoints);
  });
});
