/** Sentences that were not understood: nobody reads them whom no lead has let, every reading is in the log, and one becomes a test. */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { parse } from 'yaml';
import { grantReading } from '../../src/run/unhandled.ts';
import { begin, type Ran } from '../rig/command.ts';
import { startService, type TestService } from '../rig/service.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const WORDS = 'ぴろぴろぴ';
const ME = `cli:${os.userInfo().username}`;
let service: TestService;
let content: string;

beforeAll(async () => {
  service = await startService();
  content = mkdtempSync(path.join(os.tmpdir(), 'komatta-unhandled-'));
  for (const f of ['intents', 'data']) cpSync(path.join(ROOT, f), path.join(content, f), { recursive: true });
  await service.app.request('/say', {
    method: 'POST',
    body: new URLSearchParams({ text: WORDS }),
    headers: { 'sec-fetch-site': 'same-origin' },
  });
});
afterAll(async () => {
  await service.close();
  rmSync(content, { recursive: true, force: true });
});

const unhandled = (...args: string[]): Promise<Ran> =>
  begin(path.join(service.folder, 'komatta.db'), ['unhandled', ...args, '--content', content]).ended;
const acts = async (): Promise<string[]> =>
  (
    await service.deps.store.all<{ line: string }>(
      `SELECT line FROM log WHERE line LIKE '%"unhandled.%' ORDER BY seq`,
    )
  ).map(({ line }) => {
    const e = JSON.parse(line);
    return `${e.actor} ${e.act}`;
  });

it('is closed to everybody until a lead lets somebody in', async () => {
  const ran = await unhandled();
  expect([ran.exit, ran.out]).toEqual([3, '']);
  expect(ran.err).toContain('許可がありません');
  expect(ran.err).not.toContain(WORDS);
  expect(await acts()).toEqual([]);
});

it('shows the sentence and its day only, and the reading is in the log', async () => {
  await grantReading(service.deps, ME, 'lead-1', true);
  const ran = await unhandled('--json');
  expect(ran.exit).toBe(0);
  expect(JSON.parse(ran.out).unhandled).toEqual([
    { id: expect.any(String), day: expect.stringMatching(/^\d{4}-\d\d-\d\d$/), text: WORDS },
  ]);
  expect(await acts()).toEqual(['staff:lead-1 unhandled.granted', `${ME} unhandled.viewed`]);
});

it('becomes a test sentence only when it is understood by now', async () => {
  const [{ id }] = JSON.parse((await unhandled('--json')).out).unhandled;
  expect((await unhandled('--fixed', id, '--need', 'lonely_talc')).err).toContain(
    'もしかして「lonely_talk」',
  );
  const early = await unhandled('--fixed', id, '--need', 'lonely_talk');
  expect(early.exit).toBe(1);
  expect(early.err).toContain('まだ、この困りごととして分かりません');
  const file = path.join(content, 'intents/lonely_talk.yaml');
  execFileSync('sed', ['-i', '0,/^  strong:/s//  strong:\\n    - ぴろぴろ/', file]);
  const fixed = await unhandled('--fixed', id, '--need', 'lonely_talk');
  expect([fixed.exit, fixed.out]).toEqual([0, 'intents/lonely_talk.yaml の must に足しました。\n']);
  expect(parse(readFileSync(file, 'utf8')).must.at(-1)).toBe(WORDS);
  expect(await service.deps.store.all('SELECT * FROM unhandled')).toEqual([]);
  expect((await acts()).at(-1)).toBe(`${ME} unhandled.fixed`);
  expect(JSON.stringify(await service.deps.store.all('SELECT line FROM log'))).not.toContain('ぴろ');
});

it('is closed again when the lead takes it back', async () => {
  await grantReading(service.deps, ME, 'lead-1', false);
  expect((await unhandled()).exit).toBe(3);
});
