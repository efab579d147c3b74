/** What was set at LINE before us, in a small file beside the database: nothing secret, no resident in it. */
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';
import type { Settings } from '../config.ts';
import type { Before } from '../line/setup.ts';

const before = z.object({ bot: z.string(), webhook: z.string().nullable(), menu: z.string().nullable() });

export const beforeFile = ({ database }: Settings): string =>
  path.join(path.dirname(database), 'line-setup.json');

/** null when there is none; `broken` when it cannot be read. */
export function readBefore(settings: Settings): Before | null | 'broken' {
  const file = beforeFile(settings);
  try {
    if (!existsSync(file)) return null;
    return before.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return 'broken';
  }
}

/** Whole or not at all; false when it cannot be written. */
export function writeBefore(settings: Settings, value: Before): boolean {
  const file = beforeFile(settings);
  try {
    mkdirSync(path.dirname(path.resolve(file)), { recursive: true, mode: 0o700 });
    writeFileSync(`${file}.new`, `${JSON.stringify(value)}\n`, { mode: 0o600, flush: true });
    renameSync(`${file}.new`, file);
    return true;
  } catch {
    return false;
  }
}

export const dropBefore = (settings: Settings): void => rmSync(beforeFile(settings), { force: true });
