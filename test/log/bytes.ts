/** The log's bytes, the same on both engines: a fixed list of entries gives fixed lines and a fixed head. */
import { expect, it } from 'vitest';
import type { Entry } from '../../src/log/chain.ts';
import { openRecorder } from '../../src/run/recorder.ts';
import type { Store } from '../../src/store/port.ts';

const AT = Date.parse('2026-11-24T01:00:00Z');
const ENTRIES: Entry[] = [
  { at: AT, actor: 'system', act: 'staff.invited', detail: { role: 'lead', windows: '' } },
  {
    at: AT + 1000,
    actor: 'resident',
    act: 'case.opened',
    case: '01K',
    window: 'hiratsuka-shakyo',
    detail: { danger: null, minor: false, lines: 4 },
  },
  {
    at: AT + 2000,
    actor: 'staff:01A',
    act: 'case.closed',
    case: '01K',
    window: 'hiratsuka-shakyo',
    detail: { outcome: 'つながった' },
  },
];
const LINES = [
  '{"seq":1,"at":"2026-11-24T10:00:00+09:00","actor":"system","act":"staff.invited","detail":{"role":"lead","windows":""}}',
  '{"seq":2,"at":"2026-11-24T10:00:01+09:00","actor":"resident","act":"case.opened","case":"01K","window":"hiratsuka-shakyo","detail":{"danger":null,"minor":false,"lines":4}}',
  '{"seq":3,"at":"2026-11-24T10:00:02+09:00","actor":"staff:01A","act":"case.closed","case":"01K","window":"hiratsuka-shakyo","detail":{"outcome":"つながった"}}',
];
/** Computed by hand with sha256sum; see DESIGN.md 記録. */
export const HEAD = '718970a7804390dae9b85399de681341a1242426710415b1cfd7ae9b2ba82104';

export function logBytes(open: () => Promise<Store> | Store): void {
  it('writes these lines and this head', async () => {
    const store = await open();
    const recorder = openRecorder(store, 'test', () => {});
    expect(await recorder.commit([], ENTRIES.slice(0, 2))).toBe('done');
    expect(await recorder.commit([], ENTRIES.slice(2))).toBe('done');
    const rows = await store.all<{ line: string; head: string }>(
      'SELECT line, head FROM log WHERE seq > 0 ORDER BY seq',
    );
    expect(rows.map((r) => r.line)).toEqual(LINES);
    expect(rows.at(-1)!.head).toBe(HEAD);
  });

  it('numbers entries without a gap when many come at once, from two recorders', async () => {
    const store = await open();
    const [one, two] = [openRecorder(store, 'test', () => {}), openRecorder(store, 'test', () => {})];
    const commits = Array.from({ length: 12 }, (_, i) => (i % 3 === 0 ? two : one).commit([], [ENTRIES[0]!]));
    expect(new Set(await Promise.all(commits))).toEqual(new Set(['done']));
    const rows = await store.all<{ seq: number }>('SELECT seq FROM log WHERE seq > 0 ORDER BY seq');
    expect(rows.map((r) => r.seq)).toEqual(Array.from({ length: 12 }, (_, i) => i + 1));
  });
}
