/** Brings a database file up to date: each .sql file once, in order, in one transaction of its own. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';

/**
 * Applies the migrations of `folder` that `file` has not seen. The table is the one wrangler keeps for D1,
 * so both engines record the same names. A kill between two files leaves whole files applied. `newer`: a newer
 * version of this program has migrated the file already, and nothing was applied; migrations only go forward.
 */
export function migrate(file: string, folder: string): 'done' | 'newer' {
  const db = new Database(file, { timeout: 5_000 });
  try {
    db.pragma('journal_mode = WAL');
    db.pragma('secure_delete = ON');
    db.exec(
      'CREATE TABLE IF NOT EXISTS d1_migrations (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT UNIQUE, applied_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP)',
    );
    if (isNewer(db, folder)) return 'newer';
    const applied = new Set(db.prepare('SELECT name FROM d1_migrations').pluck().all());
    for (const name of readdirSync(folder)
      .filter((n) => n.endsWith('.sql'))
      .sort()) {
      if (!applied.has(name)) apply(db, name, readFileSync(path.join(folder, name), 'utf8'));
    }
    return 'done';
  } finally {
    db.close();
  }
}

/** True when a newer version of this program has written here: its migrations are not in `folder`. */
export function isNewer(db: Database.Database, folder: string): boolean {
  const known = new Set(readdirSync(folder));
  return (db.prepare('SELECT name FROM d1_migrations').pluck().all() as string[]).some((n) => !known.has(n));
}

function apply(db: Database.Database, name: string, text: string): void {
  db.transaction(() => {
    // A second process may have applied it while we waited for the lock.
    if (db.prepare('SELECT 1 FROM d1_migrations WHERE name = ?').get(name)) return;
    db.exec(text);
    db.prepare('INSERT INTO d1_migrations (name) VALUES (?)').run(name);
  }).immediate();
}
