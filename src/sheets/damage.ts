/** What spreadsheets do to cells behind one's back, and what must never be in one. Pure. */
import { explain } from '../content/explain.ts';
import { type Column, type Fault, readCell } from './table.ts';

/** A cell as a spreadsheet or a CSV file holds it. */
export type RawCell = string | number | boolean | Date | null | undefined;

/** Letters that a sheet in Shift_JIS could not hold were marked when it was written; what is marked is never read back. */
export const MARK = '〔Shift_JISで書けない字があります〕';

const AS_TEXT = 'セルの書式を「文字列」にして、書き直してください';

/** The text of a cell, or what has become of it. Line ends and spaces around are not told apart. */
export function textOf(raw: RawCell, column: Column): { text: string } | { fault: Fault } {
  const fault = (cause: string, cure: string) => ({ fault: { title: column.title, cause, cure } });
  if (raw === null || raw === undefined) return { text: '' };
  if (raw instanceof Date)
    return fault(
      '日付に変わっています',
      `${AS_TEXT}（番号なら 1-2、時刻なら 8:30、日付なら 2026-04-01 の形）`,
    );
  if (typeof raw === 'boolean') return fault('TRUE・FALSE に変わっています', AS_TEXT);
  if (typeof raw === 'number') {
    if (column.kind === 'decimal') return { text: String(raw) };
    return fault('数に変わっています（先頭の 0 や「-」が消えていることがあります）', AS_TEXT);
  }
  const text = raw.replace(/\r\n?/g, '\n').trim();
  if (/^#(?:REF|N\/A|VALUE|NAME|DIV\/0|NULL|NUM)[!?]?$/.test(text))
    return fault(`「${text}」という計算のまちがいになっています`, AS_TEXT);
  if (/^[=+-]/.test(text) || (text.startsWith('@') && !column.at))
    return fault(
      `「${text[0]}」で始まっています（表計算では計算の式になります）`,
      '先頭のこの記号を消してください',
    );
  if (column.ascii && /[０-９Ａ-Ｚａ-ｚ－：]/.test(text))
    return fault('全角の数字や記号があります', '半角に直してください');
  return { text };
}

/** What the files would say against a cell; null when it is good. */
export function cellFault(text: string, column: Column): Fault | null {
  const lost = lostZero(text, column);
  if (lost) return lost;
  const choices = choicesOf(column);
  if (choices && text !== '' && !Object.values(column.choices!).includes(text))
    return { title: column.title, cause: `「${text}」は選べません`, cure: choices };
  const value = readCell(text, column);
  if (value === null && column.schema.safeParse(undefined).success) return null;
  const checked = column.schema.safeParse(value);
  if (checked.success) return null;
  const [, cause, cure] = explain(checked.error.issues[0]!, value ?? undefined, column.title);
  return {
    title: column.title,
    cause: value === null ? `「${column.title}」が空です` : cause,
    cure: value === null ? '書いてください' : (choices ?? cure),
  };
}

const choicesOf = ({ choices }: Column): string | null =>
  choices ? `次のどれかにしてください：${Object.values(choices).join('、')}` : null;

/** 0463… kept as a number has become 463…; 1-2 kept as a date has become 1月2日. */
function lostZero(text: string, { title, path }: Column): Fault | null {
  if (path[0] !== 'display' || text === '') return null;
  const asDate = /^\d{1,4}[/年月]\d{1,2}/.test(text);
  if (asDate) return { title, cause: `「${text}」と、日付に変わっています`, cure: AS_TEXT };
  if (/^[1-9]\d{0,3}-?\d{1,4}-?\d{3,4}$/.test(text) && text.replace(/\D/g, '').length >= 8)
    return { title, cause: `「${text}」の先頭の 0 がありません`, cure: `${AS_TEXT}（0463-23-1111 の形）` };
  return null;
}
