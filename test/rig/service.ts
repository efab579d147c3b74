/** A service over real SQLite files in a folder of its own, with a clock that tests move. */
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Hono } from 'hono';
import { createApp } from '../../src/app.ts';
import { configure, type Env } from '../../src/config.ts';
import type { Prepared } from '../../src/content/content.ts';
import { loadContent } from '../../src/content/load.ts';
import { type Host, openHost } from '../../src/host.ts';
import { deliverDue } from '../../src/run/deliver.ts';
import type { Deps, Report } from '../../src/run/deps.ts';
import { settleInbox } from '../../src/run/settle.ts';

export const SECRET = 'test-channel-secret';
export const TOKEN = 'fake-channel-access-token';
/** A Tuesday morning, the city hall open. */
export const TUESDAY = Date.parse('2026-11-24T10:00:00+09:00');

const ROOT = path.resolve(import.meta.dirname, '../..');
const loaded = new Map<string, Prepared>();

/** Compiled content of a city, once per test file. */
export function contentOf(city = 'hiratsuka'): Prepared {
  const known = loaded.get(city);
  if (known) return known;
  const { prepared, faults } = loadContent(ROOT, city, path.join(ROOT, 'dist', 'content'));
  if (!prepared) throw new Error(JSON.stringify(faults));
  loaded.set(city, prepared);
  return prepared;
}

export interface TestService {
  deps: Deps;
  app: Hono;
  folder: string;
  reports: Report[];
  /** Plays the inbox and sends the outbox, until nothing is due. */
  work(): Promise<void>;
  /** Moves the clock. */
  advance(ms: number): void;
  close(): Promise<void>;
}

/** Starts a service in a temporary folder. */
export async function startService(
  env: Env = {},
  content: Prepared | (() => Prepared) = contentOf(),
): Promise<TestService> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'komatta-'));
  const configured = configure({
    DATABASE: path.join(folder, 'komatta.db'),
    LINE_CHANNEL_SECRET: SECRET,
    LINE_CHANNEL_ACCESS_TOKEN: TOKEN,
    LINE_API_BASE: 'http://127.0.0.1:9',
    ...env,
  });
  if (!configured.ok) throw new Error(configured.problems.join('\n'));
  const reports: Report[] = [];
  let skew = TUESDAY - Date.now();
  const host: Host = await openHost({
    settings: configured.settings,
    content: typeof content === 'function' ? content : () => content,
    wake: { inbox() {}, outbox() {} },
    report: (r) => reports.push(r),
  });
  const deps: Deps = { ...host.deps, now: () => Date.now() + skew };
  return {
    deps,
    app: createApp(deps),
    folder,
    reports,
    async work() {
      await settleInbox(deps);
      while ((await deliverDue(deps)) > 0);
    },
    advance(ms) {
      skew += ms;
    },
    async close() {
      await host.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
