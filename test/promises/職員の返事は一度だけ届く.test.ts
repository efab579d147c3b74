import { generateSync } from 'otplib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Staff } from '../../src/case/permissions.ts';
import type { LineApi } from '../../src/line/client.ts';
import { staffAct } from '../../src/run/act.ts';
import { deliverDue } from '../../src/run/deliver.ts';
import { askQuota, knownQuota } from '../../src/run/quota.ts';
import { settleInbox } from '../../src/run/settle.ts';
import { type FakeLine, startFakeLine } from '../rig/fake-line.ts';
import { body, followEvent, sign, textEvent, unfollowEvent } from '../rig/line-webhook.ts';
import { SECRET, startService, type TestService, TOKEN } from '../rig/service.ts';

let line: FakeLine;
let service: TestService;
const LEAD: Staff = { id: 'lead', name: '統括', role: 'lead', windows: [] };

beforeEach(async () => {
  line = await startFakeLine({ token: TOKEN });
  service = await startService({ LINE_API_BASE: line.url });
});
afterEach(async () => {
  await service.close();
  await line.close();
});

async function receive(...events: Parameters<typeof body>[0]): Promise<void> {
  await accept(...events);
  await service.work();
}

async function accept(...events: Parameters<typeof body>[0]): Promise<void> {
  line.register(events);
  const raw = body(events);
  const answer = await service.app.request('/webhook', {
    method: 'POST',
    body: raw,
    headers: { 'x-line-signature': sign(raw, SECRET) },
  });
  expect(answer.status).toBe(200);
}

/** Lets time pass and sends what has become due, until nothing is pending or `times` is over. */
async function letPass(seconds: number, times = 1): Promise<void> {
  for (let i = 0; i < times; i++) {
    service.advance(seconds * 1000);
    line.advance(seconds * 1000);
    await deliverDue(service.deps);
  }
}

/** Rows that another sender would take now, beside those that wait for their own next try. */
const countDue = async (): Promise<number> =>
  (
    await service.deps.store.all(
      `SELECT 1 FROM outbox WHERE state = 'pending' AND tries = 0 AND due_at <= ?`,
      service.deps.now(),
    )
  ).length;
const states = async (): Promise<string[]> =>
  (await service.deps.store.all<{ state: string }>('SELECT state FROM outbox ORDER BY id')).map(
    (r) => r.state,
  );
const pushes = () => line.delivered.filter((d) => d.kind === 'push');

/** Opens a case for a LINE resident through the page, and gives its id. */
async function openCase(): Promise<string> {
  await receive(textEvent({ text: '電球が切れたけど届かない' }));
  await receive(textEvent({ text: '人と話す' }));
  const link = /\/open\/([\w-]+)/.exec(JSON.stringify(line.delivered.at(-1)))![1]!;
  const headers = { 'sec-fetch-site': 'same-origin' };
  const opened = await service.app.request(`/open/${link}`, {
    method: 'POST',
    headers,
    body: new URLSearchParams(),
  });
  const cookie = opened.headers.get('set-cookie')!.split(';')[0]!;
  await service.app.request('/send', {
    method: 'POST',
    headers: { ...headers, cookie },
    body: new URLSearchParams(),
  });
  return (await service.deps.store.all<{ id: string }>('SELECT id FROM cases'))[0]!.id;
}

describe('guidance', () => {
  it('is sent once when all is well', async () => {
    await receive(textEvent({ text: '電球が切れたけど届かない' }));
    expect([await states(), line.delivered.length]).toEqual([['sent'], 1]);
  });

  it('tries the same token again after a fault before acceptance', async () => {
    line.inject({ action: 'status', status: 500, match: '/reply' });
    await receive(textEvent({ text: '電球が切れたけど届かない' }));
    expect(await states()).toEqual(['pending']);
    await letPass(2);
    expect([await states(), line.delivered.length]).toEqual([['sent'], 1]);
  });

  it('is listed as uncertain, not doubled, after a fault behind acceptance', async () => {
    line.inject({ action: 'reset', match: '/reply', afterProcessing: true });
    await receive(textEvent({ text: '電球が切れたけど届かない' }));
    await letPass(2);
    expect([await states(), line.delivered.length]).toEqual([['uncertain'], 1]);
    expect(pushes()).toEqual([]);
  });

  it('gives up when the token is too old, and says so', async () => {
    line.inject({ action: 'status', status: 503, match: '/reply', times: 99 });
    await receive(textEvent({ text: '電球が切れたけど届かない' }));
    await letPass(11, 7);
    expect([await states(), line.delivered.length]).toEqual([['uncertain'], 0]);
  });

  it('is tried again after a 409: LINE cannot have taken a reply that carries no retry key', async () => {
    line.inject({ action: 'status', status: 409, match: '/reply' });
    await receive(textEvent({ text: '電球が切れたけど届かない' }));
    expect([await states(), line.delivered.length]).toEqual([['pending'], 0]);
    await letPass(2);
    expect([await states(), line.delivered.length]).toEqual([['sent'], 1]);
  });

  it('is never tried by a second sender while the first still waits for LINE, however many wait before it', async () => {
    const texts = ['電球が切れた', '届かない', 'お金がない', 'さみしい'];
    let tries = 0;
    let openWhileTried = 0;
    const slow: LineApi = {
      push: async () => 'accepted',
      showWaiting: async () => {},
      quota: async () => null,
      async reply() {
        tries++;
        service.advance(8_000);
        openWhileTried += await countDue();
        return 'unknown';
      },
    };
    service.deps.line = slow;
    for (const text of texts) await accept(textEvent({ text }));
    await settleInbox(service.deps);
    await deliverDue(service.deps);
    expect([tries, openWhileTried]).toEqual([2, 0]);
  });

  it('is refused for good by a 400', async () => {
    line.inject({
      action: 'status',
      status: 400,
      body: { message: 'The request body has 1 error(s)' },
      match: '/reply',
    });
    await receive(textEvent({ text: '電球が切れたけど届かない' }));
    expect(await states()).toEqual(['refused']);
  });
});

describe('a danger card', () => {
  it('in doubt is pushed within two minutes, quietly, with neutral altText: a double is better than a loss', async () => {
    line.inject({ action: 'reset', match: '/reply', afterProcessing: true });
    await receive(textEvent({ text: 'もう死にたい' }));
    await letPass(2, 2);
    expect(await states()).toEqual(['sent']);
    expect(pushes()).toHaveLength(1);
    const request = line.requests.find((r) => r.path === '/v2/bot/message/push')!;
    expect((request.body as { notificationDisabled: boolean }).notificationDisabled).toBe(true);
    for (const alt of JSON.stringify(request.body).matchAll(/"altText":"([^"]*)"/g))
      expect(alt[1]).not.toMatch(/死|自殺|命|救急/);
  });

  it('is not pushed when the message is older than two minutes', async () => {
    line.inject({ action: 'status', status: 500, match: '/reply', times: 99 });
    await receive(textEvent({ text: 'もう死にたい' }));
    await letPass(130);
    await letPass(60, 3);
    expect([await states(), pushes().length]).toEqual([['uncertain'], 0]);
  });
});

describe('staff words', () => {
  it('LINE hears once that there is an answer, through faults before and behind acceptance', async () => {
    const id = await openCase();
    line.inject(
      { action: 'status', status: 500, match: '/push' },
      { action: 'reset', match: '/push', afterProcessing: true },
    );
    expect(await staffAct(service.deps, LEAD, id, { act: 'take' })).toBe('done');
    expect(await staffAct(service.deps, LEAD, id, { act: 'answer', words: 'あしたうかがいます' })).toBe(
      'done',
    );
    await service.work();
    await letPass(10, 4);
    expect((await states()).at(-1)).toBe('sent');
    expect(pushes()).toHaveLength(1);
    const keys = line.requests
      .filter((r) => r.path === '/v2/bot/message/push')
      .map((r) => r.headers['x-line-retry-key']);
    expect(keys).toHaveLength(3);
    expect(new Set(keys).size).toBe(1);
    expect(JSON.stringify(line.requests)).not.toContain('あしたうかがいます');
  });

  it('arrive in order after LINE was away, each once', async () => {
    const id = await openCase();
    line.inject({ action: 'status', status: 503, match: '/push', times: 6 });
    await staffAct(service.deps, LEAD, id, { act: 'take' });
    await staffAct(service.deps, LEAD, id, { act: 'answer', words: 'ひとつめ' });
    await staffAct(service.deps, LEAD, id, { act: 'close', outcome: 'つながった' });
    await service.work();
    await letPass(301, 12);
    const texts = pushes().map((p) => JSON.stringify(p.messages));
    expect(texts).toHaveLength(2);
    expect(texts[0]).toContain('お返事があります');
    expect(texts[1]).toContain('やりとりは終わりました');
  });

  it('to a resident who blocked the account are shown as not delivered; over the quota too', async () => {
    const id = await openCase();
    await staffAct(service.deps, LEAD, id, { act: 'take' });
    await receive(unfollowEvent({}));
    await staffAct(service.deps, LEAD, id, { act: 'answer', words: 'とどかない' });
    await service.work();
    expect((await states()).at(-1)).toBe('blocked');
    await receive(followEvent({}));
    line.setQuota(0);
    await staffAct(service.deps, LEAD, id, { act: 'answer', words: 'まだとどかない' });
    await service.work();
    expect((await states()).at(-1)).toBe('quota');
    expect(pushes()).toEqual([]);
  });
});

/** The calls so far, in order, as the last parts of their paths. */
const calls = (): string[] => line.requests.map((r) => `${r.method} ${r.path.replace('/v2/bot/', '')}`);

describe('the sign that an answer is coming', () => {
  it('is not sent while all is well', async () => {
    await receive(textEvent({ text: '電球が切れたけど届かない' }), textEvent({ text: 'もう死にたい' }));
    expect(calls()).toEqual(['POST message/reply', 'POST message/reply']);
  });

  it('is sent once when a reply met a fault, and goes to the one who waits', async () => {
    line.inject({ action: 'status', status: 500, match: '/reply', times: 2 });
    const event = textEvent({ text: '電球が切れたけど届かない' });
    await receive(event);
    await letPass(2, 3);
    expect(calls()).toEqual([
      'POST message/reply',
      'POST chat/loading/start',
      'POST message/reply',
      'POST message/reply',
    ]);
    expect(line.requests[1]!.body).toEqual({ chatId: event.source!.userId, loadingSeconds: 10 });
    expect(await states()).toEqual(['sent']);
  });

  it.each([{ action: 'status', status: 500 }, { action: 'reset' }, { action: 'garbage' }] as const)(
    'may fail by $action: the answer goes on',
    async (fault) => {
      line.inject({ action: 'status', status: 500, match: '/reply' }, { ...fault, match: '/loading' });
      await receive(textEvent({ text: '電球が切れたけど届かない' }));
      await letPass(2);
      expect([await states(), line.delivered.length]).toEqual([['sent'], 1]);
    },
  );

  it('is not sent for a danger card, nor when LINE asks for fewer calls', async () => {
    line.inject(
      { action: 'status', status: 500, match: '/reply' },
      { action: 'status', status: 429, match: '/reply' },
    );
    await receive(textEvent({ user: 'a', text: '夫に殴られています' }));
    await receive(textEvent({ user: 'b', text: '電球が切れたけど届かない' }));
    await letPass(2, 2);
    expect(await states()).toEqual(['sent', 'sent']);
    expect(calls().filter((c) => c.includes('loading'))).toEqual([]);
  });
});

describe("the month's pushes", () => {
  const heldCase = async (): Promise<string> => {
    const id = await openCase();
    await staffAct(service.deps, LEAD, id, { act: 'take' });
    return id;
  };
  const act = async (id: string, ...acts: Parameters<typeof staffAct>[3][]): Promise<string[]> => {
    const before = (await states()).length;
    for (const a of acts) expect(await staffAct(service.deps, LEAD, id, a)).toBe('done');
    await service.work();
    return (await states()).slice(before);
  };
  const ANSWER = { act: 'answer', words: 'あした' } as const;
  const askAfter = (prepare: () => void): Promise<void> => {
    prepare();
    return askQuota(service.deps);
  };
  const CLOSE = { act: 'close', outcome: 'つながった' } as const;

  it('are asked for beside the work, every ten minutes at most', async () => {
    await receive(textEvent({ text: '電球が切れたけど届かない' }));
    expect(calls()).toEqual(['POST message/reply']);
    for (const minutes of [0, 5, 4, 1]) {
      service.advance(minutes * 60_000);
      await askQuota(service.deps);
    }
    const asked = ['GET message/quota', 'GET message/quota/consumption'];
    expect(calls().slice(1)).toEqual([...asked, ...asked]);
  });

  it('end with a reserve: for answers and danger cards, not for the notice of an end', async () => {
    const id = await heldCase();
    line.setQuota(12);
    await askQuota(service.deps);
    expect(await act(id, ANSWER, ANSWER)).toEqual(['sent', 'sent']); // 10 are left: the reserve has begun
    expect(await act(id, CLOSE)).toEqual(['quota']);
    expect(pushes()).toHaveLength(2);
    line.inject({ action: 'reset', match: '/reply', afterProcessing: true });
    await receive(textEvent({ text: 'もう死にたい' }));
    await letPass(2, 2);
    expect(pushes()).toHaveLength(3);
    expect((await knownQuota(service.deps.store, service.deps.now()))?.used).toBe(3);
  });

  it.each([
    ['were never asked for', async () => {}],
    ['have no limit', () => askAfter(() => line.setQuota(null))],
    ['could not be read', () => askAfter(() => line.inject({ action: 'garbage', match: '/quota' }))],
  ])('hold no notice back where they %s', async (_, given) => {
    const id = await heldCase();
    line.setQuota(5);
    await given();
    expect(await act(id, CLOSE)).toEqual(['sent']);
  });

  it.each([
    ['an hour ago', 61],
    ['last month', 7 * 24 * 60],
  ])('hold no notice back where LINE told them %s', async (_, minutes) => {
    const id = await heldCase();
    line.setQuota(5);
    await askQuota(service.deps);
    service.advance(minutes * 60_000);
    expect(await knownQuota(service.deps.store, service.deps.now())).toBeNull();
    expect(await act(id, CLOSE)).toEqual(['sent']);
  });

  it('a month ends in Tokyo, also within the hour', async () => {
    service.advance(Date.parse('2026-11-30T23:50:00+09:00') - service.deps.now());
    await askQuota(service.deps);
    expect(await knownQuota(service.deps.store, service.deps.now())).toEqual({ limit: null, used: 0 });
    service.advance(20 * 60_000);
    expect(await knownQuota(service.deps.store, service.deps.now())).toBeNull();
  });
});

describe('who blocked the account', () => {
  it('gets no push, not even of a danger card, until they come back', async () => {
    line.inject({ action: 'status', status: 500, match: '/reply', times: 99 });
    await receive(textEvent({ text: 'もう死にたい' }), unfollowEvent({}));
    await letPass(56);
    await letPass(2, 2);
    expect([await states(), calls().filter((c) => c.includes('push'))]).toEqual([['blocked'], []]);
    await receive(followEvent({}));
    await receive(textEvent({ text: 'もう死にたい' }));
    await letPass(56);
    await letPass(2, 2);
    expect(pushes()).toHaveLength(1);
  });
});

describe('two clerks, one case', () => {
  it('one gets it, each time', async () => {
    const id = await openCase();
    const outcomes = await Promise.all(
      ['a', 'b'].map((who) => staffAct(service.deps, { ...LEAD, id: who }, id, { act: 'take' })),
    );
    expect([...outcomes].sort()).toEqual(['done', 'takenByOther']);
  });
});

// otplib is exercised here so that a change of its defaults (30 s, 6 digits) is noticed.
it('TOTP codes have six digits', () => {
  expect(generateSync({ secret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP' })).toMatch(/^\d{6}$/);
});
