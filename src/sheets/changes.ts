/** What a sheet that comes back would change, cell by cell, and everything that is wrong with it. Pure: nothing is written here. */
import { addItem, type Json, removeKey, setValue } from '../content/edit.ts';
import { cellFault, MARK, type RawCell, textOf } from './damage.ts';
import { LOCAL, localChanges } from './local.ts';
import { type Cells, type Column, type Fault, type Row, readCell, type Table } from './table.ts';
import { columnsOfRow } from './tables.ts';

/** A sheet as it was read: the first row holds the titles. */
export interface Sheet {
  name: string;
  rows: readonly (readonly RawCell[])[];
}

export interface Change {
  file: string;
  sheet: string;
  /** The row's name, and the column. */
  row: string;
  title: string;
  before: string;
  after: string;
  edit(text: string): string;
}

/** A fault with its place as a spreadsheet names it: row from 1, column by letter. */
export interface SheetFault {
  sheet: string;
  row: number;
  column: string;
  cause: string;
  cure: string;
}

export interface Comparison {
  changes: Change[];
  faults: SheetFault[];
  /** What is not done, and why. */
  notices: string[];
}

const ROWS_MAX = 5000;

/** Compares sheets with the tables of today. Sheets that are not ours are named; those that are missing change nothing. */
export function compare(tables: readonly Table[], sheets: readonly Sheet[]): Comparison {
  const all: Comparison = { changes: [], faults: [], notices: [] };
  for (const sheet of sheets) {
    const table = tables.find((t) => t.name === sheet.name);
    if (table) compareSheet(table, sheet, all);
    else if (sheet.name !== GUIDE)
      all.notices.push(
        `シート「${sheet.name}」は読みません（${tables.map((t) => t.name).join('・')} を読みます）。`,
      );
  }
  if (!sheets.some((s) => tables.some((t) => t.name === s.name)))
    all.faults.push({
      sheet: sheets[0]?.name ?? '',
      row: 1,
      column: 'A',
      cause: '読めるシートがありません',
      cure: `「komatta sheet export」で出した表を直してください（シートの名前：${tables.map((t) => t.name).join('・')}）`,
    });
  return all;
}

/** The sheet that explains the others. */
export const GUIDE = 'はじめに';

function compareSheet(table: Table, { rows }: Sheet, all: Comparison): void {
  const place = (row: number, column: number, { cause, cure }: Pick<Fault, 'cause' | 'cure'>): void =>
    void all.faults.push({ sheet: table.name, row: row + 1, column: letterOf(column), cause, cure });
  const titles = (rows[0] ?? []).map((t) => String(t ?? '').trim());
  if (!headed(table, titles, place)) return;
  if (rows.length > ROWS_MAX) {
    place(ROWS_MAX, 0, { cause: '行が多すぎます', cure: `${ROWS_MAX}行までにしてください` });
    return;
  }
  if (table.name === LOCAL) {
    localChanges(table, { name: LOCAL, rows }, all);
    return;
  }
  const seen = new Map<string, number>();
  rows.forEach((raw, r) => {
    if (r === 0 || raw.every((c) => c === null || c === undefined || String(c).trim() === '')) return;
    compareRow({ table, titles, raw, r, seen, place, all });
  });
  const gone = table.rows.filter((row) => !seen.has(row.id));
  if (gone.length > 0)
    all.notices.push(
      `シート「${table.name}」から ${gone.length}行が消えています（${gone
        .slice(0, 3)
        .map((g) => g.id)
        .join(
          '、',
        )}${gone.length > 3 ? ' など' : ''}）。消えた行は、そのまま残します。出さないようにするには、番号なら状態を「見せない」に、窓口なら「まで」に日付を入れてください。`,
    );
}

type Place = (row: number, column: number, fault: Pick<Fault, 'cause' | 'cure'>) => void;

/** Whether the titles can be told: every column of ours once, and no other. */
function headed(table: Table, titles: readonly string[], place: Place): boolean {
  const wanted = table.columns.map((c) => c.title);
  const missing = wanted.filter((t) => !titles.includes(t));
  if (missing.length > 0)
    place(0, 0, {
      cause: `見出しの「${missing.join('」「')}」がありません`,
      cure: '1行目の見出しを、出したときのとおりに戻してください',
    });
  titles.forEach((title, c) => {
    if (title !== '' && !wanted.includes(title))
      place(0, c, {
        cause: `「${title}」という列はありません`,
        cure: '列を消すか、見出しを元に戻してください',
      });
    if (title !== '' && titles.indexOf(title) !== c)
      place(0, c, { cause: `「${title}」の列が2つあります`, cure: '一つにしてください' });
  });
  return missing.length === 0;
}

interface RowAt {
  table: Table;
  titles: readonly string[];
  raw: readonly RawCell[];
  r: number;
  /** Row name → where it stood first. */
  seen: Map<string, number>;
  place: Place;
  all: Comparison;
}

function compareRow({ table, titles, raw, r, seen, place, all }: RowAt): void {
  const columns = columnsOfRow(
    table,
    table.columns.map((c) => String(raw[titles.indexOf(c.title)] ?? '').trim()),
  );
  let good = true;
  const texts = columns.map((column) => {
    const c = titles.indexOf(column.title);
    const cell = raw[c];
    if (typeof cell === 'string' && cell.includes(MARK)) return MARK;
    const read = textOf(cell, column);
    if ('text' in read) return read.text;
    place(r, c, read.fault);
    good = false;
    return '';
  });
  if (!good) return;
  const id = texts.slice(0, table.keys).join('｜');
  const known = table.rows.find((row) => row.id === id);
  if (seen.has(id) && texts[table.keys - 1] !== '') {
    place(r, 0, {
      cause: `${seen.get(id)! + 1}行目と同じ行があります`,
      cure: 'どちらか一つにしてください',
    });
    return;
  }
  seen.set(id, r);
  const faultAt = (column: Column, fault: Fault): void => place(r, titles.indexOf(column.title), fault);
  if (known) changeRow({ table, columns, known, texts, faultAt, all });
  else
    addRow({
      table,
      columns,
      texts,
      faultAt,
      place: (fault) => place(r, Math.max(0, titles.indexOf(fault.title)), fault),
      all,
    });
}

interface Changing {
  table: Table;
  columns: readonly Column[];
  known: Row;
  texts: readonly string[];
  faultAt(column: Column, fault: Fault): void;
  all: Comparison;
}

function changeRow({ table, columns, known, texts, faultAt, all }: Changing): void {
  for (const [c, column] of columns.entries()) {
    const before = known.cells[c] ?? '';
    const after = texts[c]!;
    if (after === MARK || after === before.trim()) continue;
    const fault = cellFault(after, column);
    if (fault) {
      faultAt(column, fault);
      continue;
    }
    all.changes.push({
      file: table.file,
      sheet: table.name,
      row: known.id,
      title: column.title,
      before,
      after,
      edit: (text) => write(text, column, ...target(known, column, readCell(after, column), columns, texts)),
    });
  }
}

/** An emptied cell takes its key away where the files know no empty one. */
const write = (text: string, { schema, path }: Column, at: (string | number)[], value: Json): string =>
  value === null && path.at(-1) === at.at(-1) && !schema.safeParse(null).success
    ? removeKey(text, at)
    : setValue(text, at, value);

/** 緯度 alone is no place yet: a thing of two cells is written as a whole when it was not there. */
function target(
  known: Row,
  column: Column,
  value: Json,
  columns: readonly Column[],
  texts: readonly string[],
): [(string | number)[], Json] {
  const [head, ...rest] = column.path;
  if (rest.length === 0) return [[...known.at, ...column.path], value];
  const whole = columns.flatMap((c, i) =>
    c.path[0] === head && texts[i] !== '' ? [[c.path[1]!, readCell(texts[i]!, c)] as const] : [],
  );
  const others = columns.some((c, i) => c.path[0] === head && c !== column && (known.cells[i] ?? '') !== '');
  if (whole.length === 0) return [[...known.at, head!], null];
  return others ? [[...known.at, ...column.path], value] : [[...known.at, head!], Object.fromEntries(whole)];
}

interface Adding extends Omit<Changing, 'known'> {
  place(fault: Fault): void;
}

function addRow({ table, columns, texts, faultAt, place, all }: Adding): void {
  if (texts.includes(MARK)) return;
  const cells: Cells = (title) => texts[columns.findIndex((c) => c.title === title)] ?? '';
  let good = true;
  columns.forEach((column, c) => {
    const fault = column.path.length === 0 ? null : cellFault(texts[c]!, column);
    if (!fault || (isOptional(column) && texts[c] === '')) return;
    if (cells('曜日') === '24時間' && column.title !== '曜日') return;
    faultAt(column, fault);
    good = false;
  });
  if (!good) return;
  const added = table.add(cells);
  if ('fault' in added) {
    place(added.fault);
    return;
  }
  all.changes.push({
    file: table.file,
    sheet: table.name,
    row: texts
      .slice(0, table.keys)
      .filter((t) => t !== '')
      .join('｜'),
    title: '（新しい行）',
    before: '',
    after: texts
      .slice(table.keys)
      .filter((t) => t !== '')
      .join('／'),
    edit: (text) =>
      typeof added.value === 'object'
        ? addItem(text, added.list, added.value)
        : setValue(text, added.list, added.value),
  });
}

/** Part of a thing that need not be there at all (緯度 of a window without a place). */
const isOptional = ({ path }: Column): boolean => path.length > 1;

/** A, B … Z, AA: as spreadsheets name columns. */
export function letterOf(column: number): string {
  const rest = Math.floor(column / 26) - 1;
  return (rest >= 0 ? letterOf(rest) : '') + String.fromCharCode(65 + (column % 26));
}
