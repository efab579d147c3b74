/**
 * komatta sheet export FILE.xlsx, or a folder for CSV (--sjis): the windows, numbers, hours and towns of a city as tables.
 * komatta sheet import FILE…: what a table that comes back would change; --write changes it, all or nothing.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { compile } from '../content/compile.ts';
import { faultLine } from '../content/fault.ts';
import { eachFile, parseSources, type SourceFile } from '../content/sources.ts';
import { writeContent } from '../content/write.ts';
import { type Change, type Comparison, compare, type Sheet } from '../sheets/changes.ts';
import { csvOf, sheetOfCsv } from '../sheets/csv.ts';
import type { Table } from '../sheets/table.ts';
import { tablesOf } from '../sheets/tables.ts';
import { sheetsOf, workbookOf } from '../sheets/workbook.ts';
import {
  answer,
  type Call,
  cityOf,
  contentOf,
  type Exit,
  filesOf,
  misuse,
  putFile,
  tell,
} from './command.ts';

const EXPORT_USAGE =
  '使い方： komatta sheet export 窓口.xlsx（CSV なら、フォルダの名前。--sjis で Shift_JIS）';
const IMPORT_USAGE =
  '使い方： komatta sheet import 窓口.xlsx（CSV なら、ファイルかフォルダ。--write で書きもどす）';

export async function sheetExport(call: Call): Promise<Exit> {
  const [target] = call.positionals;
  if (!target) return misuse(EXPORT_USAGE);
  const present = filesOf(call);
  if (!present) return 3;
  const tables = tablesFor(call, present);
  if (!tables) return 1;
  if (target.endsWith('.xlsx')) {
    if (!putFile(target, await workbookOf(tables))) return 3;
    answer(`${target} に書きました（${tables.map((t) => `${t.name} ${t.rows.length}行`).join('、')}）。`);
    return 0;
  }
  if (!existsSync(target)) mkdirSync(target, { recursive: true });
  const files = tables.map((t) => csvOf(t, call.values.sjis ? 'shift_jis' : 'utf-8'));
  if (!files.every((f) => putFile(path.join(target, f.name), f.bytes))) return 3;
  answer(`${target} に ${files.map((f) => f.name).join('、')} を書きました。`);
  const marked = files.flatMap((f) => f.marked);
  if (marked.length > 0)
    tell(
      `Shift_JIS で書けない字があった欄には印を付けました。この欄は、書きもどすときに変わりません：\n${marked.map((m) => `  ${m}`).join('\n')}`,
    );
  return 0;
}

export async function sheetImport(call: Call): Promise<Exit> {
  const [source] = call.positionals;
  if (!source) return misuse(IMPORT_USAGE);
  const files = filesOf(call);
  if (!files) return 3;
  const tables = tablesFor(call, files);
  if (!tables) return 1;
  const read = await readSheets(source);
  if ('refused' in read) {
    tell(read.refused);
    return 1;
  }
  return applySheets(call, files, compare(tables, read.sheets));
}

/** Shows what would change, and changes it when told to: all or nothing, and only to content that has no fault. */
export function applySheets(call: Call, files: SourceFile[], compared: Comparison): Exit {
  const edited = compared.faults.length > 0 ? null : editedFiles(files, compared.changes);
  const compiled = edited && compile(edited, cityOf(call), 'later');
  report(call, compared, compiled?.faults.map(faultLine) ?? []);
  if (!compiled || compiled.faults.length > 0) return 1;
  if (!call.values.write || compared.changes.length === 0) return 0;
  writeContent(
    contentOf(call),
    edited.filter((f) => compared.changes.some((c) => c.file === f.path)),
  );
  answer('書きもどしました。');
  return 0;
}

function tablesFor(call: Call, files: SourceFile[]): Table[] | null {
  const sources = parseSources(files, cityOf(call));
  const faults = eachFile(sources).flatMap((f) => f.faults);
  for (const f of faults) tell(faultLine(f));
  return faults.length > 0 ? null : tablesOf(sources);
}

/** Each change on the file as the one before left it. */
export const editedFiles = (files: readonly SourceFile[], changes: readonly Change[]): SourceFile[] =>
  files.map((f) => {
    const mine = changes.filter((c) => c.file === f.path);
    return mine.length === 0 ? f : { ...f, text: mine.reduce((text, c) => c.edit(text), f.text) };
  });

async function readSheets(source: string): Promise<{ sheets: Sheet[] } | { refused: string }> {
  try {
    if (statSync(source).isDirectory()) return readCsvs(readdirSync(source).map((f) => path.join(source, f)));
    if (source.endsWith('.csv')) return readCsvs([source]);
    return await sheetsOf(readFileSync(source));
  } catch {
    return { refused: `「${source}」が読めません。ファイルの場所と名前を確かめてください。` };
  }
}

function readCsvs(files: string[]): { sheets: Sheet[] } | { refused: string } {
  const sheets: Sheet[] = [];
  for (const file of files.filter((f) => f.endsWith('.csv'))) {
    const read = sheetOfCsv(path.basename(file, '.csv').normalize('NFC'), readFileSync(file));
    if ('refused' in read) return { refused: `${file}：${read.refused}` };
    sheets.push(read.sheet);
  }
  return sheets.length > 0 ? { sheets } : { refused: `CSV のファイルがありません。${IMPORT_USAGE}` };
}

function report(call: Call, { changes, faults, notices }: Comparison, compiled: string[]): void {
  const ok = faults.length === 0 && compiled.length === 0;
  if (call.values.json) {
    answer(JSON.stringify({ ok, changes: changes.map(({ edit: _, ...c }) => c), faults, notices, compiled }));
    return;
  }
  for (const f of faults) answer(`直す　${f.sheet} ${f.row}行目 ${f.column}列　${f.cause} → ${f.cure}`);
  for (const n of notices) answer(`注意　${n}`);
  for (const c of changes) answer(`変える　${c.row}　${c.title}：${shown(c.before)} → ${shown(c.after)}`);
  for (const line of compiled) answer(`直す　（書きもどしたあとのファイル）${line}`);
  if (!ok) answer('直すところがあるので、何も書きません。');
  else if (changes.length === 0) answer('変わるところはありません。');
  else if (!call.values.write)
    answer(`${changes.length}か所が変わります。よければ --write を付けてください。`);
}

const shown = (cell: string): string => (cell === '' ? '（なし）' : cell.replaceAll('\n', '／'));
