/** 「ちがうと言われた」: two talks drop a number, one talk twice does not, a confirmation brings it back; all of it is in the log. */
import { afterEach, expect, it } from 'vitest';
import type { Prepared } from '../../src/content/content.ts';
import { wrongNumbers } from '../../src/desk/numbers.tsx';
import { keepNumbers } from '../../src/run/numberStates.ts';
import { contentOf, startService, type TestService } from '../rig/service.ts';

const WINDOW = 'hiratsuka-shogai-fukushi';
const NUMBER = '0463-21-8774';
let service: TestService;
afterEach(() => service.close());

class Resident {
  #cookie = '';
  async post(to: string, fields: Record<string, string>): Promise<void> {
    const answer = await service.app.request(to, {
      method: 'POST',
      body: new URLSearchParams(fields),
      headers: { 'sec-fetch-site': 'same-origin', cookie: this.#cookie },
    });
    expect(answer.status).toBe(303);
    this.#cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? this.#cookie;
  }
  /** What the page shows now. */
  async page(): Promise<string> {
    return (await service.app.request('/', { headers: { cookie: this.#cookie } })).text();
  }
  async asks(): Promise<string> {
    await this.post('/say', { text: 'メニュー' });
    await this.post('/tap', { option: 'need.disability' });
    return this.page();
  }
  /** Presses the button on the newest card. */
  async doubts(): Promise<void> {
    const buttons = [...(await this.page()).matchAll(/value="(wrong\.[^"]+)"/g)];
    await this.post('/tap', { option: buttons.at(-1)?.[1] ?? `wrong.${WINDOW}` });
  }
}

const numberActs = async (): Promise<string[]> => {
  const rows = await service.deps.store.all<{ line: string }>(
    `SELECT line FROM log WHERE line LIKE '%"number.%'`,
  );
  return rows
    .map((r) => JSON.parse(r.line))
    .filter((e) => e.detail.number === NUMBER)
    .map((e) => `${e.actor} ${e.act} ${e.detail.window}`);
};

it('two different talks drop it; the task stays until it is confirmed anew', async () => {
  let content: Prepared = contentOf();
  service = await startService({}, () => content);
  await keepNumbers(service.deps);
  const [first, second, third] = [new Resident(), new Resident(), new Resident()];

  expect(await first.asks()).toContain(`電話する <span class="digits">${NUMBER}`);
  await first.doubts();
  const told = await first.page();
  expect(told).toContain('番号は、市が確かめます');
  expect(told).toContain('0463-23-1111'); // where to call instead
  await first.asks();
  await first.doubts();
  expect(await second.asks()).toContain(`<span class="digits">${NUMBER}`);

  await second.post('/say', { text: 'ちがうと言われた' });
  const asked = await third.asks();
  expect(asked).not.toContain(NUMBER);
  expect(asked).toContain('<span class="digits">0463-23-1111');
  expect(await numberActs()).toEqual([
    `resident number.doubt ${WINDOW}`,
    `resident number.doubt ${WINDOW}`,
    `resident number.doubt ${WINDOW}`,
    `system number.doubted ${WINDOW}`,
  ]);
  const kept = JSON.stringify(await service.deps.store.all('SELECT * FROM doubts'));
  for (const { id } of await service.deps.store.all<{ id: string }>('SELECT id FROM talks')) {
    expect(kept).not.toContain(id);
  }

  expect(await wrongNumbers(service.deps)).toMatchObject([{ window: WINDOW, display: NUMBER, talks: 2 }]);
  content = confirmedOn(content, '2026-11-25');
  await keepNumbers(service.deps);
  expect(await wrongNumbers(service.deps)).toEqual([]);
  expect(await third.asks()).toContain(NUMBER);
  expect((await numberActs()).at(-1)).toBe(`system number.shown ${WINDOW}`);
});

it('nobody strikes out a number that they were not shown', async () => {
  service = await startService();
  const stranger = new Resident();
  await stranger.post('/say', { text: 'こんにちは' });
  await stranger.doubts();
  expect(await stranger.page()).toContain('どの番号のことか、分かりませんでした');
  expect(await service.deps.store.all('SELECT * FROM doubts')).toEqual([]);
});

it('steps down by itself when its shelf life passes, and comes back when it is confirmed; both are in the log', async () => {
  let content: Prepared = contentOf();
  service = await startService({}, () => content);
  await keepNumbers(service.deps);
  expect(await numberActs()).toEqual([]);
  const resident = new Resident();
  expect(await resident.asks()).toContain(NUMBER);

  service.advance(181 * 86_400_000);
  await keepNumbers(service.deps);
  const asked = await new Resident().asks();
  expect(asked).not.toContain(NUMBER);
  expect(asked).toContain('0463-23-1111');
  content = confirmedOn(content, '2027-05-20');
  await keepNumbers(service.deps);
  await keepNumbers(service.deps);
  expect(await new Resident().asks()).toContain(NUMBER);
  expect(await numberActs()).toEqual([`system number.past ${WINDOW}`, `system number.shown ${WINDOW}`]);
});

/** As `komatta confirm` and a publishing would leave it. */
function confirmedOn(prepared: Prepared, checked: string): Prepared {
  const content = structuredClone(prepared.content);
  for (const n of content.windows[WINDOW]!.numbers) n.checked = checked;
  return { ...prepared, content };
}
