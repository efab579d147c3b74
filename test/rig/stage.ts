/** A stage for stories: a service with a clock of its own, a stand-in LINE, and as many real browsers as there are people. */
import { once } from 'node:events';
import path from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { expect } from 'vitest';
import type { Role, Staff } from '../../src/case/permissions.ts';
import { createHttpServer } from '../../src/http.ts';
import { leaveDue } from '../../src/run/drafts.ts';
import { climb } from '../../src/run/ladder.ts';
import { startSession } from '../../src/run/session.ts';
import { sql } from '../../src/store/port.ts';
import { expectAccessible } from './axe.ts';
import { startBrowser } from './browser.ts';
import { type FakeLine, startFakeLine } from './fake-line.ts';
import { send, textEvent } from './line-webhook.ts';
import { freePort, until } from './process.ts';
import { SECRET, startService, type TestService, TOKEN, TUESDAY } from './service.ts';

const PHONE = { width: 390, height: 844 };
export const OFFICE_PC = { width: 1200, height: 900 };
const SHOTS = process.env.SCREENSHOTS;
const TICK = 150;

export class Stage {
  private constructor(
    readonly url: string,
    readonly line: FakeLine,
    readonly service: TestService,
    private readonly browser: Browser,
    private readonly end: () => Promise<void>,
  ) {}

  /** Opens at a time of day, Tuesday morning unless told otherwise. */
  static async open(at = new Date(TUESDAY).toISOString()): Promise<Stage> {
    const port = await freePort();
    const line = await startFakeLine({ token: TOKEN });
    const service = await startService({ LINE_API_BASE: line.url, PORT: String(port) });
    service.advance(Date.parse(at) - TUESDAY);
    const server = createHttpServer(service.deps).listen(port, 'localhost');
    await once(server, 'listening');
    const browser = await startBrowser();
    let working: Promise<unknown> = Promise.resolve();
    const tick = (): void => {
      working = working.then(async () => {
        await service.work();
        await leaveDue(service.deps);
        await service.work();
      });
    };
    const timer = setInterval(tick, TICK);
    return new Stage(`http://localhost:${port}`, line, service, browser, async () => {
      clearInterval(timer);
      await working;
      await browser.close();
      server.closeAllConnections();
      server.close();
      await service.close();
      await line.close();
    });
  }

  close = (): Promise<void> => this.end();

  /** Lets time pass, with what happens by itself. */
  async pass(ms: number): Promise<void> {
    this.service.advance(ms);
    await leaveDue(this.service.deps);
    await climb(this.service.deps);
    await this.service.work();
  }

  /** A browser of its own: cookies are shared with nobody. */
  async page(how: BrowserContextOptions = {}): Promise<Page> {
    const context = await this.browser.newContext({ viewport: PHONE, locale: 'ja-JP', ...how });
    return context.newPage();
  }

  /** Somebody of the staff at their desk, logged in. */
  async staff(
    name: string,
    role: Role,
    windows: string[] = [],
    how: BrowserContextOptions = {},
  ): Promise<Page> {
    const staff: Staff = { id: `staff-${name}`, name, role, windows };
    await this.service.deps.store.batch([
      sql(
        `INSERT INTO staff (id, name, role, windows, password, totp_sealed, totp_step, made_at) VALUES (?, ?, ?, ?, '', ?, 0, 0)`,
        staff.id,
        name,
        role,
        JSON.stringify(windows),
        new Uint8Array(),
      ),
    ]);
    const page = await this.page({ viewport: OFFICE_PC, ...how });
    await this.login(page, name);
    return page;
  }

  /** A new session: the old one ends by itself after a while. */
  async login(page: Page, name: string): Promise<void> {
    const value = await startSession(this.service.deps, `staff-${name}`, 'password');
    await page.context().addCookies([{ name: 'komatta-desk', value, url: this.url }]);
    await page.goto(`${this.url}/desk`);
  }

  /** A resident at our page. */
  async resident(how: BrowserContextOptions = {}): Promise<Page> {
    const page = await this.page(how);
    await page.goto(this.url);
    return page;
  }

  /** Writes in LINE and waits for what is said there. */
  async inLine(user: string, text: string): Promise<string> {
    const before = this.line.delivered.length;
    await send(`${this.url}/webhook`, SECRET, [textEvent({ user, text })], { line: this.line });
    await until(() => this.line.delivered.length > before);
    return JSON.stringify(this.line.delivered.at(-1)!.messages);
  }

  /** From the newest button in LINE to our page. */
  async throughTheDoor(how: BrowserContextOptions = {}): Promise<Page> {
    const door = /http[^"]*\/open\/[\w-]+/.exec(JSON.stringify(this.line.delivered.at(-1)!.messages))![0];
    const page = await this.page(how);
    await page.goto(door);
    await page.getByRole('button', { name: 'ひらく' }).click();
    await page.waitForURL(/#now$/);
    return page;
  }
}

/** A page as it stands is judged by axe, is light, is no wider than its screen, and can be looked at. */
export async function look(page: Page, name: string): Promise<void> {
  await expectAccessible(page);
  expect(Buffer.byteLength(await page.content()), `${name}: bytes`).toBeLessThan(100_000);
  const wide = await page.evaluate(
    'document.documentElement.scrollWidth - document.documentElement.clientWidth',
  );
  expect(wide, `${name}: wider than the screen`).toBeLessThanOrEqual(0);
  if (SHOTS) await page.screenshot({ path: path.join(SHOTS, `${name}.png`), fullPage: true });
}

/** Writes on our page. */
export async function say(page: Page, text: string): Promise<void> {
  await page.locator('textarea[name=text]').fill(text);
  await page.getByRole('button', { name: '送る', exact: true }).click();
  await page.getByText(text).first().waitFor();
}

/** From words to a sent case, on our page. */
export async function sendCase(page: Page, text: string): Promise<string> {
  await say(page, text);
  await say(page, '人と話す');
  await page.getByRole('button', { name: 'このまま送る' }).click();
  await page.getByText('受付番号は').first().waitFor();
  return (await page.getByLabel('職員への相談').locator('.code').innerText()).trim();
}
