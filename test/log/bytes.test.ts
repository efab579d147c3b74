import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe } from 'vitest';
import { migrate } from '../../src/store/migrate.ts';
import { openSqlite, type SqliteStore } from '../../src/store/sqlite.ts';
import { logBytes } from './bytes.ts';

let folder: string;
let store: SqliteStore;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'komatta-log-'));
  migrate(path.join(folder, 'x.db'), path.resolve(import.meta.dirname, '../../src/store/migrations'));
  store = openSqlite(path.join(folder, 'x.db'));
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('log bytes on SQLite', () => logBytes(() => store));
