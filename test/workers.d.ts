/** What the Workers tests use of the runtime's own modules. */
declare module 'cloudflare:workers' {
  export const env: {
    DB: D1Database;
    KEYS: D1Database;
    MIGRATIONS: import('@cloudflare/vitest-pool-workers').D1Migration[];
    MIGRATIONS_KEYS: import('@cloudflare/vitest-pool-workers').D1Migration[];
  } & Record<string, string>;
}
type D1Database = import('../src/store/d1.ts').D1Like;
