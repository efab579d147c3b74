import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { migrate } from '../../src/store/migrate.ts';
import { sql } from '../../src/store/port.ts';
import { takeServing } from '../../src/store/serving.ts';
import { openSqlite, type SqliteStore } from '../../src/store/sqlite.ts';
import { storeContract } from './contract.ts';

const MIGRATIONS = path.resolve(import.meta.dirname, '../../src/store/migrations');
let folder: string;
let file: string;
let store: SqliteStore | null;

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'komatta-store-'));
  file = path.join(folder, 'x.db');
  migrate(file, MIGRATIONS);
  store = null;
});
afterEach(async () => {
  await store?.close();
  rmSync(folder, { recursive: true, force: true });
});
const open = (): SqliteStore => {
  store = openSqlite(file);
  return store;
};

describe('store contract on SQLite', () => storeContract(open));

describe('SQLite on Node', () => {
  it('is durable: synchronous is FULL after the first read, in WAL', async () => {
    const opened = open();
    await opened.all('SELECT count(*) FROM turns');
    expect(await opened.all('PRAGMA synchronous')).toEqual([{ synchronous: 2 }]);
    expect(await opened.all('PRAGMA journal_mode')).toEqual([{ journal_mode: 'wal' }]);
    expect(await opened.all('PRAGMA secure_delete')).toEqual([{ secure_delete: 1 }]);
  });

  it('has committed when it answers: another process sees the row at once', async () => {
    const opened = open();
    const other = new Database(file, { readonly: true });
    await Promise.all(
      Array.from({ length: 50 }, (_, i) =>
        opened.batch([
          sql('INSERT INTO turns (event, talk, turn, at) VALUES (?, ?, 1, 1)', `e${i}`, `t${i}`),
        ]),
      ),
    );
    expect(other.prepare('SELECT count(*) FROM turns').pluck().get()).toBe(50);
    other.close();
  });

  it('applies each migration once', () => {
    migrate(file, MIGRATIONS);
    const db = new Database(file, { readonly: true });
    const applied = db.prepare('SELECT name FROM d1_migrations ORDER BY id').pluck().all();
    expect(applied).toEqual(readdirSync(MIGRATIONS).sort());
    expect(applied.length).toBeGreaterThan(1);
    db.close();
  });

  it('lets one process serve a file', () => {
    const first = takeServing(file);
    expect(first).not.toBeNull();
    expect(takeServing(file)).toBeNull();
    first!.release();
    const next = takeServing(file);
    expect(next).not.toBeNull();
    next!.release();
  });
});
