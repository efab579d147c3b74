/** What staff do with a case, over the real store: promises, moves, duties, complaints, drafts and the ten seconds. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Act } from '../../src/case/decide.ts';
import type { Role, Staff } from '../../src/case/permissions.ts';
import { reasonsOf } from '../../src/desk/why.tsx';
import { staffAct } from '../../src/run/act.ts';
import { loadCase } from '../../src/run/cases.ts';
import { beginAnswer, draftsOf, keepDraft, leaveDue, UNDO, undoAnswer } from '../../src/run/drafts.ts';
import { readForStaff } from '../../src/run/view.ts';
import { sql } from '../../src/store/port.ts';
import { startService, type TestService } from '../rig/service.ts';

const SHAKYO = 'hiratsuka-shakyo';
const OTHER = 'hiratsuka-kurashi-support';
const HOUR = 3_600_000;
const own = { 'sec-fetch-site': 'same-origin' };
let service: TestService;
let clerk: Staff;
let colleague: Staff;
let stranger: Staff;
let lead: Staff;
let cookie: string;
let id: string;

beforeEach(async () => {
  service = await startService();
  [clerk, colleague, stranger, lead] = await Promise.all([
    hire('はやし', 'clerk', [SHAKYO]),
    hire('もりた', 'clerk', [SHAKYO]),
    hire('くらた', 'clerk', [OTHER]),
    hire('みなみ', 'lead', []),
  ]);
  cookie = '';
  cookie = await post('/say', { text: '腰が痛くて、庭の木の枝が切れません' });
  await post('/say', { text: '人と話す' });
  await post('/send', {});
  const [row] = await service.deps.store.all<{ id: string; window: string }>('SELECT id, window FROM cases');
  expect(row!.window).toBe(SHAKYO);
  id = row!.id;
});
afterEach(() => service.close());

async function hire(name: string, role: Role, windows: string[]): Promise<Staff> {
  const staff = { id: `staff-${name}`, name, role, windows };
  await service.deps.store.batch([
    sql(
      'INSERT INTO staff (id, name, role, windows, password, totp_sealed, totp_step, made_at) VALUES (?, ?, ?, ?, ?, ?, 0, 0)',
      staff.id,
      name,
      role,
      JSON.stringify(windows),
      '',
      new Uint8Array(),
    ),
  ]);
  return staff;
}

async function post(to: string, fields: Record<string, string>): Promise<string> {
  const answer = await service.app.request(to, {
    method: 'POST',
    headers: { ...own, cookie: cookie ?? '' },
    body: new URLSearchParams(fields),
  });
  expect(answer.status, to).toBeLessThan(400);
  return answer.headers.get('set-cookie')?.split(';')[0] ?? cookie;
}

const page = async (): Promise<string> => (await service.app.request('/', { headers: { cookie } })).text();
const act = (who: Staff, wanted: Act) => staffAct(service.deps, who, id, wanted);
const current = async () => (await loadCase(service.deps, id))!.current;
const read = (who: Staff) => readForStaff(service.deps, who, 'a-session', id);
const entries = async (): Promise<string[]> =>
  (await service.deps.store.all<{ line: string }>('SELECT line FROM log WHERE seq > 0 ORDER BY seq')).map(
    (r) => (JSON.parse(r.line) as { act: string }).act,
  );

describe('次の約束', () => {
  it('is seen by the resident on the page and by 「いつ」, and by the desk', async () => {
    await act(clerk, { act: 'take' });
    await act(clerk, {
      act: 'answer',
      words: '一度、庭を見にいけます',
      next: { day: '2026-11-26', band: '午後' },
    });
    expect(await page()).toContain('2026年11月26日（木）の午後（13:00〜16:00）');
    await post('/say', { text: 'いつ' });
    expect(await page()).toContain('つぎに職員が書くのは、2026年11月26日（木）の午後（13:00〜16:00）です。');
    expect((await current()).next).toEqual({ day: '2026-11-26', band: '午後' });
  });
});

describe('an answer', () => {
  const begin = () => beginAnswer(service.deps, clerk, id, '木曜にうかがえます', null);

  beforeEach(() => act(clerk, { act: 'take' }));

  it('leaves after ten seconds, once, and nothing is left of the draft', async () => {
    expect(await begin()).toBe('done');
    await leaveDue(service.deps);
    expect(await page()).not.toContain('木曜にうかがえます');
    service.advance(UNDO);
    await Promise.all([leaveDue(service.deps), leaveDue(service.deps)]);
    const facts = (await loadCase(service.deps, id))!.facts.map((f) => f.fact.type);
    expect(facts.filter((t) => t === 'answered')).toHaveLength(1);
    expect(await page()).toContain('木曜にうかがえます');
    expect(await draftsOf(service.deps, id)).toEqual([]);
  });

  it('that is taken back within ten seconds never leaves, and its words are there to mend', async () => {
    await begin();
    expect(await undoAnswer(service.deps, clerk, id)).toBe(true);
    service.advance(UNDO);
    await leaveDue(service.deps);
    expect(await page()).not.toContain('木曜にうかがえます');
    expect(await draftsOf(service.deps, id)).toMatchObject([{ words: '木曜にうかがえます', leavesAt: null }]);
  });

  it('that was read for leaving just before it was taken back stays', async () => {
    await begin();
    service.advance(UNDO - 2_000);
    const [draft] = await draftsOf(service.deps, id);
    await undoAnswer(service.deps, clerk, id);
    const left = await staffAct(service.deps, clerk, id, { act: 'answer', words: draft!.words }, draft!.id);
    expect(left).toBe('busy');
    expect((await current()).answeredAt).toBeNull();
  });

  it('is a draft again when somebody else was given the case before it left', async () => {
    await begin();
    await act(lead, { act: 'assign', to: colleague });
    service.advance(UNDO);
    await leaveDue(service.deps);
    expect((await current()).answeredAt).toBeNull();
    expect(await draftsOf(service.deps, id)).toMatchObject([{ words: '木曜にうかがえます', leavesAt: null }]);
  });

  it('half-written is seen by a colleague, who leaves an entry for it once', async () => {
    await keepDraft(service.deps, clerk, id, 'まだ途中の文', null);
    expect((await read(colleague))!.drafts).toMatchObject([{ staff: clerk.id, words: 'まだ途中の文' }]);
    await read(colleague);
    expect((await entries()).filter((a) => a === 'draft.viewed')).toHaveLength(1);
    expect(await keepDraft(service.deps, stranger, id, 'のぞき見', null)).toBe('missing');
  });

  it('half-written is gone when the resident withdraws, and cannot leave any more', async () => {
    await begin();
    await post('/withdraw', {});
    service.advance(UNDO);
    await leaveDue(service.deps);
    expect(await service.deps.store.all('SELECT id FROM drafts')).toEqual([]);
    expect((await current()).state).toBe('withdrawn');
  });
});

describe('another window', () => {
  beforeEach(() => act(clerk, { act: 'take' }));

  it('gets the case only when the resident says yes, and the old one loses it', async () => {
    expect(await act(clerk, { act: 'askMove', to: OTHER })).toBe('done');
    expect(await read(stranger)).toBeNull();
    expect(await page()).toContain('見せてもよいですか');
    await post('/move', { agreed: 'yes' });
    expect(await read(clerk)).toBeNull();
    expect((await read(stranger))!.loaded.current).toMatchObject({
      state: 'waiting',
      window: OTHER,
      takenBy: null,
    });
    expect(await page()).toContain('見せてよいと答えました');
    expect(await page()).not.toContain('見せてもよいですか');
  });

  it('does not get it when the resident says no', async () => {
    await act(clerk, { act: 'askMove', to: OTHER });
    expect(await act(clerk, { act: 'askMove', to: OTHER })).toBe('alreadyAsked');
    await post('/move', { agreed: 'no' });
    expect(await read(stranger)).toBeNull();
    expect(await current()).toMatchObject({ window: SHAKYO, asked: null, state: 'held' });
  });

  it('gets it without consent only from a lead, with basis and reason, and the resident is told', async () => {
    const move = { act: 'move', to: OTHER, basis: 'life-other', words: '食べる物がない', dueAt: 0 } as const;
    expect(await act(clerk, move)).toBe('leadOnly');
    expect(await act(lead, { ...move, words: ' ' })).toBe('empty');
    expect(await act(lead, move)).toBe('done');
    const shown = await page();
    expect(shown).toContain('受ける窓口が「');
    expect(shown).not.toContain('食べる物がない');
    const [line] = await service.deps.store.all<{ line: string }>(
      `SELECT line FROM log WHERE line LIKE '%case.moved%'`,
    );
    expect(JSON.parse(line!.line)).toMatchObject({
      actor: `staff:${lead.id}`,
      detail: { to: OTHER, basis: 'life-other' },
    });
  });

  it('an answer to a question that is no longer asked moves nothing', async () => {
    await act(clerk, { act: 'askMove', to: OTHER });
    await act(clerk, { act: 'close', outcome: '案内のみ' });
    await post('/move', { agreed: 'yes' });
    expect(await current()).toMatchObject({ window: SHAKYO, state: 'closed' });
  });
});

describe('a duty', () => {
  it('accepted as 通告・通報 asks for a check within 48 hours, and only a lead closes over it', async () => {
    await act(clerk, { act: 'take' });
    const kind = '児童虐待の通告';
    expect(await act(clerk, { act: 'report', kind, words: '児童相談所へ 10:20' })).toBe('done');
    const { at } = (await loadCase(service.deps, id))!.facts.at(-1)!.fact;
    expect((await current()).report).toEqual({ kind, checkBy: at + 48 * HOUR, late: false });
    expect(await act(clerk, { act: 'close', outcome: 'つながった' })).toBe('dutyOpen');
    expect(await act(clerk, { act: 'check', words: '14時に本人と会った' })).toBe('done');
    expect(await act(clerk, { act: 'check', words: 'もう一度' })).toBe('noCheck');
    expect(await act(clerk, { act: 'close', outcome: 'つながった' })).toBe('done');
  });
});

describe('a complaint', () => {
  it('about the clerk is never read by them again; a colleague may go on', async () => {
    await act(clerk, { act: 'take' });
    expect(await act(clerk, { act: 'complain', about: '担当の職員', words: '話を聞いてもらえない' })).toBe(
      'done',
    );
    expect(await read(clerk)).toBeNull();
    expect(await read(colleague)).not.toBeNull();
    expect(await act(lead, { act: 'assign', to: clerk })).toBe('notTheirs');
    expect(await page()).not.toContain('話を聞いてもらえない');
  });

  it('about the window is read by leads only, until a lead moves it', async () => {
    await act(colleague, { act: 'complain', about: '窓口', words: 'だれも出ない' });
    expect([await read(clerk), await read(colleague)]).toEqual([null, null]);
    expect(await read(lead)).not.toBeNull();
    await act(lead, { act: 'move', to: OTHER, basis: 'life-other', words: '苦情のため', dueAt: 0 });
    expect(await read(stranger)).not.toBeNull();
  });
});

it('a short word that also names a way is a word for staff while they have the case', async () => {
  await post('/say', { text: '行く' });
  expect(JSON.stringify((await read(clerk))!.facts.map((f) => f.words))).toContain('行く');
});

it('nothing that staff write among themselves reaches the resident', async () => {
  await act(clerk, { act: 'take' });
  const secret = '内うちの話';
  for (const wanted of [
    { act: 'note', words: secret },
    { act: 'confer', words: secret },
    { act: 'askLead', words: secret },
    { act: 'report', kind: '高齢者虐待の通報', words: secret },
    { act: 'check', words: secret },
  ] as const)
    expect(await act(clerk, wanted)).toBe('done');
  expect(await act(lead, { act: 'advise', words: secret })).toBe('done');
  expect(await page()).not.toContain(secret);
  expect(JSON.stringify((await read(lead))!.facts)).toContain(secret);
});

it('a case that fell between all windows says why', async () => {
  await act(clerk, { act: 'take' });
  expect(await act(clerk, { act: 'close', outcome: 'はざま' })).toBe('gapReason');
  expect(await act(clerk, { act: 'close', outcome: 'はざま', gap: '受ける窓口がない' })).toBe('done');
  await act(clerk, { act: 'note', words: '来月の会議で話す' });
  expect(await service.deps.store.all('SELECT outcome, gap FROM cases')).toEqual([
    { outcome: 'はざま', gap: '受ける窓口がない' },
  ]);
});

const PAIRS = process.env.LONG ? 1_000 : 10;

it(`of two clerks who take the same case, one has it, ${PAIRS} times of ${PAIRS}`, async () => {
  for (let i = 0; i < PAIRS; i++) {
    const got = await Promise.all([act(clerk, { act: 'take' }), act(colleague, { act: 'take' })]);
    expect(got.toSorted()).toEqual(['done', 'takenByOther']);
    await restart();
  }
}, 300_000);

describe('two cases of one person', () => {
  let first: string;

  /** The same person, later, from another device. */
  beforeEach(async () => {
    first = id;
    await act(clerk, { act: 'take' });
    cookie = '';
    cookie = await post('/say', { text: '前にも書いたのですが、垣根がのび放題です' });
    await post('/say', { text: '人と話す' });
    await post('/send', {});
    const [row] = await service.deps.store.all<{ id: string }>(`SELECT id FROM cases WHERE id <> ?`, id);
    id = row!.id;
    await act(clerk, { act: 'take' });
  });

  it('are merged: the one goes on, the other says so to the resident and to staff, and can be opened again', async () => {
    const into = { id: first, state: 'held' } as const;
    expect(await act(clerk, { act: 'merge', into, words: '電話で本人に確かめた' })).toBe('done');
    expect(await current()).toMatchObject({ state: 'closed', mergedInto: first, outcome: null });
    expect(await page()).toContain('もう一つの相談とまとめました');
    expect(await page()).not.toContain('本人に確かめた');
    expect(await act(clerk, { act: 'answer', words: 'こちらにも' })).toBe('closed');
    expect(await act(clerk, { act: 'reopen' })).toBe('done');
    expect(await current()).toMatchObject({ state: 'held', mergedInto: null });
  });

  it('are not merged into one that is over, is not there, or while a person’s safety is not checked', async () => {
    const into = { id: first, state: 'closed' } as const;
    expect(await act(clerk, { act: 'merge', into, words: '' })).toBe('otherOver');
    expect(await act(clerk, { act: 'merge', into: null, words: '' })).toBe('noSuchCase');
    await act(clerk, { act: 'report', kind: '高齢者虐待の通報', words: 'A課へ 10時' });
    expect(await act(clerk, { act: 'merge', into: { id: first, state: 'held' }, words: '' })).toBe(
      'dutyOpen',
    );
  });
});

it('the desk says from which words the bot guessed, and not from words that were left out', async () => {
  const { loaded, packet } = (await read(clerk))!;
  const [reason] = reasonsOf(service.deps.content(), packet!, loaded.current);
  expect(reason!.of).toBe(service.deps.content().content.intents[loaded.current.need!]!.title);
  expect(reason!.words.length).toBeGreaterThan(0);
  for (const w of reason!.words) expect('腰が痛くて、庭の木の枝が切れません').toContain(w);
  const without = { ...packet!, lines: packet!.lines.filter((l) => !l.id.startsWith('said-')) };
  expect(reasonsOf(service.deps.content(), without, loaded.current)[0]!.words).toEqual([]);
});

/** A new case for the next pair. */
async function restart(): Promise<void> {
  await act(lead, { act: 'close', outcome: '案内のみ' });
  await post('/say', { text: '人と話す' });
  await post('/send', {});
  const [row] = await service.deps.store.all<{ id: string }>(`SELECT id FROM cases WHERE state = 'waiting'`);
  id = row!.id;
}
