/** What was forgotten while a backup read is gone from the disk once the backup is done. */
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { copyTogether } from '../../src/backup/snapshot.ts';
import { sql } from '../../src/store/port.ts';
import { startService, type TestService } from '../rig/service.ts';

let service: TestService;
beforeEach(async () => {
  service = await startService();
});
afterEach(() => service.close());

const MARK = 'a-key-that-was-destroyed';
const onDisk = (file: string): boolean =>
  [file, `${file}-wal`].some((f) => existsSync(f) && readFileSync(f).includes(MARK));

it('cuts what a reader had kept', async () => {
  const { store, settings } = service.deps;
  const insert = sql('INSERT INTO throttles (name, count, until) VALUES (?, 0, 0)', MARK);
  await store.batch([insert]);
  const reader = new Database(settings.database);
  reader.exec('BEGIN');
  reader.prepare('SELECT count(*) FROM throttles').get();
  await store.batch([sql('DELETE FROM throttles WHERE name = ?', MARK)]);
  service.deps.scrub();
  expect(onDisk(settings.database)).toBe(true); // the reader still needs it, and nobody waited for it to end
  expect(await store.all('SELECT 1 FROM throttles')).toEqual([]);
  reader.close();
  const to = path.join(service.folder, 'copy');
  mkdirSync(to);
  await copyTogether(
    { words: settings.database, keys: settings.keysDatabase },
    { words: path.join(to, 'komatta.db'), keys: path.join(to, 'keys.db') },
  );
  expect([settings.database, path.join(to, 'komatta.db')].map(onDisk)).toEqual([false, false]);
});
