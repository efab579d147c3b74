/**
 * The whole thread with the real process, a stand-in LINE and two real browsers: a resident writes in LINE,
 * trims and sends on the page, a clerk takes, answers and closes, the resident reads.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { generateSync } from 'otplib';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectAccessible } from '../rig/axe.ts';
import { startBrowser } from '../rig/browser.ts';
import { type FakeLine, startFakeLine } from '../rig/fake-line.ts';
import { postbackEvent, send, textEvent } from '../rig/line-webhook.ts';
import { type Running, startProcess, until } from '../rig/process.ts';
import { SECRET, TOKEN } from '../rig/service.ts';

const RESIDENT = 'thread';
const PASSWORD = 'なつかしい海の色2026';
/** Words that must never stand in clear on the disk. */
const KEPT = '天井の電球が切れたのに脚がいたくて替えられません';
const REMOVED = '隣の佐藤さんには知られたくないです';
const LATER = 'あしたの夕方なら家にいます';
const REPLY = '水曜日の午後にボランティアの方とうかがえます';
const SHOTS = process.env.SCREENSHOTS;

let folder: string;
let line: FakeLine;
let service: Running;
let browser: Browser;
let clerk: Page;
let resident: Page;
const consoleErrors: string[] = [];

beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'komatta-thread-'));
  line = await startFakeLine({
    token: TOKEN,
    ...(process.env.LINE_LOG ? { log: process.env.LINE_LOG } : {}),
  });
  service = await startProcess(folder, {
    LINE_CHANNEL_SECRET: SECRET,
    LINE_CHANNEL_ACCESS_TOKEN: TOKEN,
    LINE_API_BASE: line.url,
    KOMATTA_CLOCK: '2026-11-24T10:00:00+09:00',
  });
  browser = await startBrowser();
  clerk = await newPage({ width: 1200, height: 900 });
  resident = await newPage({ width: 390, height: 844 });
});
afterAll(async () => {
  await browser?.close();
  await service?.end('SIGTERM');
  await line?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A browser of its own: no cookie is shared between resident and clerk. */
async function newPage(viewport: { width: number; height: number }): Promise<Page> {
  const page = await (await browser.newContext({ viewport, locale: 'ja-JP' })).newPage();
  page.on('console', (m) => m.type() === 'error' && consoleErrors.push(m.text()));
  page.on('pageerror', (e) => consoleErrors.push(e.message));
  return page;
}

/** Each state is judged by axe, stays light, and can be looked at. */
const shoot = async (page: Page, name: string): Promise<void> => {
  await expectAccessible(page);
  expect(Buffer.byteLength(await page.content())).toBeLessThan(100_000);
  if (SHOTS) await page.screenshot({ path: path.join(SHOTS, `${name}.png`), fullPage: true });
};

const inLine = (text: string) =>
  send(`${service.url}/webhook`, SECRET, [textEvent({ user: RESIDENT, text })], { line });

/** The URL of the newest button LINE was given. */
const newestDoor = (): string | undefined =>
  [...JSON.stringify(line.delivered.at(-1)?.messages ?? []).matchAll(/"uri":"(http[^"]*\/open\/[^"]+)"/g)].at(
    -1,
  )?.[1];

describe('one thread, from a LINE message to a clerk’s answer', () => {
  it('a first invite makes the first member of staff, with password and TOTP', async () => {
    const link = /http:\S+\/desk\/invite\/\S+/.exec(service.output())![0];
    await clerk.goto(link);
    await shoot(clerk, '1-invite');
    const secret = (await clerk.locator('.secret').innerText()).replace(/\s/g, '');
    await clerk.getByLabel(/^名前/).fill('相談員 はなこ');
    await clerk.getByLabel(/^パスワード/).fill(PASSWORD);
    await clerk.getByLabel(/6けたの番号/).fill(generateSync({ secret }));
    await clerk.getByRole('button', { name: '登録する' }).click();
    await clerk.getByText('いま待っている相談はありません').waitFor();
    await shoot(clerk, '2-empty-queue');
  });

  it('the resident writes in LINE and gets the right card by reply', async () => {
    await inLine(KEPT);
    await until(() => line.delivered.length === 1);
    const shown = JSON.stringify(line.delivered[0]!.messages);
    expect(line.delivered[0]!.kind).toBe('reply');
    expect(shown).toContain('町内福祉村');
    expect(shown).toContain('tel:0463231111');
  });

  it('the wish for a person leads to our page by a one-time link', async () => {
    await inLine(REMOVED);
    await inLine('職員の人と話したいです');
    const door = await until(newestDoor);
    await resident.goto(door);
    await resident.goto(door); // looking twice spends nothing
    await shoot(resident, '3-door');
    await resident.getByRole('button', { name: 'ひらく' }).click();
    await resident.getByRole('heading', { name: '職員に送る内容' }).waitFor();
    const second = await newPage({ width: 390, height: 844 });
    await second.goto(door);
    await second.getByRole('button', { name: 'ひらく' }).click();
    await second.getByText('このリンクは使えません').waitFor();
    await second.context().close();
    consoleErrors.splice(0); // the 410 of the spent link is logged as one
  });

  it('the resident takes one line out, consents and sends', async () => {
    const row = resident.locator('label.row', { hasText: REMOVED });
    await row.locator('input').check();
    await shoot(resident, '4-preview');
    await resident.getByRole('button', { name: 'このまま送る' }).click();
    await resident.getByText('送りました。受付番号は').waitFor();
    await shoot(resident, '5-sent');
  });

  it('the clerk sees it without a reload, reads the packet without the removed line, and takes it', async () => {
    const item = clerk.locator('.queue a').first();
    await item.waitFor();
    await shoot(clerk, '6-queue');
    await item.click();
    await clerk.getByText(KEPT).waitFor();
    expect(await clerk.getByText(REMOVED).count()).toBe(0);
    await shoot(clerk, '7-case');
    await clerk.getByRole('button', { name: '引き受ける' }).click();
    await clerk.getByRole('button', { name: '返事を送る' }).waitFor();
  });

  it('what the resident adds on the page reaches the clerk, not LINE', async () => {
    await resident.goto(`${service.url}/`);
    await resident.getByLabel('担当の職員に届きます').fill(LATER);
    await resident.getByRole('button', { name: '送る', exact: true }).click();
    await resident.getByText(LATER).first().waitFor();
    await clerk.getByText(LATER).waitFor();
  });

  it('the answer is on the page; LINE only hears that there is one, once', async () => {
    await clerk.getByLabel(/^返事/).fill(REPLY);
    await clerk.getByLabel('次に書く日を約束する').check();
    await clerk.getByLabel('日', { exact: true }).fill('2026-11-25');
    await clerk.locator('select[name=band]').selectOption('午後');
    await clerk.getByRole('button', { name: '返事を送る' }).click();
    await clerk.getByText('秒で送られます').waitFor();
    await shoot(clerk, '8-leaving');
    expect(line.delivered.filter((d) => d.kind === 'push')).toEqual([]); // it can still be taken back
    await clerk.locator('.thread .answered').waitFor();
    const push = await until(() => line.delivered.find((d) => d.kind === 'push'));
    expect(JSON.stringify(push.messages)).toContain('お返事があります');
    await resident.getByText(REPLY).waitFor();
    await resident.getByText('2026年11月25日（水）の午後（13:00〜16:00）').first().waitFor();
    await shoot(resident, '8-answer');
    const request = line.requests.find((r) => r.path === '/v2/bot/message/push')!;
    expect(request.headers['x-line-retry-key']).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('the postback under 「お返事があります」 mints a fresh way in', async () => {
    const data = /"data":"(q=[^"]+)"/.exec(
      JSON.stringify(line.delivered.find((d) => d.kind === 'push')!.messages),
    )![1]!;
    const before = line.delivered.length;
    await send(`${service.url}/webhook`, SECRET, [postbackEvent({ user: RESIDENT, data })], { line });
    await until(() => line.delivered.length > before);
    const phone = await newPage({ width: 390, height: 844 });
    await phone.goto(newestDoor()!);
    await phone.getByRole('button', { name: 'ひらく' }).click();
    await phone.getByText(REPLY).waitFor();
    await phone.context().close();
  });

  it('closing is said to both, and the bot is back', async () => {
    await clerk.locator('select[name=outcome]').selectOption('つながった');
    await clerk.getByRole('button', { name: 'この相談を終わりにする' }).click();
    await clerk.getByRole('button', { name: 'もう一度ひらく' }).waitFor();
    await shoot(clerk, '9-closed');
    await until(() => JSON.stringify(line.delivered).includes('やりとりは終わりました'));
    const before = line.delivered.length;
    await inLine('生活費が足りなくて困っています');
    await until(() => line.delivered.length > before);
    expect(JSON.stringify(line.delivered.at(-1)!.messages)).toContain('くらしサポート相談');
  });

  it('no words, in clear, in the bytes of the database, its WAL or the keys; none in LINE from the page', () => {
    const bytes = ['komatta.db', 'komatta.db-wal', 'keys.db', 'keys.db-wal', 'checkpoints.txt']
      .map((f) => path.join(folder, f))
      .filter(existsSync)
      .map((f) => readFileSync(f));
    expect(bytes.length).toBeGreaterThanOrEqual(4);
    for (const words of [KEPT, REMOVED, LATER, REPLY, '佐藤', '脚がいたくて', 'ボランティアの方と']) {
      for (const encoded of [Buffer.from(words, 'utf8'), Buffer.from(words, 'utf16le')]) {
        expect(
          bytes.some((b) => b.includes(encoded)),
          words,
        ).toBe(false);
      }
      expect(service.output()).not.toContain(words);
    }
    const toLine = JSON.stringify(line.requests.map((r) => r.body));
    for (const words of [LATER, REPLY, KEPT, REMOVED]) expect(toLine).not.toContain(words);
  });

  it('no page logged an error', () => {
    expect(consoleErrors).toEqual([]);
  });
});
