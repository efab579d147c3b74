/** The operator's command as it is installed: stdout carries only the answer, exit codes as promised. */
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const ROOT = path.resolve(import.meta.dirname, '../..');
const CLI = path.join(ROOT, 'dist/cli.js');
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'komatta-cli-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('is a program of its own, as npx runs it', () => {
  const ran = spawnSync(CLI, ['--help'], { encoding: 'utf8', cwd: folder });
  expect([ran.status, ran.stdout]).toEqual([0, '']);
  expect(ran.stderr).toContain('komatta match');
});

interface Ran {
  exit: number | null;
  out: string;
  err: string;
}

function komatta(args: string[], input = '', env: Record<string, string> = {}): Ran {
  const ran = spawnSync(process.execPath, [CLI, ...args], {
    input,
    encoding: 'utf8',
    cwd: folder,
    env: { PATH: process.env.PATH ?? '', ...env },
  });
  return { exit: ran.status, out: ran.stdout, err: ran.stderr };
}
const lines = (ran: Ran): Record<string, unknown>[] =>
  ran.out
    .split('\n')
    .filter((l) => l !== '')
    .map((l) => JSON.parse(l) as Record<string, unknown>);

describe('komatta match', () => {
  it('answers each line in order, blank ones too', () => {
    const ran = komatta(['match'], '電球が切れたけど届かない\n\nもう死にたい\n今日は暑いですね\n');
    expect(ran.exit).toBe(0);
    const [bulb, blank, danger, chat] = lines(ran);
    expect(bulb).toMatchObject({
      text: '電球が切れたけど届かない',
      danger: null,
      decision: 'answer',
      needs: [{ id: 'small_chores' }],
    });
    expect((bulb!.needs as { because: string[] }[])[0]!.because.length).toBeGreaterThan(0);
    expect(blank).toMatchObject({ text: '', danger: null, decision: 'fallback', needs: [], candidates: [] });
    expect(danger).toMatchObject({ danger: { class: 'suicide', level: 'L2', also: [] } });
    expect(Object.keys(danger!.danger as object)).toEqual(['class', 'level', 'also', 'because']);
    expect(chat).toMatchObject({ decision: 'fallback', needs: [] });
  });
});

describe('komatta route', () => {
  it('gives window, fallback with the words to say, open and next', () => {
    const ran = komatta(['route', 'livelihood_money', '--at', '2026-11-21T22:00:00+09:00']);
    expect(ran.exit).toBe(0);
    const [answer] = lines(ran);
    expect(answer).toMatchObject({
      need: 'livelihood_money',
      city: 'hiratsuka',
      ask: null,
      window: { id: 'hiratsuka-kurashi-support' },
      numbers: [],
      open: null,
      next: null,
      fallback: {
        window: { id: 'hiratsuka-switchboard' },
        numbers: [{ display: '0463-23-1111', tel: '0463231111', checked: '2026-11-21' }],
      },
    });
    expect((answer!.others as { window: { id: string } }[])[0]!.window.id).toBe('hiratsuka-seikatsu-fukushi');
    expect((answer!.others as { open: boolean; next: string }[])[0]).toMatchObject({
      open: false,
      next: '2026-11-24T08:30:00+09:00',
    });
  });

  it('takes lines of JSON, and says what a bad one should look like', () => {
    const good = komatta(
      ['route'],
      '{"need":"small_chores","area":null,"at":"2026-11-24T10:00:00+09:00"}\n{"need":"small_chores"}\n',
    );
    expect([good.exit, lines(good).length]).toEqual([0, 2]);
    const bad = komatta(['route'], 'hello\n');
    expect([bad.exit, bad.out]).toEqual([2, '{"need":null}\n']);
    expect(bad.err).toMatch(/の形で書いて/);
  });

  it('takes the town: one answer, a question where the town is split, and わからない', () => {
    const line = (area: string | null) => JSON.stringify({ need: 'small_chores', area });
    const asked = [null, '町屋', '〒350-2206', 'unknown'].map(line).join('\n');
    const ran = komatta(['route', '--city', 'tsurugashima'], `${asked}\n`);
    expect(ran.exit).toBe(0);
    const general = { id: 'tsurugashima-sasaeai' };
    expect(lines(ran)).toMatchObject([
      { ask: { kind: 'area' }, window: general },
      {
        ask: null,
        window: { id: 'tsurugashima-sasaeai-seibu' },
        fallback: { window: { id: 'tsurugashima-shakyo' }, numbers: [{ display: '049-271-6011' }] },
      },
      { ask: { kind: 'catchment' }, window: general },
      { ask: null, window: general },
    ]);
  });

  it('an unknown need goes to the switchboard, with a guess of what was meant', () => {
    const ran = komatta(['route', 'small_chore']);
    expect(ran.exit).toBe(1);
    expect(ran.err).toContain('もしかして「small_chores」');
    expect(lines(ran)[0]).toMatchObject({ window: { id: 'hiratsuka-switchboard' } });
  });
});

describe('komatta check', () => {
  it('is good for what ships, and names what to confirm', () => {
    const ran = komatta(['check', '--json']);
    expect(ran.exit).toBe(0);
    const [answer] = lines(ran);
    expect(answer).toMatchObject({ ok: true, faults: [], conflicts: expect.any(Array), stale: [] });
    expect(JSON.stringify(answer!.warnings)).toContain('not_reviewed');
  });

  it('finds stale numbers at a later date, those most needs depend on first', () => {
    const [answer] = lines(komatta(['check', '--json', '--at', '2027-12-01']));
    const [first] = answer!.stale as { window: string; tel: string; needs: number }[];
    expect(first).toMatchObject({ window: 'hiratsuka-switchboard', tel: '0463-23-1111' });
    expect(first!.needs).toBeGreaterThan(1);
  });

  it('names file, line, cause and cure of each fault, exit 1; the old content keeps serving elsewhere', () => {
    const copy = path.join(folder, 'content');
    for (const f of ['intents', 'data']) cpSync(path.join(ROOT, f), path.join(copy, f), { recursive: true });
    const file = path.join(copy, 'intents/small_chores.yaml');
    writeFileSync(file, readFileSync(file, 'utf8').replace(/^menu:/m, 'menyu:'));
    const ran = komatta(['check', '--content', copy]);
    expect(ran.exit).toBe(1);
    expect(ran.out).toMatch(/intents\/small_chores\.yaml:\d+:\d+ 「menyu」という項目はありません →/);
    expect(komatta(['match', '--content', copy], 'x\n')).toMatchObject({ exit: 3, out: '' });
  });

  it('cannot run without a content folder: exit 3, one sentence', () => {
    const ran = komatta(['check', '--content', path.join(folder, 'nowhere')]);
    expect([ran.exit, ran.out]).toEqual([3, '']);
    expect(ran.err.trim().split('\n')).toHaveLength(1);
  });
});

describe('komatta talk', () => {
  it('speaks JSON turn by turn', () => {
    const ran = komatta(
      ['talk', '--json', '--at', '2026-11-24T10:00:00+09:00'],
      '{"said":"電球が切れて困った"}\n{"tapped":"メニュー"}\n',
    );
    expect(ran.exit).toBe(0);
    const turns = lines(ran);
    expect(turns.map((t) => Object.keys(t).sort())).toEqual([
      ['effects', 'say', 'talk'],
      ['effects', 'say', 'talk'],
    ]);
    expect(JSON.stringify(turns[0]!.say)).toContain('町内福祉村');
  });

  it('refuses a save name that could leave the folder', () => {
    expect(komatta(['talk', '--save', '../../etc/x']).exit).toBe(2);
  });
});

describe('komatta invite, doctor, and wrong use', () => {
  const env = { DATABASE: '' };
  it('makes a one-time link for a clerk of a desk that exists', async () => {
    env.DATABASE = path.join(folder, 'komatta.db');
    const before = komatta(['invite', '--role', 'lead'], '', env);
    expect([before.exit, before.out]).toEqual([3, '']);
    expect(existsSync(env.DATABASE)).toBe(false); // a mistyped folder makes no second database
    const { migrate } = await import('../../src/store/migrate.ts');
    migrate(env.DATABASE, path.join(ROOT, 'src/store/migrations'));
    const ran = komatta(['invite', '--role', 'clerk', '--window', 'hiratsuka-shakyo'], '', env);
    expect(ran.exit).toBe(0);
    expect(ran.out).toMatch(/^http:\/\/localhost:3000\/desk\/invite\/[\w-]{43}\n$/);
    expect(existsSync(env.DATABASE)).toBe(true);
    expect(readFileSync(env.DATABASE).includes(Buffer.from(ran.out.trim().split('/').at(-1)!))).toBe(false);
    const wrong = komatta(['invite', '--window', 'hiratsuka-shakyou'], '', env);
    expect([wrong.exit, wrong.out]).toEqual([2, '']);
    expect(wrong.err).toContain('もしかして「hiratsuka-shakyo」');
  });

  it('the invite is an entry under the OS user, and the log verifies', () => {
    const ran = komatta(['log', 'verify', env.DATABASE, '--json']);
    expect(lines(ran)[0]).toMatchObject({ ok: true, size: 1 });
    const entry = execFileSync(
      process.execPath,
      [
        '-e',
        `const D=require('better-sqlite3');console.log(new D(${JSON.stringify(env.DATABASE)}).prepare('SELECT line FROM log WHERE seq=1').pluck().get())`,
      ],
      { cwd: ROOT, encoding: 'utf8' },
    );
    expect(entry).toContain(`"actor":"cli:${os.userInfo().username}","act":"staff.invited"`);
  });

  it('doctor names what is unsafe, with the cure', () => {
    const unsafe = komatta(['doctor'], '', { PUBLIC_URL: 'http://soudan.example.jp' });
    expect(unsafe.exit).toBe(1);
    expect(unsafe.out).toContain('PUBLIC_URL が http です');
    expect(unsafe.out).toContain('KOMATTA_KEY がありません');
    expect(komatta(['doctor'], '', env).exit).toBe(0);
  });

  it('doctor --report is one page: what lies where, who reads it, how long, what departs, and no secret', () => {
    const key = Buffer.from(Array.from({ length: 32 }, (_, i) => i * 5)).toString('base64');
    const secrets = {
      KOMATTA_KEY: key,
      LINE_CHANNEL_SECRET: 'a-secret-of-ours',
      METRICS_TOKEN: 'm'.repeat(32),
    };
    const { out, exit } = komatta(['doctor', '--report'], '', {
      ...env,
      ...secrets,
      LINE_CHANNEL_ACCESS_TOKEN: 'a-token-of-ours',
      SMTP_URL: 'smtps://user:password-of-ours@mail.example.jp',
      NOTICE_FROM: 'komatta@example.jp',
      NOTICE_TO: 'lead@example.jp',
    });
    expect(exit).toBe(0);
    expect(out.split('\n').length).toBeLessThan(70);
    for (const heading of [
      'どこに、いつまで',
      'だれが読めるか',
      '外へ出るもの',
      'ガイドライン（2021年）とちがう設定',
    ])
      expect(out).toContain(heading);
    expect(out).toContain('メール（mail.example.jp）');
    expect(out).toMatch(/ガイドライン（2021年）とちがう設定\n\n- ありません。/);
    expect(out).not.toMatch(/of-ours|mmmm|user:/);
    expect(out).not.toContain(key);
  });

  it('doctor asks for the settings of a proxy where one has to be', () => {
    const outside = {
      PUBLIC_URL: 'https://soudan.example.jp',
      KOMATTA_KEY: Buffer.from(Array.from({ length: 32 }, (_, i) => i * 7)).toString('base64'),
    };
    expect(komatta(['doctor'], '', outside).out).toMatch(
      /TRUST_PROXY がありません[\s\S]*LISTEN がありません/,
    );
    expect(komatta(['doctor'], '', { ...outside, TRUST_PROXY: '1', LISTEN: '127.0.0.1' }).out).not.toMatch(
      /TRUST_PROXY|LISTEN/,
    );
  }, 30_000);

  it.each([
    [[]],
    [['nothing']],
    [['route', '--at', 'きのう', 'small_chores']],
    [['match', '--colour']],
    [['log', 'verify', 'no-such-file']],
  ])('%j is wrong use: exit 2, stdout empty', (args) => {
    expect(komatta(args)).toMatchObject({ exit: 2, out: '' });
  });
});

describe('komatta sheet', () => {
  it('writes a workbook, shows what a changed one would change, and writes it back only when told', () => {
    const content = mkdtempSync(path.join(folder, 'sheet-'));
    for (const f of ['intents', 'data'])
      cpSync(path.join(ROOT, f), path.join(content, f), { recursive: true });
    const book = path.join(content, '窓口.xlsx');
    const csv = path.join(content, 'csv');
    expect(komatta(['sheet', 'export', book, '--content', content])).toMatchObject({ exit: 0, err: '' });
    expect(komatta(['sheet', 'import', book, '--content', content])).toMatchObject({
      exit: 0,
      out: '変わるところはありません。\n',
    });
    expect(komatta(['sheet', 'export', csv, '--sjis', '--content', content]).exit).toBe(0);
    const file = path.join(csv, '窓口の時間.csv');
    const text = readFileSync(file, 'latin1');
    writeFileSync(file, text.replace('17:00', '17:15'), 'latin1');
    const before = readFileSync(path.join(content, 'data/hiratsuka/windows.yaml'), 'utf8');
    const seen = komatta(['sheet', 'import', csv, '--content', content]);
    expect(seen.out).toContain('おわり：17:00 → 17:15');
    expect(seen.out).toContain('--write');
    expect(readFileSync(path.join(content, 'data/hiratsuka/windows.yaml'), 'utf8')).toBe(before);
    const written = komatta(['sheet', 'import', csv, '--write', '--content', content]);
    expect([written.exit, written.out.endsWith('書きもどしました。\n')]).toEqual([0, true]);
    expect(readFileSync(path.join(content, 'data/hiratsuka/windows.yaml'), 'utf8')).toBe(
      before.replace('17:00', '17:15'),
    );
  });

  it('says in one sentence what it cannot read', () => {
    for (const [args, said] of [
      [['sheet', 'export'], /使い方/],
      [['sheet', 'import', 'nothing.xlsx'], /読めません/],
      [['sheet', 'import', CLI], /xlsx/],
    ] as const) {
      const ran = komatta([...args]);
      expect([ran.exit === 0, ran.out]).toEqual([false, '']);
      expect(ran.err).toMatch(said);
    }
  });
});

describe('komatta new-city', () => {
  it('makes a city that answers as soon as its switchboard is confirmed, and says what is missing first', () => {
    const content = mkdtempSync(path.join(folder, 'city-'));
    for (const f of ['intents', 'data'])
      cpSync(path.join(ROOT, f), path.join(content, f), { recursive: true });
    const city = (...args: string[]): Ran => komatta([...args, '--city', 'tameshi', '--content', content]);
    const make = [
      'new-city',
      'tameshi',
      '--name',
      'ためし市',
      '--prefecture',
      '神奈川県',
      '--content',
      content,
    ];
    expect(komatta(make)).toMatchObject({
      exit: 0,
      out: 'data/tameshi/office.yaml\ndata/tameshi/windows.yaml\ndata/tameshi/routes.yaml\n',
    });
    expect(komatta(make)).toMatchObject({ exit: 2, out: '' }); // nothing is overwritten
    expect(city('check').out).toMatch(/^直す　data\/tameshi\/office.yaml:\d+:\d+ 代表電話の番号/m);

    const confirmed = city(
      'confirm',
      'tameshi-switchboard',
      '--number',
      '0463-00-0000',
      '--source',
      'ためし',
      '--by',
      '山田',
    );
    expect([confirmed.exit, confirmed.err]).toEqual([0, '']);
    const checked = city('check');
    expect(checked.exit).toBe(0);
    const missing = checked.out.split('\n').filter((l) => l.startsWith('足りない'));
    expect(missing[0]).toContain('代表電話のひらいている時間');
    expect(missing.findIndex((l) => l.includes('夫婦'))).toBeLessThan(
      missing.findIndex((l) => l.includes('終活')),
    );
    expect(missing.at(-1)).toContain('町名の表');
    const routed = JSON.parse(city('route', 'livelihood_money').out);
    expect(routed).toMatchObject({
      window: { id: 'tameshi-switchboard' },
      numbers: [{ display: '0463-00-0000' }],
      open: null,
    });
  });

  it('says in one sentence what it cannot make', () => {
    for (const args of [
      ['new-city'],
      ['new-city', 'Hiratsuka', '--name', 'x市', '--prefecture', 'y県'],
      ['new-city', 'hiratsuka', '--name', '平塚市', '--prefecture', '神奈川県'],
      ['new-city', 'abc', '--name', 'a: b', '--prefecture', 'y県'],
    ])
      expect(komatta(args)).toMatchObject({ exit: 2, out: '' });
  });
});

describe('komatta diff', () => {
  it('lists the recorded sentences that an edit takes elsewhere, and refuses a revision that is none', () => {
    const content = mkdtempSync(path.join(folder, 'diff-'));
    for (const f of ['intents', 'data'])
      cpSync(path.join(ROOT, f), path.join(content, f), { recursive: true });
    const git = (...args: string[]): void =>
      void execFileSync(
        'git',
        ['-C', content, '-c', 'user.name=x', '-c', 'user.email=x@example.jp', ...args],
        { stdio: 'ignore' },
      );
    git('init', '-q');
    git('add', '.');
    git('commit', '-qm', 'はじめ');
    const diff = (...args: string[]): Ran => komatta(['diff', ...args, '--content', content]);
    expect(diff('HEAD')).toMatchObject({ exit: 0, out: '受けとり方の変わる文はありません。\n' });
    const lonely = path.join(content, 'intents/lonely_talk.yaml');
    writeFileSync(lonely, readFileSync(lonely, 'utf8').replace(/^ {2}strong:\n/m, '  strong:\n    - 病院\n'));
    const changed = diff('HEAD', '--json');
    expect([changed.exit, changed.err]).toEqual([1, '']);
    const { changed: rows } = JSON.parse(changed.out);
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.find(({ before }: { before: { id: string | null } }) => before.id)).toEqual({
      text: expect.any(String),
      city: 'hiratsuka',
      before: { decision: expect.any(String), id: expect.anything() },
      after: { decision: expect.any(String), id: expect.anything() },
    });
    for (const rev of ['nothing', '--output=x', 'HEAD:intents'])
      expect(diff(rev)).toMatchObject({ exit: 2, out: '' });
  });
});
