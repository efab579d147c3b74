/** Migrations survive a kill: whatever moment it comes at, the next start finishes, and the schema is the one of a clean start. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { migrate } from '../../src/store/migrate.ts';
import { freePort } from '../rig/process.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const FOLDERS = { 'komatta.db': 'migrations', 'keys.db': 'migrations-keys' };
const KILLS = process.env.LONG ? 200 : 12;

const up = (file: string, folder: string): string => migrate(file, path.join(ROOT, 'src', 'store', folder));

function schemaOf(file: string): unknown {
  const db = new Database(file, { readonly: true });
  try {
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
    return db.prepare('SELECT type, name, sql FROM sqlite_master ORDER BY type, name').all();
  } finally {
    db.close();
  }
}

it(`of ${KILLS} services killed while they start, each database comes up whole`, async () => {
  const clean = mkdtempSync(path.join(os.tmpdir(), 'komatta-clean-'));
  const schemas = new Map<string, unknown>();
  for (const [name, folder] of Object.entries(FOLDERS)) {
    up(path.join(clean, name), folder);
    schemas.set(name, schemaOf(path.join(clean, name)));
  }
  const port = await freePort();
  for (let i = 0; i < KILLS; i++) {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'komatta-migrate-'));
    const child = spawn(process.execPath, [path.join(ROOT, 'dist/node.js')], {
      cwd: folder,
      env: { PATH: process.env.PATH ?? '', PORT: String(port), DATABASE: path.join(folder, 'komatta.db') },
      stdio: 'ignore',
    });
    await new Promise((next) => setTimeout(next, 150 + Math.random() * 350));
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
    for (const [name, migrations] of Object.entries(FOLDERS)) {
      const file = path.join(folder, name);
      up(file, migrations);
      expect(schemaOf(file), name).toEqual(schemas.get(name));
    }
    rmSync(folder, { recursive: true, force: true });
  }
  rmSync(clean, { recursive: true, force: true });
}, 600_000);
