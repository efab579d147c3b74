/** The quick path of POST /webhook over real HTTP: the same answers as the route in the table. */
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { body, sign, textEvent } from './rig/line-webhook.ts';
import { type Running, startProcess } from './rig/process.ts';
import { SECRET, TOKEN } from './rig/service.ts';

let folder: string;
let service: Running;
beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'komatta-http-'));
  service = await startProcess(folder, {
    LINE_CHANNEL_SECRET: SECRET,
    LINE_CHANNEL_ACCESS_TOKEN: TOKEN,
    LINE_API_BASE: 'http://127.0.0.1:9',
  });
});
afterAll(async () => {
  await service.end('SIGTERM');
  rmSync(folder, { recursive: true, force: true });
});

const post = async (raw: string, signature?: string, to = '/webhook'): Promise<number> =>
  (
    await fetch(service.url + to, {
      method: 'POST',
      body: raw,
      headers: signature ? { 'x-line-signature': signature } : {},
    })
  ).status;

it('answers 200, 400, 401 and 413 as the table’s route does', async () => {
  const raw = body([textEvent({ text: 'あいう🤨' })]);
  const large = 'x'.repeat(2 * 1024 * 1024 + 1);
  for (const to of ['/webhook', '/webhook?again']) {
    expect(await post(raw, sign(raw, SECRET), to)).toBe(200);
    expect(await post('[]', sign('[]', SECRET), to)).toBe(400);
    expect(await post(raw, undefined, to)).toBe(401);
    expect(await post(raw, sign(raw, 'other'), to)).toBe(401);
    expect(await post(large, sign(large, SECRET), to)).toBe(413);
  }
});

it('answers 503 without LINE settings, and 404 to other methods', async () => {
  const bare = mkdtempSync(path.join(os.tmpdir(), 'komatta-bare-'));
  const other = await startProcess(bare);
  const answer = await fetch(`${other.url}/webhook`, { method: 'POST', body: '{}' });
  const get = await fetch(`${other.url}/webhook`);
  await other.end('SIGTERM');
  rmSync(bare, { recursive: true, force: true });
  expect([answer.status, get.status]).toEqual([503, 404]);
});

it('lets no second process serve the same folder', async () => {
  await expect(startProcess(folder)).rejects.toThrow(/ほかのプロセスが使っています/);
});
