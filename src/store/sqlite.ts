/**
 * SQLite on Node. Batches that arrive together share one transaction and one fsync (group commit); each is a
 * savepoint, so one that fails rolls back alone. Every caller is answered only after the outer COMMIT.
 */
import Database from 'better-sqlite3';
import {
  type Bind,
  type Committed,
  checkBinds,
  constraintOf,
  type Row,
  type Statement,
  type Store,
  StoreFault,
} from './port.ts';

export interface SqliteStore extends Store {
  /** Batches waiting for the next commit. */
  waiting(): number;
  /** Writes the WAL back into the file and cuts it, so that deleted bytes are gone from disk. */
  truncateWal(): void;
  /** Waits for what is queued, then closes. */
  close(): Promise<void>;
}

interface Job {
  statements: Statement[];
  resolve(outcome: Committed): void;
  reject(fault: StoreFault): void;
}

/** More waiting than this means that the disk has stopped keeping up: refuse instead of hoarding. */
const QUEUE_MAX = 20_000;

/** How long to wait for another process's write, ms. */
const PATIENCE = 5_000;
/**
 * How long a cut waits for another process's reader, ms; everybody else waits meanwhile. A backup reads for longer, and
 * cuts by itself when it is done; what else holds it up is cut at the next sweep.
 */
const READER_PATIENCE = 100;

/** Opens (and creates) a database file with durable settings. Throws when the file cannot be opened. */
export function openSqlite(path: string): SqliteStore {
  const db = new Database(path, { timeout: PATIENCE });
  harden(db);
  return new GroupCommit(db);
}

/**
 * WAL silently lowers `synchronous` to NORMAL at the first access, which would acknowledge before bytes are
 * durable: set it afterwards and read it back. secure_delete overwrites what is deleted.
 */
function harden(db: Database.Database): void {
  db.pragma('journal_mode = WAL');
  db.prepare('SELECT count(*) FROM sqlite_schema').get();
  db.pragma('synchronous = FULL');
  db.pragma('secure_delete = ON');
  db.pragma('foreign_keys = ON');
  const level = db.pragma('synchronous', { simple: true });
  if (level !== 2) throw new StoreFault('not_durable');
}

class GroupCommit implements SqliteStore {
  readonly #db: Database.Database;
  readonly #prepared = new Map<string, Database.Statement>();
  readonly #one: Database.Transaction<(statements: Statement[]) => void>;
  readonly #group: Database.Transaction<(jobs: Job[]) => (Committed | StoreFault)[]>;
  #queue: Job[] = [];

  constructor(db: Database.Database) {
    this.#db = db;
    this.#one = db.transaction((statements: Statement[]) => {
      for (const s of statements) this.#prepare(s.sql).run(...s.params);
    });
    this.#group = db.transaction((jobs: Job[]) => jobs.map((job) => this.#attempt(job)));
  }

  async all<T extends object = Row>(text: string, ...params: Bind[]): Promise<T[]> {
    checkBinds(params);
    try {
      return this.#prepare(text).all(...params) as T[];
    } catch (e) {
      throw faultOf(e);
    }
  }

  batch(statements: Statement[]): Promise<Committed> {
    for (const s of statements) checkBinds(s.params);
    if (this.#queue.length >= QUEUE_MAX) return Promise.reject(new StoreFault('full'));
    return new Promise((resolve, reject) => {
      this.#queue.push({ statements, resolve, reject });
      if (this.#queue.length === 1) setImmediate(() => this.#flush());
    });
  }

  waiting(): number {
    return this.#queue.length;
  }

  truncateWal(): void {
    this.#db.pragma(`busy_timeout = ${READER_PATIENCE}`);
    this.#db.pragma('wal_checkpoint(TRUNCATE)');
    this.#db.pragma(`busy_timeout = ${PATIENCE}`);
  }

  async close(): Promise<void> {
    while (this.#queue.length > 0) await new Promise((next) => setImmediate(next));
    this.truncateWal();
    this.#db.close();
  }

  #flush(): void {
    const jobs = this.#queue;
    this.#queue = [];
    try {
      const outcomes = this.#group.immediate(jobs);
      jobs.forEach((job, i) => {
        const outcome = outcomes[i]!;
        if (outcome instanceof StoreFault) job.reject(outcome);
        else job.resolve(outcome);
      });
    } catch (e) {
      for (const job of jobs) job.reject(faultOf(e));
    }
  }

  #attempt(job: Job): Committed | StoreFault {
    try {
      this.#one(job.statements);
      return 'done';
    } catch (e) {
      const refused = e instanceof Error ? constraintOf(e.message) : null;
      if (refused) return refused;
      // A full disk or an I/O error ends the whole transaction: nothing of this group may be acknowledged.
      if (!this.#db.inTransaction) throw e;
      return faultOf(e);
    }
  }

  #prepare(text: string): Database.Statement {
    let statement = this.#prepared.get(text);
    if (!statement) {
      statement = this.#db.prepare(text);
      this.#prepared.set(text, statement);
    }
    return statement;
  }
}

function faultOf(e: unknown): StoreFault {
  if (e instanceof StoreFault) return e;
  const code = (e as { code?: unknown }).code;
  return new StoreFault(typeof code === 'string' ? code : 'unknown');
}
