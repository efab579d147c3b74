/** The log as a table: for a spreadsheet, and for whoever audits. Entries hold no words. */
import { writeCsv } from 'hucre/csv';
import { actName } from '../log/names.ts';
import type { Deps } from './deps.ts';

const PAGE = 1000;

/** An entry as it stands in its line. */
export interface LogLine {
  seq: number;
  at: string;
  actor: string;
  act: string;
  case?: string;
  window?: string;
  detail?: Record<string, unknown>;
}

/** All lines, oldest first, as they were hashed. */
export async function* linesOf(deps: Deps): AsyncGenerator<string> {
  let after = 0;
  for (;;) {
    const rows = await deps.store.all<{ seq: number; line: string }>(
      'SELECT seq, line FROM log WHERE seq > ? ORDER BY seq LIMIT ?',
      after,
      PAGE,
    );
    for (const { line } of rows) yield line;
    if (rows.length < PAGE) return;
    after = rows.at(-1)!.seq;
  }
}

const COLUMNS = ['番号', '日時', 'だれが', '何を', '相談', '窓口', 'くわしく', '何を（ことば）'];

/** The head of the table as a line of CSV, with the mark by which a spreadsheet knows UTF-8. */
export const csvHead = (): string => `\uFEFF${csvRow(COLUMNS)}`;

export function csvOfLine(line: string): string {
  const e = JSON.parse(line) as LogLine;
  const detail = JSON.stringify(e.detail ?? {});
  return csvRow([
    String(e.seq),
    e.at,
    e.actor,
    e.act,
    e.case ?? '',
    e.window ?? '',
    detail === '{}' ? '' : detail,
    actName(e.act),
  ]);
}

/** Ends with CR; its LF is added by whoever writes lines. A spreadsheet would take =, +, - or @ at the beginning for a formula. */
const csvRow = (cells: readonly string[]): string =>
  `${writeCsv([cells.map((c) => (/^[=+\-@\t]/.test(c) ? `'${c}` : c))], { lineSeparator: '\r\n' }).trimEnd()}\r`;
