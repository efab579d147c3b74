/** Cloudflare D1 behind the same port: `batch` is D1's own atomic batch. */
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

/** The part of D1's binding that we use. */
export interface D1Like {
  prepare(sql: string): D1Prepared;
  batch(statements: D1Prepared[]): Promise<unknown>;
}
interface D1Prepared {
  bind(...params: unknown[]): D1Prepared;
  all(): Promise<{ results: Record<string, unknown>[] }>;
}

/** Wraps a D1 binding. */
export function openD1(db: D1Like): Store {
  return {
    async all<T extends object = Row>(text: string, ...params: Bind[]): Promise<T[]> {
      checkBinds(params);
      try {
        const { results } = await db
          .prepare(text)
          .bind(...params)
          .all();
        return results.map(withBytes) as T[];
      } catch {
        throw new StoreFault('d1');
      }
    },
    async batch(statements: Statement[]): Promise<Committed> {
      for (const s of statements) checkBinds(s.params);
      try {
        await db.batch(statements.map((s) => db.prepare(s.sql).bind(...s.params)));
        return 'done';
      } catch (e) {
        const refused = e instanceof Error ? constraintOf(e.message) : null;
        if (refused) return refused;
        throw new StoreFault('d1');
      }
    },
  };
}

/** D1 hands blobs back as plain arrays of numbers. */
function withBytes(row: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(row).map(([k, v]) => [k, bytesOf(v)]));
}

function bytesOf(value: unknown): unknown {
  if (Array.isArray(value)) return Uint8Array.from(value as number[]);
  return value instanceof ArrayBuffer ? new Uint8Array(value) : value;
}
