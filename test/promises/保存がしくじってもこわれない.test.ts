/**
 * The store fails at every n-th write of every golden talk, once before the write and once after it was durable but was not
 * said to be. The event comes again, as LINE and browsers send it; in the end the talk is what it is without any fault.
 */
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Deps } from '../../src/run/deps.ts';
import { loadTalk, play } from '../../src/run/play.ts';
import { openRecorder } from '../../src/run/recorder.ts';
import { type Store, StoreFault } from '../../src/store/port.ts';
import type { Golden } from '../../src/talk/golden.ts';
import type { Talk } from '../../src/talk/talk.ts';
import { contentOf, startService, type TestService } from '../rig/service.ts';
import { inputOf, talksOf } from '../talks/golden.ts';

/** Of the golden talks of Hiratsuka; npm test plays every eighth. */
const EACH = process.env.LONG ? 1 : 8;
type Failing = 'failed' | 'failed but persisted';
let service: TestService;

beforeEach(async () => {
  service = await startService({}, contentOf());
});
afterEach(() => service.close());

/** Deps whose store fails at the n-th batch from now; `struck` says whether it came to that. */
function failingAt(n: number, how: Failing): { deps: Deps; struck: () => boolean } {
  const { store } = service.deps;
  let left = n;
  const failing: Store = {
    ...store,
    all: (sql, ...params) => store.all(sql, ...params),
    async batch(statements) {
      if (--left !== 0) return store.batch(statements);
      if (how === 'failed but persisted') await store.batch(statements);
      throw new StoreFault('io');
    },
  };
  const recorder = openRecorder(failing, 'test', () => {});
  return { deps: { ...service.deps, store: failing, recorder }, struck: () => left <= 0 };
}

let talks = 0;

/** Plays a golden talk as LINE events; a fault is met by sending the same event again. */
async function through(golden: Golden, deps: Deps): Promise<{ talk: Talk; turns: number; cases: unknown[] }> {
  const talk = `talk-${++talks}`;
  for (const [i, { resident }] of golden.talk.entries()) {
    const input = { ...inputOf(golden, resident, i), spare: { id: `${talk}-case`, code: `${talks}-0` } };
    const wanted = {
      talk,
      event: `${talk}-${i}`,
      input: input.kind === 'case' ? { ...input, case: `${talk}-case` } : input,
      begin: { door: golden.door, who: null, lineId: null },
    };
    for (let tries = 0; ; tries++) {
      try {
        const { outcome } = await play(deps, wanted);
        expect(['done', 'seen']).toContain(outcome);
        break;
      } catch (e) {
        if (!(e instanceof StoreFault) || tries > 2) throw e;
      }
    }
  }
  const loaded = (await loadTalk(service.deps, talk))!;
  const [{ n: turns }] = (await service.deps.store.all<{ n: number }>(
    'SELECT count(*) AS n FROM turns WHERE talk = ?',
    talk,
  )) as [{ n: number }];
  const cases = await service.deps.store.all(
    'SELECT window, state, need, facts FROM cases WHERE talk = ?',
    talk,
  );
  const state = JSON.stringify(loaded.talk)
    .replaceAll(talk, 'talk')
    .replace(/"code":"[^"]*"/g, '"code":""');
  return {
    talk: JSON.parse(state.replace(/"(at|dueAt|toldAt|lineAt)":\d+/g, '"$1":0')) as Talk,
    turns,
    cases,
  };
}

it.each(talksOf(['hiratsuka']).filter((_, i) => i % EACH === 0))(
  '%s',
  async (_, golden) => {
    const whole = await through(golden, service.deps);
    let faults = 0;
    for (const how of ['failed', 'failed but persisted'] as const)
      for (let n = 1; ; n++) {
        const { deps, struck } = failingAt(n, how);
        expect(await through(golden, deps), `${how} at write ${n}`).toEqual(whole);
        if (!struck()) break;
        faults++;
      }
    expect(faults).toBeGreaterThanOrEqual(golden.talk.length);
  },
  600_000,
);
