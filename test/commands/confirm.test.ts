/** An operator confirms a number: one value of the file changes, the record says who and when, and residents see it. */
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeEach, expect, it } from 'vitest';
import { parse } from 'yaml';
import { begin } from '../rig/command.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const FILE = 'data/hiratsuka/windows.yaml';
const folders: string[] = [];
let content: string;

beforeEach(() => {
  content = mkdtempSync(path.join(os.tmpdir(), 'komatta-confirm-'));
  folders.push(content);
  for (const f of ['intents', 'data']) cpSync(path.join(ROOT, f), path.join(content, f), { recursive: true });
});
afterAll(() => {
  for (const f of folders) rmSync(f, { recursive: true, force: true });
});

const read = (): string => readFileSync(path.join(content, FILE), 'utf8');
const komatta = (...args: string[]) =>
  begin(path.join(content, 'none.db'), [...args, '--content', content]).ended;
const numbersOf = (id: string): { display: string }[] =>
  parse(read()).windows.find((w: { id: string }) => w.id === id).numbers ?? [];

const WHO = ['--source', '平塚市のページ', '--by', '福祉総務課 山田', '--at', '2026-12-01T10:00:00+09:00'];

it('confirms a number that waited, where it stands', async () => {
  const before = read();
  const ran = await komatta('confirm', 'hiratsuka-kurashi-support', '--number', '0463-21-8813', ...WHO);
  expect([ran.exit, ran.err]).toEqual([0, '']);
  expect(ran.out).toContain('くらしサポート相談 0463-21-8813：after_check');
  expect(numbersOf('hiratsuka-kurashi-support')[0]).toEqual({
    display: '0463-21-8813',
    label: 'くらしサポート相談',
    state: 'yes',
    source: '平塚市のページ',
    seen: '2026-12-01',
    checked: '2026-12-01',
    by: '福祉総務課 山田',
  });
  const after = read().split('\n');
  const changed = before.split('\n').filter((l, i) => l !== after[i]);
  expect([after.length, changed.length]).toEqual([before.split('\n').length, 5]);
  const routed = await komatta('route', 'livelihood_money', '--at', '2026-12-01T10:00:00+09:00');
  expect(JSON.parse(routed.out).numbers[0]).toMatchObject({ display: '0463-21-8813', checked: '2026-12-01' });
});

it('adds a number that nobody had, and only shows it with --dry-run', async () => {
  const before = read();
  const args = ['confirm', 'hiratsuka-kodomo-katei-sogo', '--number', '0463-00-0000', ...WHO];
  expect((await komatta(...args, '--dry-run')).exit).toBe(0);
  expect(read()).toBe(before);
  const had = numbersOf('hiratsuka-kodomo-katei-sogo').length;
  expect((await komatta(...args)).exit).toBe(0);
  expect(numbersOf('hiratsuka-kodomo-katei-sogo')).toHaveLength(had + 1);
  expect(
    read()
      .split('\n')
      .filter((l) => !before.split('\n').includes(l)).length,
  ).toBeLessThanOrEqual(7);
});

it('refuses in one sentence what it cannot write, and leaves the file alone', async () => {
  const before = read();
  const cases: [string[], RegExp][] = [
    [['confirm'], /使い方/],
    [
      ['confirm', 'hiratsuka-kurashi-suport', '--number', '0463-21-8813', ...WHO],
      /もしかして「hiratsuka-kurashi-support」/,
    ],
    [['confirm', 'hiratsuka-kurashi-support', '--number', '０４６３－２１－８８１３', ...WHO], /電話番号は/],
    [['confirm', 'hiratsuka-kurashi-support', '--number', '0463-21-8813', '--by', 'やまだ'], /使い方/],
  ];
  for (const [args, said] of cases) {
    const ran = await komatta(...args);
    expect([ran.exit, ran.out]).toEqual([2, '']);
    expect(ran.err).toMatch(said);
  }
  expect(read()).toBe(before);
});
