/** Content as tables: what a sheet holds, cell by cell, and where each cell stands in the files. Pure. */
import type * as z from 'zod';
import type { Json } from '../content/edit.ts';

/** How a cell is written: a sentence, one item a line, a number with a point, or one of a list. */
export type Kind = 'text' | 'lines' | 'decimal' | 'choice';

export interface Column {
  title: string;
  kind: Kind;
  /** Where the value stands, from the row's own place. */
  path: string[];
  /** What the files check of it; optional where an empty cell takes the key away. */
  schema: z.ZodType;
  /** For `choice`: value → what people read. */
  choices?: Record<string, string>;
  /** Typed in half-width letters and digits only. */
  ascii?: true;
  /** May begin with @ (a LINE id). */
  at?: true;
  width?: number;
}

export interface Row {
  /** Names the row over a round trip: the cells of the key columns. */
  id: string;
  /** Where it stands in the file. */
  at: (string | number)[];
  cells: string[];
}

export interface Table {
  name: string;
  /** The file, relative to the content folder. */
  file: string;
  columns: Column[];
  /** How many of the first columns name a row. */
  keys: number;
  rows: Row[];
  /** Where a row that was not there before is put, and as what. */
  add(cells: Cells): { list: (string | number)[]; value: Json } | { fault: Fault };
}

/** The cells of one row by title. */
export type Cells = (title: string) => string;

/** What is wrong with a cell. */
export interface Fault {
  title: string;
  cause: string;
  cure: string;
}

/** The text of a value in a cell; nothing is an empty cell. */
export function cellOf(value: unknown, { kind, choices }: Pick<Column, 'kind' | 'choices'>): string {
  if (value === undefined || value === null) return '';
  if (kind === 'lines') return (value as string[]).join('\n');
  if (kind === 'choice') return choices![String(value)] ?? String(value);
  return String(value);
}

/** The value that a cell stands for; null where it is empty. */
export function readCell(cell: string, { kind, choices, schema }: Column): Json {
  if (kind === 'lines') return linesOf(cell, schema);
  if (cell === '') return null;
  if (kind === 'decimal') return Number(cell);
  if (kind !== 'choice') return cell;
  const found = Object.entries(choices!).find(([, label]) => label === cell);
  return found ? plain(found[0]) : cell;
}

/** No line at all is nothing where the files know nothing, else an empty list. */
function linesOf(cell: string, schema: z.ZodType): Json {
  const lines = cell
    .split('\n')
    .map((l) => l.trim())
    .filter((l) => l !== '');
  return lines.length === 0 && schema.safeParse(null).success ? null : lines;
}

const plain = (value: string): Json => (value === 'true' ? true : value === 'false' ? false : value);

/** The value at a path inside a row's object. */
export function at(value: unknown, path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>(
    (v, key) =>
      v !== null && typeof v === 'object' ? (v as Record<string | number, unknown>)[key] : undefined,
    value,
  );
}

/** An object made of cells: empty ones are left out. */
export function objectOf(cells: Cells, columns: readonly Column[]): Json {
  const made: Record<string, Json> = {};
  for (const column of columns) {
    const cell = cells(column.title);
    if (cell === '') continue;
    let inner = made;
    for (const key of column.path.slice(0, -1)) {
      inner[key] ??= {};
      inner = inner[key] as Record<string, Json>;
    }
    inner[column.path.at(-1)!] = readCell(cell, column);
  }
  return made;
}
