/** Windows and numbers go out as tables and come back: nothing is lost, nothing is guessed, every fault has its cell. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { editedFiles } from '../../src/commands/sheet.ts';
import { compile } from '../../src/content/compile.ts';
import { readContent } from '../../src/content/read.ts';
import { parseSources } from '../../src/content/sources.ts';
import { type Comparison, compare, type Sheet } from '../../src/sheets/changes.ts';
import { csvOf, sheetOfCsv } from '../../src/sheets/csv.ts';
import { tablesOf } from '../../src/sheets/tables.ts';
import { sheetsOf, workbookOf } from '../../src/sheets/workbook.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const files = readContent(ROOT);
const CITIES = ['hiratsuka', 'odawara', 'tsurugashima', 'joso'];
const tablesFor = (city: string) => tablesOf(parseSources(files, city));
const tables = tablesFor('hiratsuka');

const NOTHING: Comparison = { changes: [], faults: [], notices: [] };

async function throughXlsx(city: string): Promise<Sheet[]> {
  const read = await sheetsOf(await workbookOf(tablesFor(city)));
  if ('refused' in read) throw new Error(read.refused);
  return read.sheets;
}

function throughCsv(city: string, encoding: 'utf-8' | 'shift_jis'): Sheet[] {
  return tablesFor(city).map((t) => {
    const read = sheetOfCsv(t.name, csvOf(t, encoding).bytes);
    if ('refused' in read) throw new Error(read.refused);
    return read.sheet;
  });
}

describe.each(CITIES)('%s', (city) => {
  it('comes back from Excel as it went', async () => {
    expect(compare(tablesFor(city), await throughXlsx(city))).toEqual(NOTHING);
  });
  it('comes back from CSV as it went', () => {
    expect(compare(tablesFor(city), throughCsv(city, 'utf-8'))).toEqual(NOTHING);
  });
  it('is not damaged by Shift_JIS: what it cannot hold is marked and left alone', () => {
    expect(compare(tablesFor(city), throughCsv(city, 'shift_jis'))).toEqual(NOTHING);
  });
});

it('marks the letters that Shift_JIS lacks, and says where', () => {
  const [table] = tables;
  const odd = {
    ...table!,
    rows: table!.rows.map((r, i) => (i === 2 ? { ...r, cells: r.cells.with(1, '窓口Ⓐ♡㉑') } : r)),
  };
  const { bytes, marked } = csvOf(odd, 'shift_jis');
  expect(marked).toContain('窓口 4行目「名称」');
  const read = sheetOfCsv('窓口', bytes);
  if ('refused' in read) throw new Error(read.refused);
  expect(String(read.sheet.rows[3]![1])).toContain('窓口〓〓〓');
  expect(compare([odd], [read.sheet])).toEqual(NOTHING);
});

it('keeps letters, line breaks, quotes and LINE ids in CSV', () => {
  const text = new TextDecoder().decode(csvOf(tables.find((t) => t.name === '相談先の番号')!, 'utf-8').bytes);
  expect([...csvOf(tables[0]!, 'utf-8').bytes.slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
  expect(text).toContain("'@kana_kodomo110");
  expect(text.split('\r\n').length).toBeGreaterThan(60);
});

/** The sheets of today with one cell changed. */
function withCell(sheet: string, row: (cells: string[]) => boolean, title: string, to: unknown): Sheet[] {
  return tables.map((t) => ({
    name: t.name,
    rows: [
      t.columns.map((c) => c.title),
      ...t.rows.map((r) =>
        t.name === sheet && row(r.cells)
          ? r.cells.with(
              t.columns.findIndex((c) => c.title === title),
              to as string,
            )
          : r.cells,
      ),
    ],
  }));
}

const isWindow = (cells: string[]): boolean => cells[0] === 'hiratsuka-kurashi-support';
const isNumber = (cells: string[]): boolean => isWindow(cells) && cells[1] === '電話';

it('changes one cell as one value of one file, and what it gives is good content', () => {
  const sheets = withCell('窓口の番号', isNumber, '状態', '見せる');
  const { changes, faults, notices } = compare(tables, sheets);
  expect([faults, notices]).toEqual([[], []]);
  expect(changes).toMatchObject([
    { row: 'hiratsuka-kurashi-support｜電話｜1', title: '状態', before: '確かめてから', after: '見せる' },
  ]);
  const edited = editedFiles(files, changes);
  const [before, after] = [files, edited].map((f) =>
    f.find((x) => x.path === 'data/hiratsuka/windows.yaml')!.text.split('\n'),
  );
  expect(after!.filter((l, i) => l !== before![i])).toHaveLength(1);
  expect(compile(edited, 'hiratsuka', 'later').faults).toEqual([]);
});

it('adds a window with its number and hours in three sheets, in two steps', () => {
  const row = (t: (typeof tables)[number], cells: Record<string, string>) =>
    t.columns.map((c) => cells[c.title] ?? '');
  const plus = (name: string, cells: Record<string, string>, of = tables): Sheet[] =>
    of.map((t) => ({
      name: t.name,
      rows: [
        t.columns.map((c) => c.title),
        ...t.rows.map((r) => r.cells),
        ...(t.name === name ? [row(t, cells)] : []),
      ],
    }));
  const first = compare(
    tables,
    plus('窓口', {
      窓口ID: 'hiratsuka-new',
      名称: '新しい窓口',
      どこの窓口: '市',
      だれ向け: 'だれでも',
      分野: '高齢',
      説明: '話を聞きます。',
      あることの確かさ: '確か',
    }),
  );
  expect(first.faults).toEqual([]);
  const withWindow = editedFiles(files, first.changes);
  expect(compile(withWindow, 'hiratsuka', 'later').faults).toEqual([]);
  const later = tablesOf(parseSources(withWindow, 'hiratsuka'));
  const second = compare(
    later,
    plus(
      '窓口の番号',
      {
        窓口ID: 'hiratsuka-new',
        種類: '電話',
        '電話番号・宛先': '0463-00-0000',
        状態: '確かめてから',
        出典: '市のページ',
        確かめた日: '2026-11-27',
        確かめた人: '山田',
      },
      later,
    ),
  );
  expect(second.faults).toEqual([]);
  const third = compare(
    later,
    plus('窓口の時間', { 窓口ID: 'hiratsuka-new', 曜日: '月-金', はじまり: '9:00', おわり: '16:00' }, later),
  );
  expect(third.faults).toEqual([]);
  const edited = editedFiles(withWindow, [...second.changes, ...third.changes]);
  expect(compile(edited, 'hiratsuka', 'later').faults).toEqual([]);
  const made = parse(edited.find((f) => f.path === 'data/hiratsuka/windows.yaml')!.text).windows.at(-1);
  expect(made).toMatchObject({
    id: 'hiratsuka-new',
    numbers: [{ display: '0463-00-0000', state: 'after_check' }],
    hours: [{ days: '月-金', open: '9:00', close: '16:00' }],
  });
});

it('moves towns between windows, and makes the first list of a city that had none', () => {
  const general = 'hiratsuka-yorozu-others';
  const table = tables.find((t) => t.name === '受け持ち')!;
  const town = parse(files.find((f) => f.path === table.file)!.text).towns[0].name as string;
  const head = table.columns.map((c) => c.title);
  const { changes, faults } = compare(tables, [
    { name: '受け持ち', rows: [head, [general, 'hiratsuka-yorozu-others', town, '一部']] },
  ]);
  expect(faults).toEqual([]);
  const edited = editedFiles(files, changes).find((f) => f.path === table.file)!;
  expect(parse(edited.text).local[general]).toEqual({ 'hiratsuka-yorozu-others': { part: [town] } });
  const bad = compare(tables, [{ name: '受け持ち', rows: [head, [general, '', town, '半分']] }]);
  expect(bad.faults.map((f) => `${f.row}${f.column}`)).toEqual(['2B', '2D']);
});

it('an emptied cell takes its value away, a row that is gone does not', () => {
  const emptied = compare(tables, withCell('窓口', isWindow, '相談できる人', ''));
  expect(compile(editedFiles(files, emptied.changes), 'hiratsuka', 'later').faults).toEqual([]);
  const without = withCell('窓口', () => false, '名称', '').map((s) => ({
    ...s,
    rows: s.rows.filter((r) => r[0] !== 'hiratsuka-kurashi-support'),
  }));
  const gone = compare(tables, without);
  expect([gone.changes, gone.faults]).toEqual([[], []]);
  expect(gone.notices.join()).toContain('hiratsuka-kurashi-support');
});

describe('names sheet, row, column, cause and cure of', () => {
  const cases: [string, string, string, unknown, RegExp][] = [
    ['a number in full-width digits', '窓口の番号', '電話番号・宛先', '０４６３－２１－８８１３', /全角/],
    ['a number whose 0 Excel has eaten', '窓口の番号', '電話番号・宛先', '463-21-8813', /先頭の 0/],
    ['a number that became a number', '窓口の番号', '電話番号・宛先', 463218813, /数に変わって/],
    ['1-2 that became a date', '窓口の番号', '電話番号・宛先', new Date('2026-01-02'), /日付に変わって/],
    ['1-2 that became a date in a CSV file', '窓口の番号', '電話番号・宛先', '1月2日', /日付に変わって/],
    ['a day that became a date', '窓口の番号', '確かめた日', new Date('2026-01-02'), /日付に変わって/],
    ['a day that does not exist', '窓口の番号', '確かめた日', '2026-02-31', /確かめた日/],
    ['a state that is none', '窓口の番号', '状態', 'yes', /見せる、確かめてから、見せない/],
    ['a formula', '窓口', '名称', '=1+1', /=/],
    ['a plus', '窓口', '説明', '+81', /\+/],
    ['a minus', '窓口', '説明', '-', /-/],
    ['an at sign', '窓口', '名称', '@SUM(A1)', /@/],
    ['an error of the spreadsheet', '窓口', '名称', '#REF!', /#REF!/],
    ['TRUE', '窓口', '名称', true, /TRUE/],
    ['a name that is gone', '窓口', '名称', '', /空です/],
    ['an hour that is none', '窓口の時間', 'はじまり', '8時半', /8:30/],
    ['a place outside of Japan', '窓口', '緯度', '135.5', /緯度/],
  ];
  it.each(cases)('%s', (_, sheet, title, to, said) => {
    const ours = tables.find((t) => t.name === sheet)!;
    const r = ours.rows.findIndex((row) =>
      sheet === '窓口の時間'
        ? row.cells[0] === 'hiratsuka-switchboard'
        : sheet === '窓口'
          ? isWindow(row.cells)
          : isNumber(row.cells),
    );
    const sheets = withCell(sheet, (cells) => cells === ours.rows[r]!.cells, title, to);
    const { faults, changes } = compare(tables, sheets);
    expect(changes).toEqual([]);
    expect(faults).toHaveLength(1);
    const letter = String.fromCharCode(65 + ours.columns.findIndex((c) => c.title === title));
    expect(faults[0]).toMatchObject({ sheet, row: r + 2, column: letter });
    expect(`${faults[0]!.cause} → ${faults[0]!.cure}`).toMatch(said);
    expect(faults[0]!.cure).not.toBe('');
  });

  it('titles that changed, columns that nobody knows, sheets that are not ours, and two rows of one name', () => {
    const sheets = withCell('窓口', () => false, '名称', '');
    const [first, ...rest] = sheets;
    const renamed = {
      ...first!,
      rows: [first!.rows[0]!.map((t) => (t === '名称' ? '名前' : t)), ...first!.rows.slice(1)],
    };
    expect(compare(tables, [renamed, ...rest]).faults.map((f) => f.cause)).toEqual([
      '見出しの「名称」がありません',
      '「名前」という列はありません',
    ]);
    expect(compare(tables, [{ name: 'Sheet1', rows: [['a']] }]).faults[0]!.cause).toBe(
      '読めるシートがありません',
    );
    const twice = { ...first!, rows: [...first!.rows, first!.rows[1]!] };
    expect(compare(tables, [twice, ...rest]).faults[0]).toMatchObject({
      row: tables[0]!.rows.length + 2,
      cause: '2行目と同じ行があります',
    });
    const [, numbers] = tables;
    const stranger = [...numbers!.columns.map(() => '')]
      .with(0, 'nobody')
      .with(1, '電話')
      .with(3, '0463-00-0000');
    expect(
      compare(tables, [{ name: numbers!.name, rows: [numbers!.columns.map((c) => c.title), stranger] }])
        .faults.length,
    ).toBeGreaterThan(0);
  });
});

it('1,000 damaged files: none ends the program, and each is refused with a place or changes nothing unseen', async () => {
  const count = process.env.LONG ? 1000 : 60;
  const random = sequence(20261127);
  const whole = [
    await workbookOf(tables),
    csvOf(tables[0]!, 'utf-8').bytes,
    csvOf(tables[1]!, 'shift_jis').bytes,
  ];
  const yaml = readFileSync(path.join(ROOT, 'data/hiratsuka/windows.yaml'));
  for (let i = 0; i < count; i++) {
    const kind = i % 4;
    const bytes = damaged(kind === 3 ? yaml : whole[kind]!, random);
    if (kind === 3) {
      const text = new TextDecoder().decode(bytes);
      const faulty = files.map((f) => (f.path === 'data/hiratsuka/windows.yaml' ? { ...f, text } : f));
      for (const f of compile(faulty, 'hiratsuka', 'later').faults)
        expect(f.line * f.column).toBeGreaterThan(0);
      continue;
    }
    const read = kind === 0 ? await sheetsOf(bytes) : asSheets(sheetOfCsv(tables[kind - 1]!.name, bytes));
    if ('refused' in read) expect(read.refused).toMatch(/。$/);
    else
      for (const f of compare(tables, read.sheets).faults)
        expect(`${f.sheet}${f.row}${f.column}${f.cause}${f.cure}`).toMatch(/.+\d+[A-Z]+.+/);
  }
}, 900_000);

const asSheets = (read: ReturnType<typeof sheetOfCsv>) => ('sheet' in read ? { sheets: [read.sheet] } : read);

function damaged(bytes: Uint8Array, random: () => number): Uint8Array {
  const copy = Uint8Array.from(bytes);
  if (random() < 0.2) return copy.slice(0, Math.floor(random() * copy.length));
  for (let n = 0; n < 1 + random() * 8; n++)
    copy[Math.floor(random() * copy.length)] = Math.floor(random() * 256);
  return copy;
}

function sequence(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return state / 2 ** 32;
  };
}
