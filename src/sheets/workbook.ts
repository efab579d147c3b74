/** Tables as an Excel workbook, all cells text, and a workbook back as sheets. */
import { readXlsx, writeXlsx } from 'hucre/xlsx';
import { GUIDE, type Sheet } from './changes.ts';
import type { RawCell } from './damage.ts';
import type { Column, Table } from './table.ts';

/** Lines for whoever fills the sheets in. */
const GUIDE_LINES = [
  '市の窓口・番号・時間の表です。直して保存し、「komatta sheet import このファイル」で、何が変わるかを見られます。',
  '「--write」を付けるまで、何も変わりません。まちがいがあれば、シート・行・列と直し方が出ます。',
  '',
  '1行目（見出し）とIDは変えないでください。列を足したり消したりもしないでください。',
  '番号は 0463-23-1111、時刻は 8:30、日付は 2026-04-01 の形で、半角で書きます。',
  '一つの欄にいくつも書くときは、欄の中で改行します（Alt＋Enter）。',
  '新しい行は、下に足します。番号や時間の「番目」は空けておきます。',
  '行を消しても、窓口や番号は消えません。出さないようにするには、番号の状態を「見せない」に、窓口の「まで」に日付を入れます。',
  '番号は、確かめた人がいるものだけを「見せる」にしてください。出典・確かめた日・確かめた人も書きます。',
];

/** Rows under the last one that are made ready for new ones. */
const SPARE_ROWS = 200;

/** The workbook's bytes. */
export async function workbookOf(tables: readonly Table[]): Promise<Uint8Array> {
  const guide = { name: GUIDE, rows: GUIDE_LINES.map((l) => [l]), columns: [{ width: 110, style: WRAPPED }] };
  return writeXlsx({ sheets: [guide, ...tables.map(sheetOf)] });
}

/** Any sheets of text as a workbook: wrapped, the first row in sight. */
export const bookOf = (sheets: readonly { name: string; rows: string[][] }[]): Promise<Uint8Array> =>
  writeXlsx({
    sheets: sheets.map(({ name, rows }) => ({
      name,
      rows: rows.map((row) => row.map((c) => (c === '' ? null : c))),
      columns: (rows[0] ?? []).map((title) => ({
        width: /ID|日|人/.test(title) ? 16 : 32,
        numFmt: '@',
        style: WRAPPED,
      })),
      freezePane: { rows: 1 },
    })),
  });

const WRAPPED = { alignment: { wrapText: true, vertical: 'top' as const } };

function sheetOf(table: Table) {
  const last = table.rows.length + 1 + SPARE_ROWS;
  return {
    name: table.name,
    rows: [
      table.columns.map((c) => c.title),
      ...table.rows.map((r) => r.cells.map((c) => (c === '' ? null : c))),
    ],
    columns: table.columns.map((c) => ({ width: c.width ?? 20, numFmt: '@', style: WRAPPED })),
    freezePane: { rows: 1, columns: table.keys },
    dataValidations: table.columns.flatMap((c, i) => listFor(c, i, last)),
  };
}

/** A list to choose from, where a cell allows only some words. */
function listFor({ choices }: Column, i: number, last: number) {
  if (!choices) return [];
  const letter = String.fromCharCode(65 + i);
  return [
    {
      type: 'list' as const,
      values: Object.values(choices),
      range: `${letter}2:${letter}${last}`,
      allowBlank: true,
      showErrorMessage: true,
      errorTitle: '選べない言葉です',
      errorMessage: `次のどれかにしてください：${Object.values(choices).join('、')}`,
    },
  ];
}

/** A workbook holds no more than this; larger ones are a mistake or an attack. */
const BYTES_MAX = 3_000_000;
const UNPACKED_MAX = 60_000_000;

/** The sheets of a workbook, or one sentence why they cannot be read. Cells with a formula come as the text of the formula. */
export async function sheetsOf(bytes: Uint8Array): Promise<{ sheets: Sheet[] } | { refused: string }> {
  if (bytes.length > BYTES_MAX || unpackedSize(bytes) > UNPACKED_MAX)
    return { refused: 'ファイルが大きすぎます。「komatta sheet export」で出した表だけを入れてください。' };
  try {
    const { sheets } = await readXlsx(bytes);
    return { sheets: sheets.map(({ name, rows, cells }) => ({ name, rows: withFormulas(rows, cells) })) };
  } catch {
    return {
      refused:
        'Excel のファイル（.xlsx）として読めません。パスワードを外し、「Excel ブック（.xlsx）」で保存し直してください。',
    };
  }
}

function withFormulas(
  rows: readonly (readonly unknown[])[],
  cells: ReadonlyMap<string, { formula?: string }> | undefined,
): RawCell[][] {
  const read = rows.map((row) => [...row] as RawCell[]);
  for (const [place, { formula }] of cells ?? []) {
    if (formula === undefined) continue;
    const [r, c] = place.split(',').map(Number);
    if (read[r!]) read[r!]![c!] = `=${formula}`;
  }
  return read;
}

/** What the entries of a ZIP file say they unpack to, in bytes; 0 where it is no ZIP file. */
function unpackedSize(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let sum = 0;
  for (let at = 0; at + 46 <= bytes.length; at++) {
    if (view.getUint32(at, true) === 0x02014b50) sum += view.getUint32(at + 24, true);
  }
  return sum;
}
