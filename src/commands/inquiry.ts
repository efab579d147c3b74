/**
 * komatta inquiry export 照会.xlsx: one sheet for each section with what to confirm, and the same to print (照会.html).
 * komatta inquiry import 照会.xlsx: what the answers change; --write changes it.
 */
import { readFileSync } from 'node:fs';
import { parseSources } from '../content/sources.ts';
import { answersOf, inquiryOf, rowsOf, type Section, TITLES } from '../sheets/inquiry.ts';
import { bookOf, sheetsOf } from '../sheets/workbook.ts';
import { dayOf } from '../windows/tokyo.ts';
import {
  answer,
  BAD_MOMENT,
  type Call,
  cityOf,
  type Exit,
  filesOf,
  misuse,
  momentOf,
  putFile,
  tell,
} from './command.ts';
import { applySheets } from './sheet.ts';

const USAGE =
  '使い方： komatta inquiry export 照会.xlsx ／ komatta inquiry import 照会.xlsx（--write で書きもどす）';

export async function inquiryExport(call: Call): Promise<Exit> {
  const now = momentOf(call);
  if (now === null) return misuse(BAD_MOMENT);
  const [target] = call.positionals;
  if (!target?.endsWith('.xlsx')) return misuse(USAGE);
  const present = filesOf(call);
  if (!present) return 3;
  const { office, windows } = parseSources(present, cityOf(call));
  if (!office.value || !windows.value) {
    tell('市のファイルに直すところがあります。先に「komatta check」を見てください。');
    return 1;
  }
  const sections = inquiryOf(windows.value.windows, office.value.switchboard, dayOf(now));
  const book = await bookOf(sections.map((s, i) => ({ name: sheetName(s.name, i), rows: rowsOf(s) })));
  const printed = target.replace(/\.xlsx$/, '.html');
  const written =
    putFile(target, book) && putFile(printed, printable(office.value.name, dayOf(now), sections));
  if (!written) return 3;
  const questions = sections.reduce((n, s) => n + s.questions.length, 0);
  answer(`${target} と ${printed} に書きました（${sections.length}課・${questions}問）。`);
  return 0;
}

export async function inquiryImport(call: Call): Promise<Exit> {
  const now = momentOf(call);
  if (now === null) return misuse(BAD_MOMENT);
  const [source] = call.positionals;
  if (!source) return misuse(USAGE);
  const files = filesOf(call);
  if (!files) return 3;
  const { windows } = parseSources(files, cityOf(call));
  if (!windows.value) {
    tell('窓口のファイルに直すところがあります。先に「komatta check」を見てください。');
    return 1;
  }
  const read = await sheetsOf(bytesOf(source));
  if ('refused' in read) {
    tell(read.refused);
    return 1;
  }
  return applySheets(call, files, answersOf(windows.file, windows.value.windows, read.sheets, dayOf(now)));
}

function bytesOf(file: string): Uint8Array {
  try {
    return readFileSync(file);
  } catch {
    return new Uint8Array();
  }
}

/** Excel takes 31 letters, and none of these. */
const sheetName = (name: string, i: number): string =>
  `${i + 1} ${name.replace(/[[\]:*?/\\]/g, ' ')}`.slice(0, 31);

const escaped = (text: string): string =>
  text.replace(/[&<>"]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[c]!);

/** A4, one section a page. */
function printable(city: string, today: string, sections: readonly Section[]): string {
  const page = ({ name, questions }: Section): string => `<section><h1>窓口の確認のお願い</h1>
<p>${escaped(name)} 御中　　${escaped(city)}　${today}</p>
<p>住民への案内に使います。「答え」に書いて返してください。分からないものは、空けたままで大丈夫です。</p>
<table><thead><tr>${TITLES.slice(1)
    .map((t) => `<th>${t}</th>`)
    .join('')}</tr></thead><tbody>
${questions.map((q) => `<tr>${[q.name, q.about, q.ask, q.known, q.source, '', '', ''].map((c) => `<td>${escaped(c)}</td>`).join('')}</tr>`).join('\n')}
</tbody></table></section>`;
  return `<!doctype html>
<html lang="ja"><head><meta charset="utf-8"><title>窓口の確認のお願い</title><style>
@page { size: A4 landscape; margin: 12mm; } section { break-after: page; } body { font: 10pt/1.5 sans-serif; }
h1 { font-size: 14pt; } table { border-collapse: collapse; width: 100%; } th, td { border: 1px solid #000; padding: 4px; vertical-align: top; text-align: left; overflow-wrap: anywhere; }
td:nth-child(6) { min-width: 45mm; }
</style></head><body>
${sections.map(page).join('\n')}
</body></html>
`;
}
