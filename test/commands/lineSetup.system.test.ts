/** komatta line setup as it is installed, against the fake LINE over real HTTP: what is set, kept, undone, and said. */
import { randomBytes } from 'node:crypto';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createHttpServer } from '../../src/http.ts';
import { askQuota } from '../../src/run/quota.ts';
import { type Ran, komatta as run } from '../rig/command.ts';
import { type FakeLine, startFakeLine } from '../rig/fake-line.ts';
import { send, textEvent, unfollowEvent } from '../rig/line-webhook.ts';
import { SECRET, startService, type TestService, TOKEN } from '../rig/service.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
let line: FakeLine;
let service: TestService;
let server: Server;
let folder: string;
let env: Record<string, string>;

beforeEach(async () => {
  line = await startFakeLine({ token: TOKEN, channelSecret: SECRET });
  service = await startService({ LINE_API_BASE: line.url });
  server = createHttpServer(service.deps).listen(0, '127.0.0.1');
  await new Promise((ready) => server.once('listening', ready));
  folder = mkdtempSync(path.join(os.tmpdir(), 'komatta-line-'));
  env = {
    PUBLIC_URL: `http://localhost:${(server.address() as AddressInfo).port}`,
    LINE_CHANNEL_SECRET: SECRET,
    LINE_CHANNEL_ACCESS_TOKEN: TOKEN,
    LINE_API_BASE: line.url,
  };
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((closed) => server.close(closed));
  await service.close();
  await line.close();
  rmSync(folder, { recursive: true, force: true });
});

const setup = (...args: string[]): Promise<Ran> =>
  run(path.join(folder, 'komatta.db'), ['line', 'setup', ...args], env);
const file = () => path.join(folder, 'line-setup.json');

/** Speaks to the fake LINE as some other tool of the city would. */
async function api(method: string, pathname: string, body?: unknown, type = 'application/json') {
  const answer = await fetch(`${line.url}${pathname}`, {
    method,
    headers: { authorization: `Bearer ${TOKEN}`, ...(body ? { 'content-type': type } : {}) },
    ...(body ? { body: typeof body === 'string' ? body : JSON.stringify(body) } : {}),
  });
  return (await answer.json()) as Record<string, unknown>;
}
const webhook = async () => (await api('GET', '/v2/bot/channel/webhook/endpoint')).endpoint;
const defaultMenu = async () => (await api('GET', '/v2/bot/user/all/richmenu')).richMenuId;
const menus = async () =>
  (await api('GET', '/v2/bot/richmenu/list')).richmenus as { richMenuId: string; name: string }[];

/** A rich menu that the city made without us, shown to everybody. */
async function cityMenu(name = '市のメニュー'): Promise<string> {
  const size = { width: 2500, height: 843 };
  const menu = { size, selected: true, name, chatBarText: 'メニュー', areas: [] };
  const { richMenuId } = await api('POST', '/v2/bot/richmenu', menu);
  await api('POST', `/v2/bot/richmenu/${richMenuId}/content`, 'a picture', 'image/png');
  await api('POST', `/v2/bot/user/all/richmenu/${richMenuId}`);
  return String(richMenuId);
}

/** The calls made while `work` ran that were not mere questions. */
async function changesDuring(work: () => Promise<unknown>): Promise<string[]> {
  const from = line.requests.length;
  await work();
  return line.requests
    .slice(from)
    .filter((r) => r.method !== 'GET')
    .map((r) => `${r.method} ${r.path.replace(/richmenu-[0-9a-f]+/, ':id')}`);
}

describe('setting up', () => {
  it('sets and tests the webhook, and shows a rich menu with its picture to everybody', async () => {
    let ran: Ran | undefined;
    const calls = await changesDuring(async () => {
      ran = await setup();
    });
    expect([ran!.exit, ran!.err]).toEqual([0, '']);
    expect(calls).toEqual([
      'POST /v2/bot/richmenu/validate',
      'PUT /v2/bot/channel/webhook/endpoint',
      'POST /v2/bot/richmenu',
      'POST /v2/bot/richmenu/:id/content',
      'POST /v2/bot/user/all/richmenu/:id',
      'POST /v2/bot/channel/webhook/test',
    ]);
    expect(await webhook()).toBe(`${env.PUBLIC_URL}/webhook`);
    const [menu] = await menus();
    expect(await defaultMenu()).toBe(menu!.richMenuId);
    expect(ran!.out).toContain('Webhook の試験：通りました');
    expect(ran!.out).toContain('上限はありません');
    expect(ran!.out).toMatch(/□ 「Webhook redelivery」がオン/);
    expect(ran!.out).toMatch(/□ 「あいさつメッセージ」と「応答メッセージ」がオフ/);
    expect(ran!.out).toContain('「福祉の相談窓口」');
  });

  it('a second time changes nothing, and keeps what was there before the first', async () => {
    const theirs = await cityMenu();
    await api('PUT', '/v2/bot/channel/webhook/endpoint', { endpoint: 'https://before.example.jp/hook' });
    await setup();
    const kept = readFileSync(file(), 'utf8');
    expect(JSON.parse(kept)).toMatchObject({ webhook: 'https://before.example.jp/hook', menu: theirs });
    expect(statSync(file()).mode & 0o077).toBe(0);
    let again: Ran | undefined;
    const calls = await changesDuring(async () => {
      again = await setup();
    });
    expect(calls).toEqual(['POST /v2/bot/channel/webhook/test']);
    expect([again!.exit, again!.out.includes('変えるものはありません')]).toEqual([0, true]);
    expect(readFileSync(file(), 'utf8')).toBe(kept);
  });

  it('takes our earlier menus away, and leaves those of others', async () => {
    const theirs = await cityMenu();
    const old = await cityMenu('komatta-0123456789ab');
    expect((await setup()).exit).toBe(0);
    const ids = (await menus()).map((m) => m.richMenuId);
    expect(ids).toContain(theirs);
    expect(ids).not.toContain(old);
    expect(ids).toHaveLength(2);
    expect(ids).toContain(await defaultMenu());
  });

  it('goes on where an earlier run was cut off between a menu and its picture', async () => {
    line.inject({ action: 'reset', match: '/content', method: 'POST' });
    const cut = await setup();
    expect([cut.exit, cut.out]).toEqual([3, '']);
    expect(cut.err).toMatch(/Webhook の行き先を .* にしました\nリッチメニューに絵を付けること/);
    const again = await setup('--json');
    expect(JSON.parse(again.out).changes.map((c: { do: string }) => c.do)).toEqual([
      'givePicture',
      'setDefault',
    ]);
    expect(await menus()).toHaveLength(1);
    expect(await defaultMenu()).toBe((await menus())[0]!.richMenuId);
  });

  it('--dry-run asks, says what it would do, and changes nothing', async () => {
    let ran: Ran | undefined;
    const calls = await changesDuring(async () => {
      ran = await setup('--dry-run', '--json');
    });
    expect([ran!.exit, calls, existsSync(file())]).toEqual([0, [], false]);
    expect(JSON.parse(ran!.out)).toMatchObject({
      ok: true,
      dryRun: true,
      account: { name: '福祉の相談窓口', id: '@000fake' },
      changes: [
        { do: 'setWebhook', url: `${env.PUBLIC_URL}/webhook` },
        { do: 'makeMenu' },
        { do: 'setDefault', id: null },
      ],
      quota: { limit: null, used: 0 },
    });
    expect((await setup('--dry-run')).out).toContain('まだ何も変えていません');
  });
});

describe('the log', () => {
  const entries = async () =>
    (
      await service.deps.store.all<{ line: string }>(`SELECT line FROM log WHERE line LIKE '%setting.line%'`)
    ).map((r) => JSON.parse(r.line));
  const setupBeside = (...args: string[]): Promise<Ran> =>
    run(path.join(service.folder, 'komatta.db'), ['line', 'setup', ...args], env);

  it('tells who changed the account, before it changes, and only when it does', async () => {
    await setupBeside('--dry-run');
    expect(await entries()).toEqual([]);
    line.inject({ action: 'status', status: 500, match: '/webhook/endpoint', method: 'PUT' });
    expect((await setupBeside()).exit).toBe(3);
    const [entry] = await entries();
    expect(entry).toMatchObject({
      actor: `cli:${os.userInfo().username}`,
      act: 'setting.line',
      detail: { undo: false, changes: 'setWebhook makeMenu setDefault' },
    });
    expect((await setupBeside()).exit).toBe(0);
    await setupBeside();
    expect(await entries()).toHaveLength(2);
  });

  it('changes nothing with a key that does not fit', async () => {
    env.KOMATTA_KEY = randomBytes(32).toString('base64');
    const calls = await changesDuring(async () => expect((await setupBeside()).exit).toBe(3));
    expect([calls, existsSync(path.join(service.folder, 'line-setup.json'))]).toEqual([[], false]);
  });
});

describe('--undo', () => {
  it('puts back the webhook and the menu that were there, takes ours away, and is over', async () => {
    const theirs = await cityMenu();
    await api('PUT', '/v2/bot/channel/webhook/endpoint', { endpoint: 'https://before.example.jp/hook' });
    await setup();
    const dry = await changesDuring(() => setup('--undo', '--dry-run'));
    expect([dry, existsSync(file())]).toEqual([[], true]);
    const ran = await setup('--undo');
    expect([ran.exit, ran.err]).toEqual([0, '']);
    expect(await webhook()).toBe('https://before.example.jp/hook');
    expect(await defaultMenu()).toBe(theirs);
    expect((await menus()).map((m) => m.richMenuId)).toEqual([theirs]);
    expect(existsSync(file())).toBe(false);
    expect((await setup('--undo')).exit).toBe(3);
  });

  it('where nothing was before, shows no menu, and says how to stop the webhook', async () => {
    await setup();
    const ran = await setup('--undo');
    expect(ran.exit).toBe(1);
    expect(ran.out).toContain('「Use webhook」をオフ');
    expect([await defaultMenu(), await menus()]).toEqual([undefined, []]);
  });

  it('puts back what was there before the first of several setups', async () => {
    const theirs = await cityMenu();
    await api('PUT', '/v2/bot/channel/webhook/endpoint', { endpoint: 'https://before.example.jp/hook' });
    await setup();
    await cityMenu('komatta-0123456789ab'); // as after words that changed: the menu shown is ours, but another
    await setup();
    expect((await setup('--undo')).exit).toBe(0);
    expect([await webhook(), await defaultMenu()]).toEqual(['https://before.example.jp/hook', theirs]);
  });

  it('leaves alone what somebody else has set since', async () => {
    await api('PUT', '/v2/bot/channel/webhook/endpoint', { endpoint: 'https://before.example.jp/hook' });
    await setup();
    await api('PUT', '/v2/bot/channel/webhook/endpoint', { endpoint: 'https://other.example.jp/hook' });
    const theirs = await cityMenu();
    expect((await setup('--undo')).exit).toBe(0);
    expect([await webhook(), await defaultMenu()]).toEqual(['https://other.example.jp/hook', theirs]);
  });

  it('refuses the file of another channel', async () => {
    writeFileSync(file(), JSON.stringify({ bot: 'U1', webhook: 'https://a.example.jp/', menu: null }));
    const calls = await changesDuring(() => setup('--undo'));
    expect([calls, existsSync(file())]).toEqual([[], true]);
  });
});

describe('one sentence with cause and cure', () => {
  const stopsWith = async (words: RegExp): Promise<void> => {
    const ran = await setup();
    expect([ran.exit, ran.out]).toEqual([3, '']);
    expect(ran.err.trim().split('\n')).toHaveLength(1);
    expect(ran.err).toMatch(words);
    expect(ran.err).not.toContain(TOKEN);
    expect(ran.err).not.toContain(SECRET);
  };

  it.each([
    [401, /アクセストークンが使えません。.*発行し直し/],
    [403, /このチャネルには許されていません/],
    [429, /回数が多すぎます。1時間ほどおいて/],
    [500, /LINE の側でうまくいきませんでした/],
  ])('when LINE says %i', async (status, words) => {
    line.inject({ action: 'status', status, match: '/bot/info' });
    await stopsWith(words);
  });

  it('when LINE babbles or hangs up', async () => {
    line.inject({ action: 'garbage', match: '/bot/info' });
    await stopsWith(/LINE の側でうまくいきませんでした/);
    line.inject({ action: 'reset', match: '/quota' });
    await stopsWith(/今月の送信数を見ることができませんでした/);
  });

  it('when LINE does not take the menu: nothing has changed', async () => {
    line.inject({ action: 'status', status: 400, body: { message: 'no' }, match: '/richmenu/validate' });
    await stopsWith(/リッチメニューを確かめることができませんでした：LINE が受けつけません/);
    expect([await webhook(), await menus()]).toEqual(['', []]);
  });

  it('when the token is not of this channel', async () => {
    env.LINE_CHANNEL_ACCESS_TOKEN = 'another';
    await stopsWith(/アクセストークンが使えません/);
  });

  it('when there are no LINE settings', async () => {
    env.LINE_CHANNEL_ACCESS_TOKEN = '';
    env.LINE_CHANNEL_SECRET = '';
    await stopsWith(/LINE の設定がありません/);
  });

  it('when LINE could not reach us', async () => {
    env.LINE_API_BASE = '';
    await stopsWith(/PUBLIC_URL がないので、LINE から届きません/);
  });

  it('when the file of what was before cannot be read', async () => {
    writeFileSync(file(), '{');
    await stopsWith(/line-setup\.json が読めません/);
    expect(await webhook()).toBe('');
  });

  it('when a menu was renamed and its picture not drawn again; check says so too', async () => {
    for (const f of ['intents', 'data'])
      cpSync(path.join(ROOT, f), path.join(folder, f), { recursive: true });
    const intent = path.join(folder, 'intents/small_chores.yaml');
    writeFileSync(intent, readFileSync(intent, 'utf8').replace(/^menu: .*/m, 'menu: 家の手伝い'));
    env.CONTENT_DIR = folder;
    await stopsWith(/絵が、いまの困りごとの名前と合いません：.*npm run draw-menu/);
    const checked = await run('', ['check', '--json', '--content', folder]);
    expect(checked.out).toContain('menu_picture');
    expect((await run('', ['check', '--json'])).out).not.toContain('menu_picture');
  });
});

describe('what it finds is exit 1, and the rest is set all the same', () => {
  it('the service has another secret', async () => {
    env.LINE_CHANNEL_SECRET = 'copied-wrongly';
    await line.close();
    line = await startFakeLine({ token: TOKEN, channelSecret: 'of the channel' });
    env.LINE_API_BASE = line.url;
    const ran = await setup();
    expect(ran.exit).toBe(1);
    expect(ran.out).toContain('（401）：LINE_CHANNEL_SECRET がチャネルのものとちがいます');
    expect(await defaultMenu()).toBeTruthy();
  });

  it('something else answers there, or nobody', async () => {
    const stranger = createServer((_, res) => res.writeHead(404).end()).listen(0, '127.0.0.1');
    await new Promise((ready) => stranger.once('listening', ready));
    env.PUBLIC_URL = `http://localhost:${(stranger.address() as AddressInfo).port}`;
    expect((await setup()).out).toContain('（404）：PUBLIC_URL の先に困ったがいません');
    await new Promise((closed) => stranger.close(closed));
    const ran = await setup();
    expect([ran.exit, ran.out.includes('につながりません')]).toEqual([1, true]);
  });

  it('"Use webhook" is off', async () => {
    const body = { endpoint: `${env.PUBLIC_URL}/webhook`, active: false };
    line.inject({ action: 'status', status: 200, body, match: '/webhook/endpoint', method: 'GET', times: 2 });
    const ran = await setup();
    expect([ran.exit, ran.out.includes('「Use webhook」をオン')]).toEqual([1, true]);
  });
});

it('tells the quota, and what its last part is kept for', async () => {
  line.setQuota(200);
  expect((await setup()).out).toContain('0 通（上限 200 通。おわりの 20 通は');
});

describe('doctor', () => {
  const look = () =>
    run(
      path.join(service.folder, 'komatta.db'),
      ['doctor', '--at', new Date(service.deps.now()).toISOString()],
      env,
    );

  it('shows the month and its reserve', async () => {
    expect((await look()).out).toContain('今月あと何通送れるか分かりません');
    line.setQuota(200);
    await askQuota(service.deps);
    const ran = await look();
    expect(ran.out).toContain('今月の送信：0 通（上限 200 通。');
    expect(ran.out).not.toContain('残りが少ない');
    line.setQuota(10);
    service.advance(11 * 60_000);
    await askQuota(service.deps);
    expect((await look()).out).toContain('残りが少ない');
  });

  it('counts who blocked the account, and names nobody', async () => {
    for (const user of ['a', 'b']) {
      const event = textEvent({ user, text: '電球が切れたけど届かない' });
      await send(`${env.PUBLIC_URL}/webhook`, SECRET, [event], { line });
    }
    await send(`${env.PUBLIC_URL}/webhook`, SECRET, [unfollowEvent({ user: 'a' })], { line });
    await service.work();
    const ran = await look();
    expect(ran.out).toContain('ブロックした人が 1 人います。');
    expect(ran.out).not.toMatch(/U[0-9a-f]{32}/);
  });
});
