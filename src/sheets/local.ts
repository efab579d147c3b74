/** Which towns a window of 「お住まいの地区」 takes, as a table: a row for each town. Rows that are gone or new move towns. Pure. */
import { removeKey, setValue } from '../content/edit.ts';
import { type AreasFile, areasFile } from '../content/schema.ts';
import type { Change, Comparison, Sheet } from './changes.ts';
import { named } from './columns.ts';
import { textOf } from './damage.ts';
import type { Column, Table } from './table.ts';

export const LOCAL = '受け持ち';
const PARTS = { whole: '全部', part: '一部' } as const;
type Part = keyof typeof PARTS;
const COLUMNS: Column[] = [
  named('お住まいの地区の窓口ID'),
  named('地区の窓口ID'),
  { title: '町名', kind: 'text', path: [], schema: areasFile.shape.towns.element.shape.name },
  named('全部か一部', Object.values(PARTS)),
];

/** The table to write; its rows are compared as a whole (see localChanges). */
export function localTable(file: string, { local }: Pick<AreasFile, 'local'>): Table {
  const rows = Object.entries(local).flatMap(([general, windows]) =>
    Object.entries(windows).flatMap(([window, towns]) =>
      (Object.keys(PARTS) as Part[]).flatMap((part) =>
        towns[part].map((town) => [general, window, town, PARTS[part]]),
      ),
    ),
  );
  return {
    name: LOCAL,
    file,
    columns: COLUMNS,
    keys: COLUMNS.length,
    rows: rows.map((cells) => ({ id: cells.join('｜'), at: [], cells })),
    add: () => ({ fault: { title: '町名', cause: '', cure: '' } }),
  };
}

/** What a sheet of towns would change: for each window the list of its towns, where it is another one. */
export function localChanges(table: Table, sheet: Sheet, all: Comparison): void {
  const before = listsOf(table.rows.map((r) => r.cells));
  const read = sheet.rows.slice(1).filter((row) => row.some((c) => String(c ?? '').trim() !== ''));
  const cells = read.map((row, r) => COLUMNS.map((column, c) => cellAt(row[c], column, r, c, all)));
  if (all.faults.some((f) => f.sheet === LOCAL)) return;
  const after = listsOf(cells);
  for (const place of new Set([...before.keys(), ...after.keys()])) {
    const [was, is] = [before.get(place) ?? [], after.get(place) ?? []];
    if (was.join() !== is.join()) all.changes.push(changeOf(table.file, place, was, is));
  }
}

function cellAt(
  raw: Sheet['rows'][number][number],
  column: Column,
  r: number,
  c: number,
  all: Comparison,
): string {
  const fault = (cause: string, cure: string): string => {
    all.faults.push({ sheet: LOCAL, row: r + 2, column: String.fromCharCode(65 + c), cause, cure });
    return '';
  };
  const read = textOf(raw, column);
  if ('fault' in read) return fault(read.fault.cause, read.fault.cure);
  if (read.text === '') return fault(`「${column.title}」が空です`, '書いてください');
  if (column.choices && !Object.values(column.choices).includes(read.text))
    return fault(
      `「${read.text}」は選べません`,
      `次のどれかにしてください：${Object.values(column.choices).join('、')}`,
    );
  return read.text;
}

/** `general｜window｜全部` → towns, in the order of the rows. */
function listsOf(rows: readonly string[][]): Map<string, string[]> {
  const lists = new Map<string, string[]>();
  for (const [general, window, town, part] of rows) {
    const place = `${general}｜${window}｜${part}`;
    lists.set(place, [...(lists.get(place) ?? []), town!]);
  }
  return lists;
}

function changeOf(file: string, place: string, was: string[], is: string[]): Change {
  const [general, window, label] = place.split('｜') as [string, string, string];
  const part: Part = label === PARTS.whole ? 'whole' : 'part';
  const at = ['local', general, window, part];
  return {
    file,
    sheet: LOCAL,
    row: `${general}｜${window}`,
    title: `${label}が受け持ちの町`,
    before: was.join('\n'),
    after: is.join('\n'),
    edit: (text) => (is.length === 0 ? removeKey(text, at) : setValue(text, at, is)),
  };
}
