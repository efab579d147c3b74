/** Where words could go astray, stay behind, or be locked away. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { configure } from '../../src/config.ts';
import { HostFault, openHost } from '../../src/host.ts';
import { GENESIS, link } from '../../src/log/chain.ts';
import { verify } from '../../src/log/verify.ts';
import { staffAct } from '../../src/run/act.ts';
import { openRecorder } from '../../src/run/recorder.ts';
import { sweep } from '../../src/run/sweep.ts';
import { readForStaff } from '../../src/run/view.ts';
import { sql } from '../../src/store/port.ts';
import { finder } from '../../src/store/seal.ts';
import { body, sign, textEvent, unsendEvent } from '../rig/line-webhook.ts';
import { contentOf, SECRET, startService, type TestService } from '../rig/service.ts';

const MINUTE = 60_000;
const LEAD = { id: 'lead', name: '統括', role: 'lead', windows: [] as string[] } as const;
const lead = { ...LEAD, windows: [] };
const own = { 'sec-fetch-site': 'same-origin' };
let service: TestService;

beforeEach(async () => {
  service = await startService();
});
afterEach(() => service.close());

interface Posted {
  status: number;
  page: string;
  cookie: string;
}

async function post(to: string, fields: Record<string, string>, cookie = ''): Promise<Posted> {
  const answer = await service.app.request(to, {
    method: 'POST',
    headers: { ...own, cookie },
    body: new URLSearchParams(fields),
  });
  return {
    status: answer.status,
    page: await answer.text(),
    cookie: answer.headers.get('set-cookie')?.split(';')[0] ?? cookie,
  };
}
const get = async (to: string, cookie: string): Promise<string> =>
  (await service.app.request(to, { headers: { cookie } })).text();

async function send(): Promise<{ cookie: string; id: string; page: string }> {
  const { cookie } = await post('/say', { text: '電球が切れて困っています' });
  await post('/say', { text: '人と話す' }, cookie);
  const { page } = await post('/send', {}, cookie);
  const [row] = await service.deps.store.all<{ id: string }>('SELECT id FROM cases ORDER BY opened_at DESC');
  return { cookie, id: row!.id, page };
}

describe('a page session that has ended', () => {
  it('sends nothing to a new talk: the words are given back, with the ways in', async () => {
    const { cookie, id } = await send();
    await staffAct(service.deps, lead, id, { act: 'take' });
    service.advance(31 * MINUTE);
    const refused = await post('/say', { text: 'あしたは家にいません' }, cookie);
    expect(refused.status).toBe(403);
    expect(refused.page).toContain('あしたは家にいません');
    expect(refused.page).toContain('もどる言葉');
    expect(await service.deps.store.all('SELECT id FROM talks')).toHaveLength(1);
  });

  it('is not kept alive by a page that only looks for news', async () => {
    const { cookie } = await send();
    for (let i = 0; i < 4; i++) {
      service.advance(10 * MINUTE);
      await service.app.request('/changes', { headers: { cookie, accept: 'application/json' } });
    }
    expect(
      (await service.app.request('/changes', { headers: { cookie, accept: 'application/json' } })).status,
    ).toBe(401);
  });
});

describe('words that were typed', () => {
  it('come back when a form is refused, and a long letter with line breaks is not', async () => {
    const letter = Array.from({ length: 2400 }, () => 'あ').join('\r\n');
    expect((await post('/say', { text: letter })).status).toBe(303);
    const refused = await post('/say', { text: 'い'.repeat(5001) });
    expect(refused.status).toBe(400);
    expect(refused.page).toContain('い'.repeat(5001));
  });

  it('a body that is no form is the sender’s fault', async () => {
    for (const to of ['/say', '/desk/login', '/desk/invite/x', '/return']) {
      const answer = await service.app.request(to, {
        method: 'POST',
        headers: { ...own, 'content-type': 'multipart/form-data; boundary=x' },
        body: '--y\r\nbroken',
      });
      expect([to, answer.status]).toEqual([to, 400]);
      expect(await answer.text()).toContain('送られた内容が読めませんでした');
    }
  });
});

describe('the return phrase', () => {
  it('stays on the screen until it is written down, and can be made anew', async () => {
    const { cookie, page } = await send();
    expect(page).toContain('もどる言葉');
    expect(page).not.toContain('data-turn');
    const again = await post('/phrase', {}, cookie);
    expect(again.page).toMatch(/class="code">[ぁ-ん-]{16}</);
  });
});

describe('withdrawal', () => {
  it('of what a clerk has read keeps nothing visible, and the key for 30 days', async () => {
    const { cookie, id } = await send();
    expect((await readForStaff(service.deps, lead, 's1', id))!.packet).not.toBeNull();
    await post('/withdraw', {}, cookie);
    expect((await readForStaff(service.deps, lead, 's1', id))!.packet).toBeNull();
    expect(await service.deps.vault.find(`case:${id}`)).not.toBeNull();
    service.advance(30 * 24 * 60 * MINUTE + 1000);
    await sweep(service.deps);
    expect(await service.deps.vault.find(`case:${id}`)).toBeNull();
  });

  it('of what nobody read leaves no byte of packet or key on the disk', async () => {
    const { cookie, id } = await send();
    const [fact] = await service.deps.store.all<{ words_sealed: Uint8Array }>(
      'SELECT words_sealed FROM facts WHERE case_id = ?',
      id,
    );
    await post('/withdraw', {}, cookie);
    const box = Buffer.from(fact!.words_sealed).subarray(-48);
    for (const name of ['komatta.db', 'komatta.db-wal', 'keys.db', 'keys.db-wal']) {
      const file = path.join(service.folder, name);
      if (!existsSync(file)) continue;
      expect(readFileSync(file).includes(box), name).toBe(false);
      expect(readFileSync(file).includes(Buffer.from(`case:${id}`)) && name.startsWith('keys'), name).toBe(
        false,
      );
    }
  });
});

describe('unsend', () => {
  it('takes the line out of a packet that was already sent, and off the operators’ list', async () => {
    const events = [
      textEvent({ text: '電球のことで、ないしょの話があります' }),
      textEvent({ text: 'ぴろぴろぴ' }),
    ];
    const deliver = async (...list: Parameters<typeof body>[0]) => {
      const raw = body(list);
      await service.app.request('/webhook', {
        method: 'POST',
        body: raw,
        headers: { 'x-line-signature': sign(raw, SECRET) },
      });
      await service.work().catch(() => {});
    };
    await deliver(...events);
    expect(await service.deps.store.all('SELECT id FROM unhandled')).toHaveLength(1);
    const [talk] = await service.deps.store.all<{ id: string }>('SELECT id FROM talks');
    const token = 'device-of-line';
    await service.deps.store.batch([
      sql(
        'INSERT INTO devices (hash, talk, seen_at) VALUES (?, ?, ?)',
        finder(service.deps.master, 'device', token),
        talk!.id,
        service.deps.now(),
      ),
    ]);
    const cookie = `komatta-talk=${token}`;
    await post('/say', { text: '人と話す' }, cookie);
    await post('/send', {}, cookie);
    const [row] = await service.deps.store.all<{ id: string }>('SELECT id FROM cases');
    expect(JSON.stringify((await readForStaff(service.deps, lead, 's1', row!.id))!.packet)).toContain(
      'ないしょの話',
    );
    for (const e of events)
      await deliver(unsendEvent({ messageId: (e as unknown as { message: { id: string } }).message.id }));
    const read = await readForStaff(service.deps, lead, 's1', row!.id);
    expect(JSON.stringify(read!.packet)).not.toContain('ないしょの話');
    expect(read!.facts.filter((f) => f.fact.type === 'unsent')).toHaveLength(2);
    expect(await service.deps.store.all('SELECT id FROM unhandled')).toHaveLength(0);
  });
});

describe('danger said later', () => {
  it('raises the flag of the case in the queue', async () => {
    const { cookie, id } = await send();
    await post('/say', { text: 'もう死にたい' }, cookie);
    expect(
      await service.deps.store.all('SELECT danger_class, danger_level FROM cases WHERE id = ?', id),
    ).toEqual([{ danger_class: 'suicide', danger_level: 'L2' }]);
  });
});

describe('an old case', () => {
  it('cannot be reopened beside a newer one that is not over', async () => {
    const { cookie, id } = await send();
    await staffAct(service.deps, lead, id, { act: 'take' });
    await staffAct(service.deps, lead, id, { act: 'close', outcome: '案内のみ' });
    await post('/say', { text: '人と話す' }, cookie);
    await post('/send', {}, cookie);
    expect(await service.deps.store.all('SELECT id FROM cases')).toHaveLength(2);
    expect(await staffAct(service.deps, lead, id, { act: 'reopen' })).toBe('otherOpen');
  });

  it('is read by its owner for as long as its words are kept', async () => {
    const { cookie, id, page } = await send();
    const phrase = /class="code">([ぁ-ん-]+)</.exec(page)![1]!;
    await staffAct(service.deps, lead, id, { act: 'take' });
    await staffAct(service.deps, lead, id, { act: 'answer', words: '水曜日にうかがいます' });
    await staffAct(service.deps, lead, id, { act: 'close', outcome: 'つながった' });
    expect(await get('/', cookie)).toContain('水曜日にうかがいます');
    service.advance(20 * 24 * 60 * MINUTE);
    await sweep(service.deps);
    const back = await post('/return', { phrase });
    expect(await get('/', back.cookie)).toContain('水曜日にうかがいます');
  });
});

describe('a talk whose key is gone', () => {
  it('begins anew instead of being met with silence', async () => {
    const { cookie } = await post('/say', { text: '電球が切れて困っています' });
    const [talk] = await service.deps.store.all<{ id: string }>('SELECT id FROM talks');
    await service.deps.vault.destroy([`talk:${talk!.id}`]);
    expect((await post('/say', { text: '死にたい' }, cookie)).status).toBe(303);
    expect(await get('/', cookie)).toContain('0120-061-338');
  });
});

describe('keys', () => {
  it('whose row never came are swept away', async () => {
    await service.deps.vault.make('case:never', service.deps.now());
    await service.deps.vault.make('talk:never', service.deps.now());
    service.advance(25 * 60 * MINUTE);
    await sweep(service.deps);
    expect([
      await service.deps.vault.find('case:never'),
      await service.deps.vault.find('talk:never'),
    ]).toEqual([null, null]);
  });

  it('of another deployment, or broken ones, stop the start with one sentence', async () => {
    const folder = service.folder;
    const open = (env: Record<string, string>) => {
      const configured = configure({ DATABASE: path.join(folder, 'komatta.db'), ...env });
      if (!configured.ok) throw new Error(configured.problems.join());
      return openHost({
        settings: configured.settings,
        content: contentOf,
        wake: { inbox() {}, outbox() {} },
        report() {},
      });
    };
    await expect(
      open({ KOMATTA_KEY: Buffer.from(Array.from({ length: 32 }, (_, i) => i)).toString('base64') }),
    ).rejects.toThrow(HostFault);
    writeFileSync(path.join(folder, 'komatta.key'), '');
    await expect(open({})).rejects.toThrow(/komatta\.key がこわれています/);
    expect(configure({ DATABASE: 'var/keys.db' })).toMatchObject({ ok: false });
  });
});

describe('the log', () => {
  const entry = (n: number) => ({
    at: 1_764_000_000_000 + n,
    actor: 'system',
    act: 'test.done',
    detail: { n },
  });

  it('rewritten whole stays forked, also when the forger adds a checkpoint of his own', () => {
    const before = link({ seq: 0, head: GENESIS }, [1, 2, 3].map(entry)).at(-1)!;
    const forged = link({ seq: 0, head: GENESIS }, [1, 9, 3].map(entry));
    const checkpoints = [before, forged.at(-1)!].map(({ seq, head }) => ({ origin: 'x', size: seq, head }));
    expect(verify(forged, checkpoints)).toMatchObject({ ok: false, why: 'forked', seq: 3 });
  });

  it('goes on after one failed read, and a checkpoint that cannot be kept fails no act', async () => {
    let fail = true;
    const store = {
      ...service.deps.store,
      batch: service.deps.store.batch.bind(service.deps.store),
      all: (async (text: string, ...params: never[]) => {
        if (fail && text.includes('FROM log')) {
          fail = false;
          throw new Error('once');
        }
        return service.deps.store.all(text, ...params);
      }) as typeof service.deps.store.all,
    };
    const recorder = openRecorder(store, 'x', () => {
      throw new Error('no space');
    });
    await expect(recorder.commit([], [entry(1)])).rejects.toThrow('once');
    for (let i = 0; i < 120; i++) expect(await recorder.commit([], [entry(i)])).toBe('done');
  });
});
