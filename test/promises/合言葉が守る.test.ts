/** 合言葉: whoever finds the phone learns nothing and withdraws nothing; staff are told, and let the person in again. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Staff } from '../../src/case/permissions.ts';
import { recordWord, staffAct } from '../../src/run/act.ts';
import { loadCase } from '../../src/run/cases.ts';
import { mintLink } from '../../src/run/doorway.ts';
import { play } from '../../src/run/play.ts';
import { newId, newSpare } from '../../src/run/spare.ts';
import { hashWord } from '../../src/run/watchword.ts';
import type { Say } from '../../src/talk/say.ts';
import { startService, type TestService } from '../rig/service.ts';

const own = { 'sec-fetch-site': 'same-origin' };
const WORD = 'あおい かさ';
const TALK = 'talk-of-a-phone';
const clerk: Staff = { id: 'staff-1', name: 'はやし', role: 'lead', windows: [] };
let service: TestService;

/** A browser with its own cookie. */
function browser() {
  let cookie = '';
  const keep = (answer: Response): Response => {
    cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? cookie;
    return answer;
  };
  return {
    post: async (to: string, fields: Record<string, string> = {}) =>
      keep(
        await service.app.request(to, {
          method: 'POST',
          headers: { ...own, cookie },
          body: new URLSearchParams(fields),
        }),
      ),
    page: async () => (await service.app.request('/', { headers: { cookie } })).text(),
  };
}

/** Writes in LINE; what is said there, as one string. */
async function inLine(text: string): Promise<string> {
  const { say } = await play(service.deps, {
    talk: TALK,
    event: newId(),
    input: { kind: 'said', text, ref: null, at: service.deps.now(), via: 'line', spare: newSpare() },
    begin: { door: 'line', who: 'who', lineId: `U${'a'.repeat(32)}` },
    reply: { token: 'token', receivedAt: service.deps.now() },
  });
  return say.map((s: Say) => JSON.stringify(s)).join('\n');
}

async function onPhone() {
  const phone = browser();
  await phone.post(new URL(await mintLink(service.deps, TALK)).pathname);
  return phone;
}

const theCase = async () => {
  const [row] = await service.deps.store.all<{ id: string }>('SELECT id FROM cases');
  return (await loadCase(service.deps, row!.id))!;
};

let hers: ReturnType<typeof browser>;

beforeEach(async () => {
  service = await startService();
  await inLine('夫にどなられて、毎日こわいです');
  await inLine('人と話す');
  hers = await onPhone();
  expect(await hers.page()).toMatch(/<details open[^>]*>\s*<summary>スマホを見られるのが心配なとき/);
  await hers.post('/send', { word: WORD, care: '電話には出られません' });
});
afterEach(() => service.close());

describe('the partner who finds the phone', () => {
  it('learns nothing in LINE, and nothing on the page', async () => {
    const { code } = await theCase();
    for (const text of ['いつ', '読む', 'とりやめる', 'メニュー', '人と話す'])
      expect(await inLine(text)).not.toMatch(new RegExp(`${code}|届いています|担当の職員|どなられ`, 'u'));
    const his = await onPhone();
    const page = await his.page();
    expect(page).toContain('合言葉を入れてください');
    expect(page).not.toContain(code);
    expect(page).not.toContain('どなられ');
  });

  it('withdraws nothing, and the sixth word opens nothing even when it is right', async () => {
    const his = await onPhone();
    await his.post('/withdraw');
    for (let i = 0; i < 5; i++)
      expect((await his.post('/unlock', { word: `まちがい${i}` })).status).toBe(403);
    expect((await his.post('/unlock', { word: WORD })).status).toBe(403);
    expect(await hers.page()).toContain('合言葉を入れてください');
    const { current, facts } = await theCase();
    expect(current.state).toBe('waiting');
    expect(facts.filter((f) => f.fact.type === 'shutOut')).toHaveLength(1);
  });

  it('makes no more than five tries by asking many at once', async () => {
    const his = await onPhone();
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, i) => his.post('/unlock', { word: `いちどに${i}` })),
    );
    expect(answers.every((a) => a.status === 403)).toBe(true);
    const [row] = await service.deps.store.all<{ tries: number }>('SELECT tries FROM watchwords');
    expect(row!.tries).toBe(5);
    expect((await theCase()).facts.filter((f) => f.fact.type === 'shutOut')).toHaveLength(1);
  });
});

describe('the person who set it', () => {
  it('comes in by the word, typed in other kana and with other spaces', async () => {
    const again = await onPhone();
    await again.post('/unlock', { word: 'アオイ　カサ' });
    expect(await again.page()).toContain((await theCase()).code);
  });

  it('is let in again by staff', async () => {
    for (let i = 0; i < 5; i++) await hers.post('/say', { text: 'x' });
    const his = await onPhone();
    for (let i = 0; i < 5; i++) await his.post('/unlock', { word: `だめ${i}${i}` });
    const { id } = await theCase();
    expect(await staffAct(service.deps, clerk, id, { act: 'letIn' })).toBe('done');
    expect(await staffAct(service.deps, clerk, id, { act: 'letIn' })).toBe('notShut');
    await hers.post('/unlock', { word: WORD });
    expect(await hers.page()).toContain((await theCase()).code);
  });

  it('hears of answers on the page only: nothing leaves for LINE', async () => {
    const before = await service.deps.store.all('SELECT id FROM outbox WHERE pushing = 1');
    const { id } = await theCase();
    await staffAct(service.deps, clerk, id, { act: 'take' });
    await staffAct(service.deps, clerk, id, { act: 'answer', words: '火曜日に書きます' });
    await staffAct(service.deps, clerk, id, { act: 'close', outcome: '継続' });
    expect(await service.deps.store.all('SELECT id FROM outbox WHERE pushing = 1')).toEqual(before);
    expect(await hers.page()).toContain('火曜日に書きます');
  });

  it('is heard when a cry comes in LINE: the card there, the words with staff', async () => {
    const said = await inLine('たすけて、いま殴られています');
    expect(said).toContain('110');
    expect(said).not.toContain('職員に知らせる');
    expect((await theCase()).facts.at(-1)!.fact).toMatchObject({ type: 'said', via: 'line' });
  });

  it('gives it up, and LINE is as before', async () => {
    await hers.post('/watchword', { give_up: 'yes' });
    expect(await inLine('いつ')).toContain('届いています');
    expect(await (await onPhone()).page()).toContain((await theCase()).code);
  });
});

it('looks for danger in what staff are asked to take care of: the card comes, and the case is flagged', async () => {
  const another = browser();
  await another.post('/say', { text: '家賃が払えません' });
  await another.post('/say', { text: '人と話す' });
  await another.post('/send', { care: 'もう死にたいです' });
  expect(await another.page()).toContain('0120-061-338');
  const rows = await service.deps.store.all("SELECT danger_class FROM cases WHERE danger_class = 'suicide'");
  expect(rows).toHaveLength(1);
});

it('gives back what was written on a page that was shut meanwhile, and names whom to call', async () => {
  const his = await onPhone();
  for (let i = 0; i < 5; i++) await his.post('/unlock', { word: `ちがう${i}` });
  const answer = await hers.post('/say', { text: '来週なら会えます' });
  expect(answer.status).toBe(403);
  const page = await answer.text();
  expect(page).toContain('来週なら会えます');
  expect(page).toContain('110');
});

it('leaves an entry of each word said to staff, without the word', async () => {
  await recordWord(service.deps, clerk, await theCase(), false);
  const [row] = await service.deps.store.all<{ line: string }>(
    'SELECT line FROM log ORDER BY seq DESC LIMIT 1',
  );
  expect(JSON.parse(row!.line)).toMatchObject({ act: 'case.wordTried', detail: { right: false } });
});

it('refuses a word that is too short, and sends nothing', async () => {
  expect(await hashWord('あ い う')).toBeNull();
  const another = browser();
  await another.post('/say', { text: '家賃が払えません' });
  await another.post('/say', { text: '人と話す' });
  expect((await another.post('/send', { word: 'あい' })).status).toBe(400);
  expect(await service.deps.store.all('SELECT id FROM cases')).toHaveLength(1);
});
