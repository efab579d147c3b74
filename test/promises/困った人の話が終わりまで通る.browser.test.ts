/**
 * Stories of people, each in browsers of their own. Every state they come to is judged by axe, held under 100 KB, and no
 * wider than its screen.
 */
import type { Page } from 'playwright-core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { look, OFFICE_PC, Stage, say, sendCase } from '../rig/stage.ts';

const SHAKYO = 'hiratsuka-shakyo';
const KURASHI = 'hiratsuka-kurashi-support';
const HOUR = 3_600_000;
const NARROW = { width: 320, height: 640 };
let stage: Stage;

beforeEach(async () => {
  stage = await Stage.open();
});
afterEach(() => stage?.close());

const openFirst = async (page: Page): Promise<void> => {
  // The page may be about to read itself anew, for it has seen the news.
  await page.goto(`${stage.url}/desk`).catch(() => page.goto(`${stage.url}/desk`));
  await page.locator('.queue a').first().click();
  await page.getByRole('heading', { name: /^相談 / }).waitFor();
};

/** Opens the fold that a form is in. */
const unfold = (page: Page, title: string | RegExp): Promise<void> =>
  page.locator('summary', { hasText: title }).click();

/** Writes an answer and lets the ten seconds pass. */
async function answer(page: Page, words: string): Promise<void> {
  await page.getByLabel(/^返事/).fill(words);
  await page.getByLabel('約束はしない').check();
  await page.getByRole('button', { name: '返事を送る' }).click();
  await page.getByText('秒で送られます').waitFor();
  await stage.pass(11_000);
  await page.reload();
  await page.locator('.thread .answered', { hasText: words }).waitFor();
}

it('まだ送らない: nothing reaches the desk, and the way stays open', async () => {
  const resident = await stage.resident({ viewport: NARROW });
  const desk = await stage.staff('はやし', 'clerk', [SHAKYO]);
  await say(resident, '雨どいが外れて、はしごに上がるのがこわいです');
  await say(resident, '人と話す');
  await look(resident, 'story-preview-320');
  await resident.getByRole('button', { name: 'まだ送らない' }).click();
  await resident.getByText('まだ送っていません').first().waitFor();
  await desk.reload();
  await desk.getByText('いま待っている相談はありません').waitFor();
  await say(resident, '人と話す');
  await resident.getByRole('button', { name: 'このまま送る' }).waitFor();
});

describe('another window', () => {
  it('gets a case when the resident says so, and sees nothing of it before', async () => {
    const resident = await stage.resident();
    const clerk = await stage.staff('はやし', 'clerk', [SHAKYO]);
    const other = await stage.staff('くらた', 'clerk', [KURASHI]);
    await sendCase(resident, '草がのびて庭に出られません');
    await say(resident, 'それから、今月の家賃も払えていません');
    await openFirst(clerk);
    await clerk.getByRole('button', { name: '引き受ける' }).click();
    await unfold(clerk, 'ほかの窓口へ移してよいか');
    await clerk.locator('form[action$="/askMove"] select').selectOption(KURASHI);
    await clerk.getByRole('button', { name: '本人のページでたずねる' }).click();
    await clerk.getByText('本人の返事を待つ').waitFor();
    await other.reload();
    await other.getByText('いま待っている相談はありません').waitFor();
    await resident.reload();
    await resident.getByText('見せてもよいですか').waitFor();
    await look(resident, 'story-move-asked');
    await resident.getByRole('button', { name: '見せてよい' }).click();
    await resident.getByText('に見せてよいと答えました').waitFor();
    await openFirst(other);
    await other.getByText('今月の家賃も払えていません').first().waitFor();
    await look(other, 'story-moved-desk');
    const gone = await clerk.goto(clerk.url());
    expect(gone!.status()).toBe(404);
    await look(clerk, 'story-moved-away');
  });

  it('gets it without consent only from a lead who names a basis and writes why; the resident reads that it moved', async () => {
    const resident = await stage.resident();
    const lead = await stage.staff('みなみ', 'lead');
    await sendCase(resident, '草がのびて困ります。三日前から食べる物がありません');
    await openFirst(lead);
    await unfold(lead, '同意なしで移す');
    await look(lead, 'story-move-without');
    await lead.locator('form[action$="/move"] select[name=to]').selectOption(KURASHI);
    await lead.locator('form[action$="/move"] textarea').fill('命にかかわるため');
    await lead.getByRole('button', { name: '同意なしで移す' }).click();
    await lead.waitForURL(/\/desk$/);
    await resident.reload();
    await resident.getByText('受ける窓口が「').first().waitFor();
    expect(await resident.getByText('命にかかわるため').count()).toBe(0);
    await look(resident, 'story-moved-resident');
  });
});

it('withdrawal while a clerk reads: the words are gone from the desk at once, and what is half-written goes nowhere', async () => {
  const resident = await stage.resident();
  const clerk = await stage.staff('はやし', 'clerk', [SHAKYO]);
  await sendCase(resident, '押し入れの天井から水がたれてきます');
  await openFirst(clerk);
  await clerk.getByRole('button', { name: '引き受ける' }).click();
  await clerk.getByLabel(/^返事/).fill('あす見にいけます');
  await clerk.locator('.kept', { hasText: '下書き' }).waitFor();
  await unfold(resident, '取りやめる');
  await resident.getByRole('button', { name: '取りやめる' }).click();
  await resident.getByText('取りやめました').first().waitFor();
  await clerk.getByLabel('約束はしない').check();
  await clerk.getByRole('button', { name: '返事を送る' }).click();
  await clerk.getByText('本人が取りやめました').first().waitFor();
  expect(await clerk.getByText('押し入れの天井').count()).toBe(0);
  await look(clerk, 'story-withdrawn-desk');
  expect(JSON.stringify(stage.line.delivered)).not.toContain('あす見に');
});

it('the partner who finds the phone learns nothing and withdraws nothing', async () => {
  const lead = await stage.staff('みなみ', 'lead');
  await stage.inLine('her', '夫に毎晩どなられて、家にいるのがこわいです');
  await stage.inLine('her', '人と話す');
  const hers = await stage.throughTheDoor();
  await hers.getByLabel(/^合言葉/).fill('あおい かさ');
  await look(hers, 'story-guard');
  await hers.getByRole('button', { name: 'このまま送る' }).click();
  await hers.getByText('受付番号は').first().waitFor();
  expect(await stage.inLine('her', 'いつ')).not.toMatch(/受付番号|届いています/);
  const link = await mintedLink('her');
  const his = await stage.page();
  await his.goto(link);
  await his.getByRole('button', { name: 'ひらく' }).click();
  await his.getByText('合言葉を入れてください').waitFor();
  expect(await his.getByText('どなられて').count()).toBe(0);
  for (let i = 0; i < 5; i++) {
    await his.getByLabel('合言葉').fill(`まちがい${i}`);
    await his.getByRole('button', { name: 'ひらく' }).click();
    await his.getByRole('alert').waitFor();
  }
  await look(his, 'story-locked');
  await openFirst(lead);
  await lead.getByText('本人だと確かめて、閉じたページを開ける').waitFor();
  await lead.getByText('家にいるのがこわいです').first().waitFor();
  await look(lead, 'story-locked-desk');
});

/** A way in for whoever holds the phone. */
async function mintedLink(user: string): Promise<string> {
  const { mintLink } = await import('../../src/run/doorway.ts');
  const { finder } = await import('../../src/store/seal.ts');
  const { userId } = await import('../rig/line-events.ts');
  const [row] = await stage.service.deps.store.all<{ id: string }>(
    'SELECT id FROM talks WHERE who = ?',
    finder(stage.service.deps.master, 'line', userId(user)),
  );
  return mintLink(stage.service.deps, row!.id);
}

it('a child at ten past ten in the evening: whom to call now, when staff write, and what parents are told', async () => {
  await stage.close();
  stage = await Stage.open('2026-11-24T22:10:00+09:00');
  const child = await stage.resident({ viewport: NARROW });
  await say(child, '中2です。おとうさんが、ぼくのことをなぐります');
  const shown = await child.locator('main').innerText();
  expect(shown).toContain('189');
  await look(child, 'story-child-danger');
  await say(child, '人と話す');
  await child.getByText('相談するのに、親のゆるしはいりません').waitFor();
  expect(await child.locator('main').innerText()).toMatch(/11月25日（水）[\s\S]*までに返事を書きます/);
  await look(child, 'story-child-preview');
  await child.getByRole('button', { name: 'このまま送る' }).click();
  await child.getByText('受付番号は').first().waitFor();
  const lead = await stage.staff('みなみ', 'lead');
  const first = lead.locator('.queue a').first();
  await first.getByText('未成年').waitFor();
  await first.getByText('危険').waitFor();
  await look(lead, 'story-child-queue');
});

it('a deaf father: in writing from beginning to end, and a card to hold up that asks for paper and pen', async () => {
  const father = await stage.resident();
  const clerk = await stage.staff('はやし', 'lead');
  await say(father, '耳が聞こえません。二歳の息子の言葉がおそくて心配です。電話はできません');
  const ways = father.getByLabel('選ぶ').getByRole('button');
  expect(await ways.first().innerText()).toContain('文字で書く');
  await say(father, '行く');
  await father.getByRole('button', { name: '耳が聞こえないことも伝える' }).click();
  await father.getByText('筆談でお願いします').first().waitFor();
  await look(father, 'story-deaf-card');
  await say(father, '文字で書く');
  await father.getByRole('button', { name: 'このまま送る' }).click();
  await father.getByText('受付番号は').first().waitFor();
  await openFirst(clerk);
  await clerk.getByText('電話ではなく、文字で話したい').waitFor();
  await clerk.getByText('このページだけ（電話・訪問の同意はありません）').waitFor();
  await clerk.getByRole('button', { name: '引き受ける' }).click();
  await answer(clerk, '火曜の10時に、筆談でお話しできます');
  await father.reload();
  await father.getByText('筆談でお話しできます').first().waitFor();
  await say(father, 'メニュー');
  expect(await clerk.locator('main').innerText()).not.toContain('電話の結果');
});

it('a neighbour: the packet names nobody, and says whether the person knows', async () => {
  const neighbour = await stage.resident();
  const lead = await stage.staff('みなみ', 'lead');
  await say(neighbour, '向かいに住んでいる山田さんのおばあさんが、最近ごみを出せていないようで気になります');
  await say(neighbour, '人と話す');
  await neighbour.getByLabel('知らない', { exact: true }).check();
  await neighbour.getByLabel(/わたしからの相談だと言わないで/).check();
  await look(neighbour, 'story-neighbour');
  await neighbour.getByRole('button', { name: 'このまま送る' }).click();
  await neighbour.getByText('受付番号は').first().waitFor();
  await openFirst(lead);
  const read = await lead.locator('main').innerText();
  expect(read).not.toContain('山田');
  expect(read).toContain('○○さん');
  expect(read).toContain('私からと言わないで');
  expect(read).toContain('訪問の検討');
  await look(lead, 'story-neighbour-desk');
});

it('the ladder: the desk sees that time is running, the lead that it is over, the resident whom to telephone', async () => {
  const resident = await stage.resident();
  const lead = await stage.staff('みなみ', 'lead');
  await sendCase(resident, '物干しざおを高い所にかけられなくて困っています');
  const [row] = await stage.service.deps.store.all<{ due_at: number }>('SELECT due_at FROM cases');
  const left = row!.due_at - stage.service.deps.now();
  // The resident looks at the page now and then, or the device forgets them.
  const letPass = async (ms: number): Promise<void> => {
    for (let gone = 0; gone < ms; gone += HOUR / 3) {
      await stage.pass(Math.min(HOUR / 3, ms - gone));
      await resident.goto(stage.url);
    }
  };
  const desk = async (): Promise<string> => {
    await stage.login(lead, 'みなみ');
    return lead.locator('main').innerText();
  };
  await letPass(left - 1.5 * HOUR);
  expect(await desk()).not.toContain('期限をすぎています');
  await letPass(1.6 * HOUR);
  expect(await desk()).toContain('期限をすぎています');
  await look(lead, 'story-ladder-queue');
  await letPass(1.1 * HOUR);
  await resident.getByText('返事がおそくなっています').waitFor();
  await look(resident, 'story-ladder-resident');
  await stage.login(lead, 'みなみ');
  await openFirst(lead);
  expect(await lead.locator('.thread').innerText()).toMatch(/窓口へ[\s\S]*統括へ[\s\S]*本人へ/);
});

it('without JavaScript the desk does everything: take, answer, take back, note, close, search', async () => {
  const resident = await stage.resident({ javaScriptEnabled: false });
  const clerk = await stage.staff('はやし', 'clerk', [SHAKYO], {
    javaScriptEnabled: false,
    viewport: NARROW,
  });
  const code = await sendCase(resident, '仏壇を動かしたいのですが、ひとりではむりです');
  await openFirst(clerk);
  await clerk.getByRole('button', { name: '引き受ける' }).click();
  await clerk.getByLabel(/^返事/).fill('金曜にふたりで行きます');
  await clerk.getByLabel('約束はしない').check();
  await clerk.getByRole('button', { name: '返事を送る' }).click();
  await clerk.getByRole('button', { name: '送るのをやめて、書き直す' }).click();
  expect(await clerk.getByLabel(/^返事/).inputValue()).toBe('金曜にふたりで行きます');
  await answer(clerk, '土曜にふたりで行きます');
  await clerk.getByLabel('メモ（職員だけが読みます）').fill('軽トラックが要る');
  await clerk.getByRole('button', { name: 'メモを残す' }).click();
  await clerk.getByText('軽トラックが要る').first().waitFor();
  await clerk.locator('select[name=outcome]').selectOption('つながった');
  await clerk.getByRole('button', { name: 'この相談を終わりにする' }).click();
  await clerk.getByRole('button', { name: 'もう一度ひらく' }).waitFor();
  await clerk.goto(`${stage.url}/desk/search`);
  await clerk.getByLabel('受付番号').fill(code);
  await clerk.getByRole('button', { name: 'さがす' }).click();
  await clerk.locator('.queue a', { hasText: code }).waitFor();
  await resident.goto(stage.url);
  await resident.getByText('土曜にふたりで行きます').first().waitFor();
  await resident.getByText('助けてくれるところにつながりましたか').waitFor();
  await resident.getByRole('button', { name: 'つながった', exact: true }).click();
  await resident.getByText('教えてくれてありがとうございます').first().waitFor();
  expect(await resident.getByText('助けてくれるところにつながりましたか').count()).toBe(0);
});

it('with the keyboard only a clerk finds the most urgent case, takes it and answers', async () => {
  const resident = await stage.resident();
  await sendCase(resident, '屋根のかわらが落ちそうで、下を通る人があぶないです');
  const lead = await stage.staff('みなみ', 'lead');
  await lead.goto(`${stage.url}/desk`);
  await tabTo(lead, /^本文へ/);
  await lead.keyboard.press('Enter');
  await tabTo(lead, /届いた/);
  await lead.keyboard.press('Enter');
  await lead.getByRole('heading', { name: /^相談 / }).waitFor();
  await tabTo(lead, /^引き受ける$/);
  await lead.keyboard.press('Enter');
  await lead.getByLabel(/^返事/).waitFor();
  await tabTo(lead, 'words');
  await lead.keyboard.type('きょうの午後に見にいきます');
  await tabTo(lead, 'promise');
  await lead.keyboard.press('ArrowDown');
  await tabTo(lead, /^返事を送る$/);
  await lead.keyboard.press('Enter');
  await lead.getByText('秒で送られます').waitFor();
});

/** Presses Tab until the focus is on something with this text or name, and it can be seen that it is. */
async function tabTo(page: Page, what: RegExp | string): Promise<void> {
  for (let i = 0; i < 60; i++) {
    await page.keyboard.press('Tab');
    const at = (await page.evaluate(
      `(() => { const e = document.activeElement; const s = getComputedStyle(e); return { text: e.innerText ?? '', name: e.getAttribute('name') ?? '', ring: s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) > 0 }; })()`,
    )) as { text: string; name: string; ring: boolean };
    if (typeof what === 'string' ? at.name === what : what.test(at.text.trim())) {
      expect(at.ring, `focus of ${String(what)} can be seen`).toBe(true);
      return;
    }
  }
  throw new Error(`Tab never came to ${String(what)}`);
}

describe('every other page of the desk', () => {
  it('is accessible, light and fits: empty and full, on an office PC and on a phone', async () => {
    const resident = await stage.resident();
    const lead = await stage.staff('みなみ', 'lead');
    const auditor = await stage.staff('かんさ', 'auditor');
    for (const [name, viewport] of [
      ['pc', OFFICE_PC],
      ['320', NARROW],
    ] as const) {
      await lead.setViewportSize(viewport);
      for (const path of [
        '/desk',
        '/desk/search',
        '/desk/figures',
        '/desk/figures/gaps',
        '/desk/unhandled',
      ]) {
        await lead.goto(stage.url + path);
        await look(lead, `desk-empty-${name}${path.replaceAll('/', '-')}`);
      }
    }
    await sendCase(resident, 'ベランダの物置がこわれて、かたづけられません');
    await openFirst(lead);
    const id = lead.url().split('/').at(-1)!;
    await lead.getByRole('button', { name: '引き受ける' }).click();
    await lead.evaluate(`for (const d of document.querySelectorAll('details')) d.open = true`);
    for (const [name, viewport] of [
      ['pc', OFFICE_PC],
      ['320', NARROW],
    ] as const) {
      await lead.setViewportSize(viewport);
      await look(lead, `desk-case-${name}`);
    }
    await lead.locator('select[name=outcome]').selectOption('はざま');
    await lead.locator('select[name=gap]').selectOption('受ける窓口がない');
    await lead.getByRole('button', { name: 'この相談を終わりにする' }).click();
    await lead.getByRole('button', { name: 'もう一度ひらく' }).waitFor();
    for (const path of [
      `/desk/cases/${id}`,
      `/desk/cases/${id}/paper`,
      `/desk/cases/${id}/conference`,
      '/desk/figures',
      '/desk/figures/gaps',
    ]) {
      await lead.goto(stage.url + path);
      await look(lead, `desk-full${path.replace(id, 'id').replaceAll('/', '-')}`);
    }
    expect(await lead.locator('main').innerText()).toContain('受ける窓口がない');
    await lead.goto(`${stage.url}/desk`);
    await unfold(lead, '受けられない日を決める');
    await lead.getByRole('button', { name: 'その日まで受けられない' }).click();
    await lead.getByText('受けられません').first().waitFor();
    await look(lead, 'desk-switch');
    await auditor.goto(`${stage.url}/desk`);
    await look(auditor, 'desk-auditor');
    await auditor.goto(`${stage.url}/desk/log`);
    await auditor.locator('.thread', { hasText: '終わりにした' }).waitFor();
    await look(auditor, 'desk-log');
    await auditor.setViewportSize(NARROW);
    await auditor
      .getByRole('button', { name: /^相談 .* の記録$/ })
      .first()
      .click();
    await auditor.locator('.thread', { hasText: '相談が届いた' }).waitFor();
    expect(await auditor.locator('main').innerText()).not.toContain('ベランダ');
    await look(auditor, 'desk-log-320');
    await auditor.goto(`${stage.url}/desk/figures`);
    await look(auditor, 'desk-auditor-figures');
    const refused = await auditor.request.get(`${stage.url}/desk/figures/public.csv?year=2026`);
    expect(refused.status()).toBe(409);
    const published = await auditor.request.get(`${stage.url}/desk/figures/public.csv?year=2025`);
    expect(published.headers()['content-type']).toContain('text/csv');
  });
});
