/**
 * The store: two methods over one SQL dialect, on SQLite and on D1. A batch is one atomic unit; conditions
 * live inside the SQL (a UNIQUE or NOT NULL that fails rolls the whole batch back), because neither engine's
 * asynchronous face has interactive transactions.
 */
export type Bind = null | number | string | Uint8Array;

export interface Statement {
  sql: string;
  params: Bind[];
}

/**
 * done: committed and durable · seen: this event was committed before · stale: somebody else moved what
 * this batch was built on, load again and retry. Engine errors (disk, corruption) throw a StoreFault.
 */
export type Committed = 'done' | 'seen' | 'stale';

export type Row = Record<string, Bind>;

export interface Store {
  all<T extends object = Row>(sql: string, ...params: Bind[]): Promise<T[]>;
  batch(statements: Statement[]): Promise<Committed>;
}

/** The store could not do its work. Carries no text of the engine: that could quote a row. */
export class StoreFault extends Error {
  override name = 'StoreFault';
  constructor(readonly code: string) {
    super(`store fault: ${code}`);
  }
}

/** One statement of a batch. */
export const sql = (text: string, ...params: Bind[]): Statement => ({ sql: text, params });

/** D1's limit on bound parameters, kept on both engines; longer lists go by json_each. */
const PARAMS_MAX = 100;

/** Refuses binds that the two engines treat differently. These are bugs of ours, so it throws. */
export function checkBinds(params: readonly unknown[]): void {
  if (params.length > PARAMS_MAX) throw new Error(`more than ${PARAMS_MAX} parameters`);
  for (const p of params) {
    const good =
      p === null ||
      typeof p === 'string' ||
      p instanceof Uint8Array ||
      (typeof p === 'number' && Number.isFinite(p));
    if (!good) throw new Error(`a bind of type ${typeof p}`);
  }
}

/** Reads an engine's constraint message; anything else is a fault. */
export function constraintOf(message: string): Exclude<Committed, 'done'> | null {
  if (/UNIQUE constraint failed: (?:turns\.event|inbox\.event)\b/.test(message)) return 'seen';
  return /(?:UNIQUE|NOT NULL|CHECK) constraint failed/.test(message) ? 'stale' : null;
}
