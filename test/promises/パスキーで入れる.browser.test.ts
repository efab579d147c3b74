/** Coming in without a password: a passkey in a real browser, with an authenticator that Chromium plays. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { look, Stage } from '../rig/stage.ts';

const NARROW = { width: 320, height: 640 };
let stage: Stage;
let lead: Page;

beforeAll(async () => {
  stage = await Stage.open();
  lead = await stage.staff('みなみ', 'lead');
});
afterAll(() => stage?.close());

/** An authenticator of the page's own, as a telephone or a security key is one. */
async function plugIn(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('WebAuthn.enable');
  await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
}

const entries = async (): Promise<string[]> =>
  (
    await stage.service.deps.store.all<{ line: string }>('SELECT line FROM log WHERE seq > 0 ORDER BY seq')
  ).map((r) => (JSON.parse(r.line) as { act: string }).act);

describe('a passkey', () => {
  it('is made on the page of one’s own settings, and lets one in without password and code', async () => {
    await plugIn(lead);
    await lead.goto(`${stage.url}/desk/me`);
    await look(lead, 'me');
    await lead.getByRole('button', { name: 'パスキーを作る' }).click();
    await lead.getByText('パスキー（作った').waitFor();
    await lead.getByRole('button', { name: '出る' }).click();
    await lead.waitForURL(/\/desk\/login$/);
    await look(lead, 'login');
    await lead.getByRole('button', { name: 'パスキーではいる' }).click();
    await lead.waitForURL(/\/desk$/);
    await lead.getByRole('heading', { name: '相談の一覧' }).waitFor();
    expect(await entries()).toContain('staff.passkeyAdded');
    const sessions = await stage.service.deps.store.all<{ way: string }>('SELECT way FROM desk_sessions');
    expect(sessions.map((s) => s.way)).toEqual(['passkey']);
  });

  it('shows who one is where that is asked again', async () => {
    await stage.pass(11 * 60_000);
    await lead.goto(`${stage.url}/desk/figures/public.csv?year=2025`);
    await lead.getByText('もう一度、本人か確かめます').waitFor();
    await look(lead, 'prove');
    await lead.goto(`${stage.url}/desk/people`);
    await lead.getByRole('link', { name: 'もう一度、本人か確かめて' }).click();
    await lead.getByRole('button', { name: 'パスキーで確かめる' }).click();
    await lead.waitForURL(/\/desk\/people$/);
    await lead.getByText('新しい職員をよぶ').waitFor();
  });

  it('that was answered once, is too old, or is for another place opens nothing', async () => {
    const options = async () =>
      (await (
        await stage.service.app.request(`${stage.url}/desk/passkey/ask`, {
          method: 'POST',
          headers: { 'sec-fetch-site': 'same-origin' },
        })
      ).json()) as { challenge: string };
    const page = await stage.page();
    await page.goto(`${stage.url}/desk/login`);
    // The assertion of a real key over a real challenge, caught on its way.
    const catchOne = async (): Promise<string> => {
      let caught = '';
      await lead.route('**/desk/passkey/prove', async (route) => {
        caught = route.request().postData() ?? '';
        await route.abort();
      });
      await lead.goto(`${stage.url}/desk/prove`);
      await lead.getByRole('button', { name: 'パスキーで確かめる' }).click();
      await lead.getByText('パスキーを使えませんでした').waitFor();
      await lead.unroute('**/desk/passkey/prove');
      return caught;
    };
    const caught = await catchOne();
    const login = (data: string) =>
      page.request.post(`${stage.url}/desk/passkey/login`, {
        data,
        headers: { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' },
      });
    expect((await login(caught)).status()).toBe(200);
    expect((await login(caught)).status(), 'again').toBe(403);
    const old = await catchOne();
    await stage.pass(5 * 60_000 + 1_000);
    expect((await login(old)).status(), 'too old').toBe(403);
    const forged = JSON.parse(caught) as { credential: { response: { clientDataJSON: string } } };
    const { challenge } = await options();
    forged.credential.response.clientDataJSON = Buffer.from(
      JSON.stringify({ type: 'webauthn.get', challenge, origin: stage.url, crossOrigin: false }),
    ).toString('base64url');
    expect((await login(JSON.stringify(forged))).status()).toBe(403);
    for (const body of ['{}', '[]', '{"credential":1}', 'x', '{"credential":{}}', '{"credential":{"id":{}}}'])
      expect([400, 403], body).toContain((await login(body)).status());
  });
});

describe('a lead', () => {
  it('invites, changes a role, ends a session, makes a link for whoever lost their telephone, and removes', async () => {
    const clerk = await stage.staff('はやし', 'clerk', ['hiratsuka-shakyo']);
    await lead.goto(`${stage.url}/desk/people`);
    for (const d of await lead.locator('details').all()) await d.locator('summary').click();
    await look(lead, 'people');
    await lead.setViewportSize(NARROW);
    await look(lead, 'people-320');
    const box = lead.getByRole('region', { name: 'はやし' });
    await box.getByRole('button', { name: 'はいっている画面をすべて閉じる' }).click();
    await lead.waitForURL(/\/desk\/people$/);
    await clerk.goto(`${stage.url}/desk`);
    await clerk.waitForURL(/\/desk\/login$/);
    await box.locator('summary').click();
    await box.getByRole('button', { name: 'パスワードとアプリを作り直すリンクを出す' }).click();
    const link = await lead.getByLabel('リンク').inputValue();
    await look(lead, 'people-link');
    await clerk.goto(link);
    await clerk.getByText('作り直し（はやしさん）').waitFor();
    await look(clerk, 'recover');
    await lead.goto(`${stage.url}/desk/people`);
    await box.locator('summary').click();
    await box.getByRole('button', { name: '職員から外す' }).click();
    await lead.waitForURL(/\/desk\/people$/);
    expect(await lead.getByText('はやし').count()).toBe(0);
    await clerk.goto(link);
    await clerk.getByText('招待が使えません').waitFor();
    await lead.getByRole('checkbox').first().check();
    await lead.getByRole('button', { name: '招待のリンクを作る' }).click();
    await clerk.goto(await lead.getByLabel('リンク').inputValue());
    await clerk.getByText('はじめての登録（担当）').waitFor();
    const self = lead.getByRole('region', { name: 'みなみ' });
    await lead.goto(`${stage.url}/desk/people`);
    await self.locator('summary').click();
    await self.getByRole('button', { name: '職員から外す' }).click();
    await lead.getByText('さいごの統括は').waitFor();
  });

  it('prints codes for a day without the app', async () => {
    await lead.goto(`${stage.url}/desk/me`);
    await lead.getByRole('button', { name: '10個作る' }).click();
    expect(await lead.locator('.secret li').count()).toBe(10);
    await look(lead, 'codes-320');
  });
});
