/** Tables as CSV files: UTF-8 with BOM, or Shift_JIS for old programs; and back. */
import { parseCsv, writeCsv } from 'hucre/csv';
import iconv from 'iconv-lite';
import type { Sheet } from './changes.ts';
import { MARK } from './damage.ts';
import type { Table } from './table.ts';

/** Shift_JIS as Windows has it. */
const SHIFT_JIS = 'cp932';

export interface CsvFile {
  /** `窓口.csv` */
  name: string;
  bytes: Uint8Array;
  /** Cells that Shift_JIS cannot hold: marked, and not read back. */
  marked: string[];
}

export function csvOf(table: Table, encoding: 'utf-8' | 'shift_jis'): CsvFile {
  const marked: string[] = [];
  const rows = [table.columns.map((c) => c.title), ...table.rows.map((r) => r.cells)];
  const cells = rows.map((row, r) =>
    row.map((cell, c) => {
      // A spreadsheet would take @… for a formula.
      const safe = cell.startsWith('@') ? `'${cell}` : cell;
      if (encoding === 'utf-8' || isShiftJis(safe)) return safe;
      marked.push(`${table.name} ${r + 1}行目「${table.columns[c]!.title}」`);
      return `${MARK}${[...safe].map((l) => (isShiftJis(l) ? l : '〓')).join('')}`;
    }),
  );
  const text = writeCsv(cells, { lineSeparator: '\r\n' });
  const bytes = encoding === 'utf-8' ? Buffer.from(`\uFEFF${text}`) : iconv.encode(text, SHIFT_JIS);
  return { name: `${table.name}.csv`, bytes, marked };
}

const isShiftJis = (text: string): boolean => iconv.decode(iconv.encode(text, SHIFT_JIS), SHIFT_JIS) === text;

const BYTES_MAX = 3_000_000;

/** A CSV file as a sheet; `name` is the file's, without its ending. */
export function sheetOfCsv(name: string, bytes: Uint8Array): { sheet: Sheet } | { refused: string } {
  if (bytes.length > BYTES_MAX)
    return { refused: 'ファイルが大きすぎます。「komatta sheet export」で出した表だけを入れてください。' };
  try {
    const rows = parseCsv(decoded(bytes), { delimiter: ',' }).map((row) =>
      row.map((cell) => (typeof cell === 'string' && cell.startsWith("'@") ? cell.slice(1) : cell)),
    );
    return { sheet: { name, rows: rows as Sheet['rows'] } };
  } catch {
    return { refused: 'CSV として読めません。" が閉じていないところがないか、確かめてください。' };
  }
}

/** UTF-8 says so by being right; everything else is what Excel writes in Japan. */
function decoded(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return iconv.decode(Buffer.from(bytes), SHIFT_JIS);
  }
}
