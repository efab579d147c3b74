/** A real log on disk, tampered with while the service is stopped, and the command that finds it. */
import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startProcess } from '../rig/process.ts';
import { Visitor } from '../rig/visitor.ts';

const CLI = path.resolve(import.meta.dirname, '../../dist/cli.js');
let folder: string;
let good: string;

beforeAll(async () => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'komatta-tamper-'));
  good = path.join(folder, 'good');
  const first = await startProcess(mkdir('good'));
  const url = first.url;
  // A person writes and sends: several entries of a case.
  const visitor = new Visitor(url);
  expect(await visitor.say('電球が切れて、こまっています')).toBe(true);
  expect(await visitor.say('人と話す')).toBe(true);
  expect(await visitor.send('/send')).toBe(true);
  expect(await visitor.send('/withdraw')).toBe(true);
  await first.end('SIGTERM');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function mkdir(name: string): string {
  const made = path.join(folder, name);
  cpSync(mkdtempSync(path.join(os.tmpdir(), 'komatta-empty-')), made, { recursive: true });
  return made;
}

async function verifyCopy(change: (file: string) => void): Promise<Record<string, unknown>> {
  const copy = path.join(folder, `copy-${Math.random()}`);
  cpSync(good, copy, { recursive: true });
  const file = path.join(copy, 'komatta.db');
  change(file);
  const run = await promisify(execFile)(process.execPath, [CLI, 'log', 'verify', file, '--json']).catch(
    (e: { stdout: string }) => e,
  );
  return JSON.parse(run.stdout) as Record<string, unknown>;
}

const edit = (file: string, sql: string): void => {
  const db = new Database(file);
  db.exec(sql);
  db.close();
};

it('is good as the service left it, all of it proven by the checkpoint at stop', async () => {
  const result = await verifyCopy((file) => expect(existsSync(`${file}-wal`)).toBe(false));
  expect(result).toMatchObject({ ok: true, seq: null, why: null });
  expect(result.size).toBeGreaterThanOrEqual(3);
  expect(result.proven).toBe(result.size);
});

it('names one changed character', async () => {
  const result = await verifyCopy((file) =>
    edit(file, `UPDATE log SET line = replace(line, 'case.opened', 'case.openee') WHERE seq = 2`),
  );
  expect(result).toMatchObject({ ok: false, seq: 2, why: 'altered' });
});

it('names one character changed in the bytes of the file', async () => {
  const result = await verifyCopy((file) => {
    const bytes = readFileSync(file);
    bytes[bytes.indexOf('case.withdrawn')] = 'C'.charCodeAt(0);
    writeFileSync(file, bytes);
  });
  expect(result).toMatchObject({ ok: false, seq: 3, why: 'altered' });
});

it('names one deleted row', async () => {
  expect(await verifyCopy((file) => edit(file, 'DELETE FROM log WHERE seq = 2'))).toMatchObject({
    ok: false,
    seq: 2,
    why: 'missing',
  });
});

it('names the deleted last row', async () => {
  const size = (await verifyCopy(() => {})).size;
  expect(
    await verifyCopy((file) => edit(file, 'DELETE FROM log WHERE seq = (SELECT max(seq) FROM log)')),
  ).toMatchObject({ ok: false, seq: size, why: 'truncated' });
});

it('reports a damaged WAL as truncated, even after kill -9 and without a checkpoint', async () => {
  const home = mkdir('killed');
  const service = await startProcess(home);
  const visitor = new Visitor(service.url);
  expect(await visitor.say('電球が切れて、こまっています')).toBe(true);
  expect(await visitor.say('人と話す')).toBe(true);
  expect(await visitor.send('/send')).toBe(true);
  await service.end('SIGKILL');
  const wal = path.join(home, 'komatta.db-wal');
  const bytes = readFileSync(wal);
  const check = async () => {
    const run = await promisify(execFile)(process.execPath, [
      CLI,
      'log',
      'verify',
      path.join(home, 'komatta.db'),
      '--json',
    ]).catch((e: { stdout: string }) => e);
    return JSON.parse(run.stdout) as Record<string, unknown>;
  };
  expect(await check()).toMatchObject({ ok: true });
  expect(readFileSync(wal).equals(bytes)).toBe(true); // looking changes nothing
  const damaged = Buffer.from(bytes);
  damaged[Math.floor(damaged.length * 0.6)]! ^= 0x01;
  writeFileSync(wal, damaged);
  expect(await check()).toMatchObject({ ok: false, why: 'truncated' });
});
