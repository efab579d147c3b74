/** Brings a database file up to date: each .sql file once, in order, in one transaction of its own. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';

/**
 * Applies the migrations of `folder` that `file` has not seen. The table is the one wrangler keeps for D1,
 * so both engines record the same names. A kill between two files leaves whole files applied.
 */
export function migrate(file: string, folder: string): void {
  const db = new Database(file, { timeout: 5_000 });
  try {
    db.pragma('journal_mode = WAL');
    db.pragma('secure_delete = ON');
    db.exec(
      'CREATE TABLE IF NOT EXISTS d1_migrations (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT UNIQUE, applied_at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP)',
    );
    const applied = new Set(db.prepare('SELECT name FROM d1_migrations').pluck().all());
    for (const name of readdirSync(folder)
      .filter((n) => n.endsWith('.sql'))
      .sort()) {
      if (!applied.has(name)) apply(db, name, readFileSync(path.join(folder, name), 'utf8'));
    }
  } finally {
    db.close();
  }
}

function apply(db: Database.Database, name: string, text: string): void {
  db.transaction(() => {
    // A second process may have applied it while we waited for the lock.
    if (db.prepare('SELECT 1 FROM d1_migrations WHERE name = ?').get(name)) return;
    db.exec(text);
    db.prepare('INSERT INTO d1_migrations (name) VALUES (?)').run(name);
  }).immediate();
}
