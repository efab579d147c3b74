import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe } from 'vitest';
import { migrate } from '../../src/store/migrate.ts';
import { openSqlite, type SqliteStore } from '../../src/store/sqlite.ts';
import { contentOf } from '../rig/service.ts';
import { storedTests } from './stored.ts';

const MIGRATIONS = path.resolve(import.meta.dirname, '../../src/store');
let folder: string;
let opened: SqliteStore[];

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'komatta-golden-'));
  opened = ['migrations', 'migrations-keys'].map((name) => {
    const file = path.join(folder, `${name}.db`);
    migrate(file, path.join(MIGRATIONS, name));
    return openSqlite(file);
  });
});
afterEach(async () => {
  for (const store of opened) await store.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('golden talks on SQLite', () => storedTests(() => [opened[0]!, opened[1]!], contentOf));
