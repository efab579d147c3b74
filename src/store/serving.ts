/** One serving process per database: a lock that the operating system lets go of when the process dies. */
import Database from 'better-sqlite3';

export interface Serving {
  release(): void;
}

/** Takes the serving lock of a database file, or returns null when another process serves it. */
export function takeServing(file: string): Serving | null {
  const db = new Database(`${file}.serving`, { timeout: 0 });
  try {
    db.exec('BEGIN EXCLUSIVE');
  } catch {
    db.close();
    return null;
  }
  return {
    release() {
      db.exec('ROLLBACK');
      db.close();
    },
  };
}
