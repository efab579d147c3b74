import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadTalk } from '../../src/run/play.ts';
import { settleInbox } from '../../src/run/settle.ts';
import { type FakeLine, startFakeLine } from '../rig/fake-line.ts';
import {
  body,
  followEvent,
  groupTextEvent,
  imageEvent,
  postbackEvent,
  redelivered,
  sign,
  standby,
  textEvent,
  unfollowEvent,
  unknownEvent,
  unsendEvent,
  withoutUserId,
} from '../rig/line-webhook.ts';
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

type Events = Parameters<typeof body>[0];

async function post(events: Events, secret = SECRET): Promise<number> {
  line.register(events);
  return postRaw(body(events), sign(body(events), secret));
}

const postRaw = async (raw: string, signature: string | undefined): Promise<number> =>
  (
    await service.app.request('/webhook', {
      method: 'POST',
      body: raw,
      headers: {
        'content-type': 'application/json',
        ...(signature ? { 'x-line-signature': signature } : {}),
      },
    })
  ).status;

const count = async (table: string): Promise<number> =>
  (await service.deps.store.all<{ n: number }>(`SELECT count(*) AS n FROM ${table}`))[0]!.n;
const shown = (): string => JSON.stringify(line.delivered);

describe('POST /webhook', () => {
  it('keeps an event before it answers 200, and plays it after', async () => {
    expect(await post([textEvent({ text: '電球が切れたけど届かない' })])).toBe(200);
    expect([await count('inbox'), await count('turns')]).toEqual([1, 0]);
    await service.work();
    expect([await count('inbox'), await count('turns')]).toEqual([0, 1]);
    expect(line.delivered).toHaveLength(1);
    expect(shown()).toContain('町内福祉村');
    expect(shown()).toContain('tel:0463231111');
  });

  it('refuses what LINE did not sign, and what is not LINE’s', async () => {
    const raw = body([textEvent({ text: 'x' })]);
    expect(await post([textEvent({ text: 'x' })], 'another secret')).toBe(401);
    expect(await postRaw(raw, undefined)).toBe(401);
    expect(await postRaw(raw, 'AAAA')).toBe(401);
    expect(await postRaw(raw.replace('"events"', '"events" '), sign(raw, SECRET))).toBe(401);
    for (const bad of [
      'hello',
      '[]',
      '{"destination":"x","events":null}',
      '{"events":[]}',
      '"\ud800"',
      '{"destination":"x","events":{"__proto__":1}}',
    ]) {
      expect(await postRaw(bad, sign(bad, SECRET)), bad).toBe(400);
    }
    expect(await count('inbox')).toBe(0);
  });

  it('answers the verify button, and keeps nothing that is not a resident’s', async () => {
    expect(await post([])).toBe(200);
    expect(
      await post([
        groupTextEvent({ text: 'みんなへ' }),
        standby(textEvent({ text: 'x' })),
        withoutUserId(textEvent({ text: 'x' })),
        unknownEvent(),
      ]),
    ).toBe(200);
    expect(await count('inbox')).toBe(0);
  });

  it('tells a group one line once, and keeps nothing of what is written there', async () => {
    await post([groupTextEvent({ group: 'g1', text: '父の介護の話です' })]);
    await post([groupTextEvent({ group: 'g1', text: 'だれか返事して' })]);
    await new Promise((next) => setTimeout(next, 100));
    expect(line.delivered).toHaveLength(1);
    expect(shown()).toContain('一対一のトーク');
    expect([await count('inbox'), await count('talks'), await count('turns')]).toEqual([0, 0, 0]);
  });

  it('plays an event once, however often it comes', async () => {
    const event = textEvent({ text: '電球が切れたけど届かない' });
    await post([event, event]);
    await post([redelivered(event)]);
    await service.work();
    await post([redelivered(event)]);
    await service.work();
    expect([await count('inbox'), await count('turns')]).toEqual([0, 1]);
    expect(line.delivered).toHaveLength(1);
  });

  it('keeps one resident’s events in order, and residents apart', async () => {
    const t = Date.now();
    await post([
      textEvent({ user: 'a', text: '電球が切れたけど届かない', timestamp: t }),
      textEvent({ user: 'b', text: '生活費がなくて困っています', timestamp: t + 1 }),
      textEvent({ user: 'a', text: 'メニュー', timestamp: t + 2 }),
    ]);
    await service.work();
    const [first, second] = line.delivered.filter((d) => d.to === line.delivered[0]!.to);
    expect(JSON.stringify(first ?? {}).length).toBeGreaterThan(0);
    expect(await count('talks')).toBe(2);
    expect(JSON.stringify(second?.messages ?? line.delivered[1]?.messages)).toBeTruthy();
    const turns = await service.deps.store.all<{ talk: string; turn: number }>(
      'SELECT talk, turn FROM turns ORDER BY talk, turn',
    );
    expect(turns.map((r) => r.turn).sort()).toEqual([1, 1, 2]);
  });

  it('greets a new friend, takes kindly what it cannot read, and remembers who blocked it', async () => {
    await post([followEvent({ user: 'f' })]);
    await post([imageEvent({ user: 'f' })]);
    await post([unfollowEvent({ user: 'f' })]);
    await service.work();
    expect(shown()).toContain('24時間 人が見ているものではありません');
    expect(shown()).toContain('写真を受けとりました');
    expect(await service.deps.store.all('SELECT blocked FROM talks')).toEqual([{ blocked: 1 }]);
  });

  it('tells an old button from the present question', async () => {
    await post([textEvent({ text: '電球が切れたけど届かない' })]);
    await service.work();
    await post([postbackEvent({ data: 'q=zzzz&o=0' })]);
    await service.work();
    expect(JSON.stringify(line.delivered.at(-1)!.messages)).toContain('前の質問のボタンでした');
  });

  it('forgets the words of an unsent message, in the talk and in a waiting case', async () => {
    const said = textEvent({ text: 'ひみつの話で電球が切れて困っています' });
    await post([said]);
    await service.work();
    await post([unsendEvent({ messageId: (said as unknown as { message: { id: string } }).message.id })]);
    await service.work();
    await post([textEvent({ text: '人と話す' })]);
    await service.work();
    const link = /\/open\/([\w-]+)/.exec(shown())![1]!;
    const opened = await service.app.request(`/open/${link}`, {
      method: 'POST',
      headers: { 'sec-fetch-site': 'same-origin' },
      body: new URLSearchParams(),
    });
    const page = await (
      await service.app.request('/', {
        headers: { cookie: opened.headers.get('set-cookie')!.split(';')[0]! },
      })
    ).text();
    expect(page).toContain('職員に送る内容');
    expect(page).not.toContain('ひみつの話');
  });

  it('keeps no word of a message that was taken back before it came', async () => {
    const said = textEvent({ text: 'ひみつの話で電球が切れて困っています', messageId: '4711' });
    await post([unsendEvent({ messageId: '4711' })]);
    await service.work();
    await post([redelivered(said)]);
    await service.work();
    await post([redelivered(said)]);
    await service.work();
    expect([await count('inbox'), await count('turns'), line.delivered.length]).toEqual([0, 1, 0]);
    const [row] = await service.deps.store.all<{ id: string }>('SELECT id FROM talks');
    expect((await loadTalk(service.deps, row!.id))!.talk.heard).toEqual([]);
  });

  it('believes the newest event about being blocked, in whatever order they come', async () => {
    const at = Date.now();
    const blocked = unfollowEvent({ timestamp: at + 1000 });
    await post([followEvent({ timestamp: at })]);
    await post([blocked]);
    await post([followEvent({ timestamp: at + 2000, isUnblocked: true })]);
    await post([redelivered(blocked)]);
    await service.work();
    expect(await service.deps.store.all('SELECT blocked FROM talks')).toEqual([{ blocked: 0 }]);
    await post([unfollowEvent({ timestamp: at + 4000 })]);
    await post([textEvent({ text: '電球が切れた', timestamp: at + 3000 })]);
    await service.work();
    expect(await service.deps.store.all('SELECT blocked FROM talks')).toEqual([{ blocked: 1 }]);
    await post([textEvent({ text: '電球が切れた', timestamp: at + 5000 })]);
    await service.work();
    expect(await service.deps.store.all('SELECT blocked FROM talks')).toEqual([{ blocked: 0 }]);
  });

  it('leaves an event that meets a bug in the inbox, and plays what waits behind it', async () => {
    const [first, second] = [textEvent({ text: '電球が切れた' }), textEvent({ text: '届かない' })];
    await post([first, second]);
    let asked = 0;
    const content = () => {
      if (asked++ === 0) throw new TypeError('a bug');
      return service.deps.content();
    };
    await settleInbox({ ...service.deps, content });
    const turns = () => service.deps.store.all<{ event: string }>('SELECT event FROM turns ORDER BY turn');
    expect(await turns()).toEqual([{ event: second.webhookEventId }]);
    expect(service.reports).toContainEqual({ what: 'inbox.left', outcome: 'TypeError' });
    await service.work();
    expect((await turns()).map((t) => t.event)).toEqual([second.webhookEventId, first.webhookEventId]);
    expect(await count('inbox')).toBe(0);
  });

  it('without LINE settings answers 503, everything else works', async () => {
    const bare = await startService({
      LINE_CHANNEL_SECRET: '',
      LINE_CHANNEL_ACCESS_TOKEN: '',
      LINE_API_BASE: '',
    });
    expect((await bare.app.request('/webhook', { method: 'POST', body: '{}' })).status).toBe(503);
    expect((await bare.app.request('/')).status).toBe(200);
    await bare.close();
  });

  it('answers 503 when the store fails, so that LINE delivers again', async () => {
    const broken = {
      ...service.deps,
      store: { ...service.deps.store, batch: () => Promise.reject(new (class extends Error {})()) },
    };
    const { StoreFault } = await import('../../src/store/port.ts');
    broken.store.batch = () => Promise.reject(new StoreFault('SQLITE_FULL'));
    const { accept } = await import('../../src/run/accept.ts');
    const raw = Buffer.from(body([textEvent({ text: 'x' })]));
    expect(await accept(broken, raw, sign(raw.toString(), SECRET))).toBe(503);
  });
});
