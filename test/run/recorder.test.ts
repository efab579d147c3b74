/** Two processes write one log: the service, and a command beside it. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Entry } from '../../src/log/chain.ts';
import { type Row, verify } from '../../src/log/verify.ts';
import { openRecorder } from '../../src/run/recorder.ts';
import { openSqlite, type SqliteStore } from '../../src/store/sqlite.ts';
import { startService, type TestService } from '../rig/service.ts';

let service: TestService;
let other: SqliteStore;
beforeEach(async () => {
  service = await startService();
  other = openSqlite(service.deps.settings.database);
});
afterEach(async () => {
  await other.close();
  await service.close();
});

const entry = (act: string): Entry => ({ at: 0, actor: 'test', act });

it('links anew whatever was linked behind an entry that another process overtook', async () => {
  const ours = service.deps.recorder;
  const theirs = openRecorder(other, 'x', () => {});
  expect(await ours.commit([], [entry('a.first')])).toBe('done');
  for (let i = 0; i < 20; i++) {
    // Theirs takes the number; ours hands in several at once, each linked behind the one before.
    expect(await theirs.commit([], [entry(`b.${i}`)])).toBe('done');
    const outcomes = await Promise.all([0, 1, 2, 3].map((n) => ours.commit([], [entry(`a.${i}-${n}`)])));
    expect(outcomes).toEqual(['done', 'done', 'done', 'done']);
  }
  const rows = await other.all<Row>('SELECT seq, line, head FROM log WHERE seq > 0 ORDER BY seq');
  expect(verify(rows, [])).toMatchObject({ ok: true, size: 101 });
});
