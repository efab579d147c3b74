/** An operator edits content while the service answers: good edits are live in seconds, broken ones never. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Running, startProcess, until } from './rig/process.ts';

const ROOT = path.resolve(import.meta.dirname, '..');
let folder: string;
let content: string;
let service: Running;

beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'komatta-live-'));
  content = path.join(folder, 'content');
  for (const f of ['intents', 'data']) cpSync(path.join(ROOT, f), path.join(content, f), { recursive: true });
  service = await startProcess(folder, { CONTENT_DIR: content });
});
afterAll(async () => {
  await service.end('SIGTERM');
  rmSync(folder, { recursive: true, force: true });
});

async function say(text: string): Promise<string> {
  const answer = await fetch(`${service.url}/say`, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams({ text }),
    headers: { 'sec-fetch-site': 'same-origin' },
  });
  expect(answer.status).toBe(303);
  const cookie = answer.headers.get('set-cookie')!.split(';')[0]!;
  return (await fetch(`${service.url}/`, { headers: { cookie } })).text();
}

const FILE = 'intents/small_chores.yaml';
const edit = (change: (text: string) => string): void => {
  const file = path.join(content, FILE);
  writeFileSync(file, change(readFileSync(file, 'utf8')));
};

it('an edit goes live by itself', async () => {
  expect(await say('もふもふをなんとかして')).not.toContain('町内福祉村');
  edit((t) => t.replace(/^ {2}strong:\n/m, '  strong:\n    - もふもふ\n'));
  await until(async () => (await say('もふもふをなんとかして')).includes('町内福祉村'), 60_000);
});

it('a broken edit is named with file and line, and the old content keeps serving', async () => {
  edit((t) => t.replace(/^menu:/m, 'menyu:'));
  await until(() => service.output().includes('「menyu」という項目はありません'));
  expect(service.output()).toMatch(/intents\/small_chores\.yaml:\d+:\d+/);
  expect(service.output()).toContain('今までの内容が使われます');
  expect(await say('もふもふをなんとかして')).toContain('町内福祉村');
  edit((t) => t.replace(/^menyu:/m, 'menu:').replace('    - もふもふ\n', ''));
  await until(async () => !(await say('もふもふをなんとかして')).includes('町内福祉村'), 60_000);
});

it('new example sentences are learned while the new texts are live already', async () => {
  edit((t) =>
    t.replace(/^examples:\n/m, 'examples:\n  - はしごに のぼって 雨どいの 落ち葉を さらえる人がいない\n'),
  );
  await until(
    () => /新しい内容に変わりました（\w+）。例文は、いま覚えています。/.test(service.output()),
    60_000,
  );
  const before = service.output().length;
  await until(() => service.output().slice(before).includes('新しい内容に変わりました'), 60_000);
  expect(service.output().slice(before)).not.toContain('いま覚えています');
});
