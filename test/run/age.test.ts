/** Age costs nothing: whatever a turn or the sweep asks of the store is found by an index, not by reading all rows. */
import { afterEach, beforeEach, expect, it } from 'vitest';
import { accept } from '../../src/run/accept.ts';
import { deliverDue } from '../../src/run/deliver.ts';
import type { Deps } from '../../src/run/deps.ts';
import { settleInbox } from '../../src/run/settle.ts';
import { sweep } from '../../src/run/sweep.ts';
import type { Statement } from '../../src/store/port.ts';
import { type FakeLine, startFakeLine } from '../rig/fake-line.ts';
import { body, postbackEvent, sign, textEvent, unsendEvent } from '../rig/line-webhook.ts';
import { SECRET, startService, type TestService, TOKEN } from '../rig/service.ts';

let line: FakeLine;
let service: TestService;
beforeEach(async () => {
  line = await startFakeLine({ token: TOKEN });
  service = await startService({ LINE_API_BASE: line.url });
});
afterEach(async () => {
  await service.close();
  await line.close();
});

/** Deps that note every statement they run. */
function noting(deps: Deps, texts: Set<string>): Deps {
  const { store, recorder } = deps;
  const noted = (list: Statement[]): Statement[] => {
    for (const { sql } of list) texts.add(sql);
    return list;
  };
  return {
    ...deps,
    store: {
      all: (text, ...params) => {
        texts.add(text);
        return store.all(text, ...params);
      },
      batch: (list) => store.batch(noted(list)),
    },
    recorder: { ...recorder, commit: (list, entries) => recorder.commit(noted(list), entries) },
  };
}

/** How the engine finds the rows of everything that some work asks for, one line a step. */
async function plansOf(work: (deps: Deps) => Promise<void>): Promise<string[]> {
  const texts = new Set<string>();
  await work(noting(service.deps, texts));
  expect(texts.size).toBeGreaterThan(5);
  const plans = await Promise.all([...texts].map(planOf));
  return plans.flat();
}

async function planOf(text: string): Promise<string[]> {
  const params = Array.from(text.matchAll(/\?/g), () => null);
  const rows = await service.deps.store.all<{ detail: string }>(`EXPLAIN QUERY PLAN ${text}`, ...params);
  return rows.map((r) => r.detail);
}

/** Tables that are read from end to end. */
const readWhole = (plans: string[]): string[] =>
  plans.flatMap((step) => /^SCAN (?!CONSTANT ROW|json_each)(\w+)/.exec(step)?.[1] ?? []);

it('of a turn, from the webhook to the reply', async () => {
  const events = [
    textEvent({ text: '電球が切れたけど届かない', messageId: '1' }),
    textEvent({ text: 'ぬるぽぬるぽ' }),
    textEvent({ text: 'もう死にたい' }),
    postbackEvent({ data: 'c=menu' }),
    unsendEvent({ messageId: '1' }),
  ];
  line.register(events);
  const raw = body(events);
  const plans = await plansOf(async (deps) => {
    expect(await accept(deps, Buffer.from(raw), sign(raw, SECRET))).toBe(200);
    await settleInbox(deps);
    while ((await deliverDue(deps)) > 0);
  });
  expect(line.delivered).toHaveLength(4);
  expect(readWhole(plans)).toEqual([]);
});

it('of the sweep, but for what stays small by itself', async () => {
  const plans = await plansOf(sweep);
  // Talks (t) are gone after seven silent days, the others after minutes or hours; cases come at the pace of people.
  const small = ['talks', 't', 'inbox', 'facts', 'unsent', 'devices', 'links', 'invites', 'throttles'];
  const ofStaff = ['desk_sessions', 'views'];
  expect(readWhole(plans).filter((t) => ![...small, ...ofStaff].includes(t))).toEqual([]);
  // By time alone this one would look at 28 days of turns, of which none has anything to forget.
  expect(plans).toContainEqual(expect.stringContaining('INDEX turns_shown'));
});
