/** The tables of a city: windows, how to reach them, when they are open; towns; the same for the country's lines. */
import type { Json } from '../content/edit.ts';
import { areasFile, type HotlineEntry, type WindowEntry } from '../content/schema.ts';
import type { Sources } from '../content/sources.ts';
import {
  HOTLINE_COLUMNS,
  HOURS_COLUMNS,
  named,
  WAYS,
  type Way,
  WINDOW_COLUMNS,
  wayColumns,
} from './columns.ts';
import { localTable } from './local.ts';
import { at, type Cells, type Column, cellOf, objectOf, type Row, type Table } from './table.ts';

type Entry = WindowEntry | HotlineEntry;
/** A file of entries as the operator wrote it: with what is missing missing, where the schema would fill in. */
interface EntryFile {
  file: string;
  list: 'windows' | 'hotlines';
  entries: readonly Entry[];
}

/** All tables of a city whose files have no fault. */
export function tablesOf(sources: Sources): Table[] {
  const windows: EntryFile = {
    file: sources.windows.file,
    list: 'windows',
    entries: sources.windows.value!.windows,
  };
  const hotlines: EntryFile = {
    file: sources.hotlines.file,
    list: 'hotlines',
    entries: sources.hotlines.value!.hotlines,
  };
  const { areas } = sources;
  const towns = areas?.value
    ? [townTable(areas.file, areas.value.towns), localTable(areas.file, areas.value)]
    : [];
  return [
    entryTable('窓口', windows, WINDOW_COLUMNS),
    wayTable('窓口の番号', '窓口ID', windows),
    hoursTable('窓口の時間', '窓口ID', windows),
    ...towns,
    entryTable('相談先', hotlines, HOTLINE_COLUMNS),
    wayTable('相談先の番号', '相談先ID', hotlines),
    hoursTable('相談先の時間', '相談先ID', hotlines),
  ];
}

const cellsOf = (value: unknown, columns: readonly Column[]): string[] =>
  columns.map((c) => cellOf(at(value, c.path), c));

function entryTable(name: string, { file, list, entries }: EntryFile, columns: Column[]): Table {
  return {
    name,
    file,
    columns,
    keys: 1,
    rows: entries.map((e, i): Row => ({ id: e.id, at: [list, i], cells: cellsOf(e, columns) })),
    add: (cells) => ({
      list: [list],
      value: newEntry(objectOf(cells, columns) as { [k: string]: Json }, list),
    }),
  };
}

/** What the schema wants even when it is not known. */
function newEntry(value: { [key: string]: Json }, list: EntryFile['list']): Json {
  const known: { [key: string]: Json } =
    list === 'windows'
      ? { who: null, hours: null, address: null, say: null, fallback: null }
      : { hours: null, free: null };
  const desk = value.desk as { [key: string]: Json } | undefined;
  return { ...known, ...value, ...(desk && { desk: { lane: 'page', ...desk } }) };
}

function wayTable(name: string, owner: string, { file, list, entries }: EntryFile): Table {
  const ways = Object.keys(WAYS) as Way[];
  const rows = entries.flatMap((e, i) =>
    ways.flatMap((way) =>
      e[WAYS[way].list].map((value, n): Row => {
        const key = [e.id, way, String(n + 1)];
        return {
          id: key.join('｜'),
          at: [list, i, WAYS[way].list, n],
          cells: [...key, ...cellsOf(value, wayColumns(way))],
        };
      }),
    ),
  );
  return {
    name,
    file,
    columns: [named(owner), named('種類', ways), named('番目'), ...wayColumns('電話')],
    keys: 3,
    rows,
    add(cells) {
      const i = entries.findIndex((e) => e.id === cells(owner));
      if (i === -1) return unknownOwner(owner, cells);
      const way = cells('種類') as Way;
      if (!ways.includes(way))
        return {
          fault: {
            title: '種類',
            cause: `「${way}」は選べません`,
            cure: `${ways.join('・')} のどれかにしてください`,
          },
        };
      return {
        list: [list, i, WAYS[way].list],
        value: { seen: null, ...(objectOf(cells, wayColumns(way)) as object) },
      };
    },
  };
}

/** The columns of a row of ways hang on its kind. */
export function columnsOfRow(table: Table, row: readonly string[]): Column[] {
  const way = row[1] as Way;
  return table.columns[1]?.title === '種類' && Object.hasOwn(WAYS, way)
    ? [...table.columns.slice(0, table.keys), ...wayColumns(way)]
    : table.columns;
}

const ALWAYS = '24時間';

function hoursTable(name: string, owner: string, { file, list, entries }: EntryFile): Table {
  const rows = entries.flatMap((e, i): Row[] => {
    if (e.hours === null) return [];
    if (e.hours === ALWAYS)
      return [{ id: `${e.id}｜1`, at: [list, i], cells: [e.id, '1', ALWAYS, '', '', '', ''] }];
    return e.hours.map((h, n) => ({
      id: `${e.id}｜${n + 1}`,
      at: [list, i, 'hours', n],
      cells: [e.id, String(n + 1), ...cellsOf(h, HOURS_COLUMNS)],
    }));
  });
  return {
    name,
    file,
    columns: [named(owner), named('番目'), ...HOURS_COLUMNS],
    keys: 2,
    rows,
    add(cells) {
      const i = entries.findIndex((e) => e.id === cells(owner));
      if (i === -1) return unknownOwner(owner, cells);
      const value = cells('曜日') === ALWAYS ? ALWAYS : objectOf(cells, HOURS_COLUMNS);
      return { list: [list, i, 'hours'], value };
    },
  };
}

const unknownOwner = (title: string, cells: Cells) => ({
  fault: {
    title,
    cause: `「${cells(title)}」という窓口はありません`,
    cure: '「窓口」のシートのIDと同じに書いてください。新しい窓口は、先に窓口だけを足して書きもどします',
  },
});

const TOWN = areasFile.shape.towns.element.shape;
const TOWN_COLUMNS: Column[] = [
  { title: '町名', kind: 'text', path: ['name'], schema: TOWN.name, width: 20 },
  { title: '町名_カナ', kind: 'text', path: ['kana'], schema: TOWN.kana, width: 20 },
  { title: '郵便番号', kind: 'lines', path: ['postal'], schema: TOWN.postal, ascii: true, width: 14 },
  {
    title: '緯度',
    kind: 'decimal',
    path: ['position', 'lat'],
    schema: TOWN.position.unwrap().unwrap().shape.lat,
    ascii: true,
  },
  {
    title: '経度',
    kind: 'decimal',
    path: ['position', 'lng'],
    schema: TOWN.position.unwrap().unwrap().shape.lng,
    ascii: true,
  },
  { title: '地区', kind: 'text', path: ['district'], schema: TOWN.district },
];

function townTable(file: string, towns: readonly { name: string }[]): Table {
  return {
    name: '町名',
    file,
    columns: TOWN_COLUMNS,
    keys: 1,
    rows: towns.map((t, i) => ({ id: t.name, at: ['towns', i], cells: cellsOf(t, TOWN_COLUMNS) })),
    add: (cells) => ({
      list: ['towns'],
      value: { kana: null, postal: [], ...(objectOf(cells, TOWN_COLUMNS) as object) },
    }),
  };
}
