/** What every command gets and gives. stdout carries only the answer; everything else goes to stderr. */

import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Prepared } from '../content/content.ts';
import { faultLine } from '../content/fault.ts';
import { loadContent } from '../content/load.ts';
import { readContent } from '../content/read.ts';
import type { SourceFile } from '../content/sources.ts';

/** 0 good · 1 ran, found faults · 2 wrong use · 3 could not run. */
export type Exit = 0 | 1 | 2 | 3;

export interface Call {
  positionals: string[];
  values: Record<string, string | boolean | undefined>;
}

export const answer = (line: string): void => void process.stdout.write(`${line}\n`);
export const tell = (line: string): void => void process.stderr.write(`${line}\n`);

/** Wrong use: one sentence, exit 2. */
export function misuse(line: string): Exit {
  tell(line);
  return 2;
}

export const text = (call: Call, name: string): string | undefined => {
  const value = call.values[name];
  return typeof value === 'string' ? value : undefined;
};

/** --city, else CITY, else hiratsuka. */
export const cityOf = (call: Call): string => text(call, 'city') ?? (process.env.CITY || 'hiratsuka');
/** --content, else CONTENT_DIR, else the package's own folder; never the working folder. */
export const contentOf = (call: Call): string =>
  text(call, 'content') ?? (process.env.CONTENT_DIR || packageRoot());

/** The package root from src/commands/ (tests) or dist/ (the built command). */
export function packageRoot(): string {
  const here = path.dirname(fileURLToPath(import.meta.url));
  return here.endsWith('commands') ? path.resolve(here, '../..') : path.resolve(here, '..');
}

/** The content files; null after telling that the folder is none. */
export function filesOf(call: Call): SourceFile[] | null {
  try {
    return readContent(contentOf(call));
  } catch {
    tell(`フォルダ「${contentOf(call)}」に intents/ と data/ がありません。`);
    return null;
  }
}

/** Writes what the operator asked for; false after telling that it cannot be written there. */
export function putFile(file: string, bytes: string | Uint8Array): boolean {
  try {
    writeFileSync(file, bytes);
    return true;
  } catch {
    tell(`「${file}」に書けません。フォルダがあるか、ほかのプログラムでひらいていないかを確かめてください。`);
    return false;
  }
}

/** The moment asked about: --at with an offset, else now; null when it cannot be read. */
export function momentOf(call: Call): number | null {
  const at = text(call, 'at');
  return at === undefined ? Date.now() : readMoment(at);
}

/** ISO 8601 with an offset, or a bare date (taken as 9:00 in Tokyo); a day that exists, this century. */
export function readMoment(at: string): number | null {
  const iso = /^\d{4}-\d{2}-\d{2}$/.test(at) ? `${at}T09:00:00+09:00` : at;
  if (!/^20\d{2}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2})$/.test(iso)) return null;
  const day = iso.slice(0, 10);
  const exists = new Date(`${day}T00:00:00Z`);
  const ms = Date.parse(iso);
  return Number.isNaN(ms) || Number.isNaN(exists.getTime()) || exists.toISOString().slice(0, 10) !== day
    ? null
    : ms;
}

export const BAD_MOMENT = '--at は 2026-11-24T10:00:00+09:00 の形で書いてください。';

/** The compiled content, or null after telling why not. */
export function prepared(call: Call): Prepared | null {
  const city = cityOf(call);
  try {
    const loaded = loadContent(contentOf(call), city, path.join(packageRoot(), 'dist', 'content'));
    for (const fault of loaded.faults) tell(faultLine(fault));
    return loaded.prepared;
  } catch {
    tell(`困りごとや窓口のファイルが読めません。--content と --city（いま ${city}）を確かめてください。`);
    return null;
  }
}

/** Lines of stdin, blank ones too; a line ends with LF or CRLF, nothing else. */
export async function* stdinLines(): AsyncGenerator<string> {
  let rest = '';
  process.stdin.setEncoding('utf8');
  for await (const chunk of process.stdin as AsyncIterable<string>) {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop()!;
    for (const line of lines) yield line.replace(/\r$/, '');
  }
  if (rest !== '') yield rest;
}
