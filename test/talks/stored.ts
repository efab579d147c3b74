/** Golden talks once more, through the store: every turn committed, loaded again, unsealed, and the same to the letter. */
import { expect, it } from 'vitest';
import type { Prepared } from '../../src/content/content.ts';
import type { Deps } from '../../src/run/deps.ts';
import { openDoubts } from '../../src/run/doubts.ts';
import { play } from '../../src/run/play.ts';
import { openRecorder } from '../../src/run/recorder.ts';
import { newTally } from '../../src/run/tally.ts';
import { openWindowStates } from '../../src/run/windowStates.ts';
import type { Store } from '../../src/store/port.ts';
import { masterKeys } from '../../src/store/seal.ts';
import { openVault } from '../../src/store/vault.ts';
import { plainText } from '../../src/talk/plain.ts';
import type { Door } from '../../src/talk/talk.ts';
import { inputOf, talksOf } from './golden.ts';

/** Deps over two stores, with a clock that the talk sets. */
function depsOver(store: Store, keys: Store, prepared: Prepared, now: () => number): Deps {
  const master = masterKeys(new Uint8Array(32).fill(7));
  return {
    store,
    master,
    now,
    vault: openVault(keys, master),
    recorder: openRecorder(store, 'golden', () => {}),
    settings: { publicUrl: new URL('https://komatta.example.jp') } as Deps['settings'],
    windowStates: openWindowStates(store),
    notifiers: [],
    doubts: openDoubts(store, () => prepared),
    content: () => prepared,
    deviceNow: now,
    line: null,
    wake: { inbox() {}, outbox() {} },
    scrub() {},
    tally: newTally(),
    report() {},
  };
}

/** One test a file, each on a fresh database. */
export function storedTests(
  open: () => Promise<[Store, Store]> | [Store, Store],
  prepared: (city: string) => Prepared,
  cities?: string[],
): void {
  for (const [file, golden] of talksOf(cities)) {
    it(`${file} through the store`, async () => {
      let now = Date.parse(golden.at);
      const [store, keys] = await open();
      const deps = depsOver(store, keys, prepared(golden.city), () => now);
      const begin: { door: Door; who: string; lineId: null } = { door: golden.door, who: 'w', lineId: null };
      for (const [i, { resident, bot }] of golden.talk.entries()) {
        now = Date.parse(golden.at) + i * 1000;
        const played = await play(deps, {
          talk: 'golden',
          event: `e${i}`,
          input: inputOf(golden, resident, i),
          begin,
        });
        expect([played.outcome, plainText(played.say)]).toEqual(['done', bot]);
        const again = await play(deps, {
          talk: 'golden',
          event: `e${i}`,
          input: inputOf(golden, resident, i),
          begin,
        });
        expect(again.outcome).toBe('seen');
      }
      const [row] = await store.all<{ n: number }>('SELECT count(*) AS n FROM turns');
      expect(row!.n).toBe(golden.talk.length);
    });
  }
}
