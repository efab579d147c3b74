/**
 * The resident's page in a real browser, as people use it: with the keyboard only, on a telephone of 320 px, in large
 * print, without JavaScript, on a machine that others use too.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROUTES } from '../../src/app.ts';
import { expectAccessible } from '../rig/axe.ts';
import { startBrowser } from '../rig/browser.ts';
import { type Running, startProcess } from '../rig/process.ts';
import { contentOf } from '../rig/service.ts';

const SHOTS = process.env.SCREENSHOTS;
const NARROW = { width: 320, height: 640 };
const SECRET_WORDS = '夜中に水ばかり飲んでいる祖父の世話で学校を休んでいます';

let folder: string;
let service: Running;
let browser: Browser;

beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'komatta-page-'));
  service = await startProcess(folder, { KOMATTA_CLOCK: '2026-11-24T10:00:00+09:00' });
  browser = await startBrowser();
});
afterAll(async () => {
  await browser?.close();
  await service?.end('SIGTERM');
  rmSync(folder, { recursive: true, force: true });
});

async function visitor(how: { viewport?: typeof NARROW; javaScriptEnabled?: boolean } = {}): Promise<Page> {
  const context: BrowserContext = await browser.newContext({ viewport: NARROW, locale: 'ja-JP', ...how });
  const page = await context.newPage();
  await page.goto(service.url);
  return page;
}

async function say(page: Page, text: string): Promise<void> {
  await page.locator('textarea[name=text]').fill(text);
  await page.locator('.write button').click();
  await page.waitForURL(/#now$/);
}

const choose = (page: Page, label: string): Promise<void> =>
  page
    .getByRole('button', { name: new RegExp(`^(?:\\d+ )?${label}$`) })
    .last()
    .click();

/** Each page a resident can come to, with a way there from a fresh visit. */
const PAGES: Record<string, (page: Page) => Promise<unknown>> = {
  はじめ: async () => {},
  カード: (page) => say(page, '電球が切れたけれど手がとどきません'),
  メニュー: (page) => say(page, 'メニュー'),
  危険: (page) => say(page, 'もう死にたいです'),
  見せるカード: async (page) => {
    await say(page, '電球が切れたけれど手がとどきません');
    await choose(page, '電話のほかの方法');
    await choose(page, '行く');
  },
  送る前: async (page) => {
    await say(page, '電球が切れたけれど手がとどきません');
    await choose(page, '人と話す');
  },
  送ったあと: async (page) => {
    await say(page, '電球が切れたけれど手がとどきません');
    await choose(page, '人と話す');
    await page.getByRole('button', { name: 'このまま送る' }).click();
  },
  この案内について: (page) => page.getByRole('link', { name: 'この案内について' }).click(),
  印刷: async (page) => {
    await say(page, '電球が切れたけれど手がとどきません');
    await page.goto(`${service.url}/print`);
  },
  印刷するものがない: (page) => page.goto(`${service.url}/print`),
  もどる: (page) => page.goto(`${service.url}/return`),
  古いリンク: (page) => page.goto(`${service.url}/open/${'a'.repeat(43)}`),
  ないページ: (page) => page.goto(`${service.url}/none`),
};

describe.each(Object.entries(PAGES))('page 「%s」', (name, goThere) => {
  it('fits 320 px in both sizes of print, with すぐ閉じる in sight wherever one has scrolled', async () => {
    const page = await visitor();
    await goThere(page);
    for (const size of ['普通', '大'] as const) {
      if (size === '大') await choose(page, '文字を大きく');
      await expectLarge(page, size === '大');
      expect(await page.evaluate('document.documentElement.scrollWidth'), size).toBeLessThanOrEqual(320);
      await page.evaluate('window.scrollTo(0, document.documentElement.scrollHeight)');
      await expectInSight(page, page.locator('button.close'));
      await expectAccessible(page);
      if (SHOTS) await page.screenshot({ path: path.join(SHOTS, `${name}-${size}.png`), fullPage: true });
    }
    await page.context().close();
  });

  it('names its language, title and main part, shows only confirmed numbers, and loads nothing from elsewhere', async () => {
    const page = await visitor();
    await goThere(page);
    expect(await page.locator('html').getAttribute('lang')).toBe('ja');
    expect(await page.title()).not.toBe('');
    expect(await page.locator('main').count()).toBe(1);
    const html = await page.content();
    expect([...html.matchAll(/(?:#\d{4}(?!\d)|\b0\d{1,4}-\d{1,4}-\d{3,5})/g)].map((m) => m[0])).toSatisfy(
      (shown: string[]) => shown.every((n) => ALLOWED.has(n)),
    );
    expect(html).not.toContain('tel:#');
    const elsewhere = await page.evaluate(
      `performance.getEntriesByType('resource').map((e) => e.name).filter((n) => !n.startsWith(location.origin))`,
    );
    expect(elsewhere).toEqual([]);
    await page.context().close();
  });
});

const CONTENT = contentOf('hiratsuka').content;
const ALLOWED = new Set(
  [...Object.values(CONTENT.windows), ...Object.values(CONTENT.hotlines)].flatMap((e) =>
    e.numbers.filter((n) => n.state === 'yes').map((n) => n.display),
  ),
);

async function expectLarge(page: Page, large: boolean): Promise<void> {
  await page.locator(large ? 'html.large' : 'html:not(.large)').waitFor();
}

async function expectInSight(page: Page, locator: ReturnType<Page['locator']>): Promise<void> {
  const box = (await locator.boundingBox())!;
  const { width, height } = page.viewportSize()!;
  expect(box.x).toBeGreaterThanOrEqual(0);
  expect(box.x + box.width).toBeLessThanOrEqual(width);
  expect(box.y).toBeGreaterThanOrEqual(0);
  expect(box.y + box.height).toBeLessThanOrEqual(height);
}

describe('the page after すぐ閉じる', () => {
  it('tells nobody what was here: no name of the account, no way back, and it fits 320 px', async () => {
    const page = await visitor();
    await choose(page, 'すぐ閉じる');
    await page.waitForURL(/\/closed$/);
    expect(await page.content()).not.toContain(CONTENT.city.account);
    expect(await page.locator('a, button').count()).toBe(0);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(320);
    await page.context().close();
  });
});

describe('every page a resident can ask for', () => {
  it('is among those walked above', () => {
    const pages = ROUTES.filter(
      (r) =>
        r.method === 'GET' &&
        ['anyone', 'device'].includes(String(r.who)) &&
        !/^\/(?:desk|assets)/.test(r.path),
    ).map((r) => r.path);
    const notPages = ['/healthz', '/readyz', '/metrics', '/changes'];
    expect(pages.filter((p) => !notPages.includes(p)).sort()).toEqual(
      ['/', '/about', '/closed', '/open/:token', '/print', '/return'].sort(),
    );
  });
});

describe('the talk', () => {
  it('is held with the keyboard only: the first Tab leads to the field, choices are reached and pressed', async () => {
    const page = await visitor({ viewport: { width: 800, height: 700 } });
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.textContent.trim()')).toBe('書くところへ');
    await page.keyboard.press('Enter');
    await tabTo(page, 'textarea');
    await page.keyboard.type('電球が切れたけれど手がとどきません');
    await page.keyboard.press('Control+Enter');
    await page.waitForURL(/#now$/);
    expect(await page.locator('.card').count()).toBeGreaterThan(0);
    await tabTo(page, '.choices button');
    expect(await page.evaluate(`getComputedStyle(document.activeElement).outlineStyle`)).not.toBe('none');
    await page.keyboard.press('Enter');
    await page.getByText('職員に送る内容').waitFor();
    await page.context().close();
  });

  it('is read out as it grows: one polite live region that holds what was said', async () => {
    const page = await visitor();
    await say(page, 'もう死にたいです');
    const live = page.locator('ol[aria-live=polite]');
    expect(await live.first().textContent()).toContain('もう死にたいです');
    await page.context().close();
  });

  it('works without JavaScript, large print and all', async () => {
    const page = await visitor({ javaScriptEnabled: false });
    await choose(page, '文字を大きく');
    expect(await page.locator('html.large').count()).toBe(1);
    await say(page, '電球が切れたけれど手がとどきません');
    expect(await page.locator('.card').count()).toBeGreaterThan(0);
    await choose(page, '人と話す');
    expect(await page.getByRole('button', { name: 'このまま送る' }).count()).toBe(1);
    await page.context().close();
  });

  it('leaves nothing behind すぐ閉じる: not by Back, not by a new visit', async () => {
    const page = await visitor();
    await say(page, SECRET_WORDS);
    expect(await page.content()).toContain(SECRET_WORDS);
    await choose(page, 'すぐ閉じる');
    await page.waitForURL(/\/closed$/);
    expect(await page.content()).not.toContain(SECRET_WORDS);
    await page.goBack();
    await page.waitForLoadState();
    expect(await page.content()).not.toContain(SECRET_WORDS);
    await page.goto(service.url);
    expect(await page.content()).not.toContain(SECRET_WORDS);
    await page.context().close();
  });

  it('goes on when the history was wiped but not the cookie, and begins anew when both were', async () => {
    const page = await visitor();
    await say(page, SECRET_WORDS);
    const again = await page.context().newPage();
    await page.close();
    await again.goto(service.url);
    expect(await again.content()).toContain(SECRET_WORDS);
    await again.context().clearCookies();
    await again.goto(service.url);
    expect(await again.content()).not.toContain(SECRET_WORDS);
    await say(again, 'あらためて書きます。電球が切れました');
    expect(await again.locator('.mine').count()).toBe(1);
    await again.context().close();
  });

  it('fits an A4 page on paper', async () => {
    const page = await visitor();
    await say(page, '電球が切れたけれど手がとどきません');
    await page.goto(`${service.url}/print`);
    const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
    expect([...pdf.matchAll(/\/Type\s*\/Page\b/g)]).toHaveLength(1);
    await page.context().close();
  });
});

/** Presses Tab until something that fits has the focus. */
async function tabTo(page: Page, selector: string): Promise<void> {
  for (let i = 0; i < 40; i++) {
    await page.keyboard.press('Tab');
    if (await page.evaluate(`document.activeElement.matches(${JSON.stringify(selector)})`)) return;
  }
  throw new Error(`the keyboard does not reach ${selector}`);
}

it('finds the town by where the browser is, once, and keeps no place', async () => {
  const context = await browser.newContext({
    viewport: NARROW,
    locale: 'ja-JP',
    permissions: ['geolocation'],
    geolocation: { latitude: 35.3311, longitude: 139.34736 },
  });
  const page = await context.newPage();
  await page.goto(service.url);
  await say(page, '母の物忘れがひどくなって、介護のことを聞きたいです');
  await choose(page, '町の名前を入れる');
  await page.getByRole('button', { name: /いまいる場所から町を調べる/ }).click();
  await page.getByText('町の名前は明石町です').first().waitFor();
  expect(await page.content()).not.toContain('139.347');
  const files = [path.join(folder, 'komatta.db'), path.join(folder, 'komatta.db-wal')];
  for (const file of files) expect(readFileSync(file).includes('139.34736')).toBe(false);
  await context.close();
});

it('names what the data was gathered from, with links', async () => {
  const page = await visitor();
  await page.goto(`${service.url}/about`);
  await page.getByText('CC BY 4.0').waitFor();
  expect(await page.locator('a[href^="https://"]').count()).toBeGreaterThan(4);
  await page.context().close();
});
