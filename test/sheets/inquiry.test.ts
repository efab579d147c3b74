/** 庁内照会: every section gets its own sheet; what it answers becomes content, and only when it is told so by name. */
import path from 'node:path';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { editedFiles } from '../../src/commands/sheet.ts';
import { compile } from '../../src/content/compile.ts';
import { readContent } from '../../src/content/read.ts';
import { parseSources } from '../../src/content/sources.ts';
import { answersOf, inquiryOf, rowsOf, TITLES } from '../../src/sheets/inquiry.ts';
import { bookOf, sheetsOf } from '../../src/sheets/workbook.ts';

const TODAY = '2026-12-01';
const files = readContent(path.resolve(import.meta.dirname, '../..'));
const { office, windows } = parseSources(files, 'hiratsuka');
const all = windows.value!.windows;
const sections = inquiryOf(all, office.value!.switchboard, TODAY);

/** The workbook as a section sends it back: some answers filled in. */
async function answered(answers: Record<string, [answer: string, by?: string]>) {
  const book = await bookOf(
    sections.map((s, i) => ({
      name: `${i + 1}`,
      rows: rowsOf(s).map((row, r) => {
        const given = r > 0 ? answers[`${row[0]} ${row[2]}`] : undefined;
        return given
          ? row.with(TITLES.indexOf('答え'), given[0]).with(TITLES.indexOf('答えた人'), given[1] ?? '佐藤')
          : row;
      }),
    })),
  );
  const read = await sheetsOf(book);
  if ('refused' in read) throw new Error(read.refused);
  return answersOf(windows.file, all, read.sheets, TODAY);
}

it('asks every section for what is not known, and nothing that is', () => {
  const asked = sections.flatMap((s) => s.questions.map((q) => `${q.window} ${q.about}`));
  expect(asked).toContain('hiratsuka-kurashi-support 番号 0463-21-8813');
  expect(asked).toContain('hiratsuka-yorozu-others 新しい番号');
  expect(asked.some((q) => q.startsWith('hiratsuka-switchboard 番号'))).toBe(false);
  expect(new Set(asked).size).toBe(asked.length);
  expect(sections.length).toBeGreaterThan(10);
});

it('an inquiry that comes back unanswered changes nothing', async () => {
  expect(await answered({})).toEqual({ changes: [], faults: [], notices: [] });
});

it('answers become numbers, hours, places and names, each with who said so', async () => {
  const { changes, faults } = await answered({
    'hiratsuka-kurashi-support 番号 0463-21-8813': ['正しい'],
    'hiratsuka-kurashi-support 時間': ['月-金 8:30-12:00\n月-金 13:00-17:00'],
    'hiratsuka-yorozu-others 新しい番号': ['0463-00-0000'],
    'hiratsuka-korei-fukushi 名前': ['はい'],
    'hiratsuka-josei 番号 0463-21-9611': ['0463-00-1111'],
  });
  expect(faults).toEqual([]);
  expect(changes).toHaveLength(5);
  const edited = editedFiles(files, changes);
  expect(compile(edited, 'hiratsuka', 'later').faults).toEqual([]);
  const now: Record<string, { numbers?: unknown; existence?: string }> = Object.fromEntries(
    parse(edited.find((f) => f.path === windows.file)!.text).windows.map((w: { id: string }) => [w.id, w]),
  );
  expect(now['hiratsuka-kurashi-support']).toMatchObject({
    numbers: [
      { display: '0463-21-8813', state: 'yes', source: '庁内照会（佐藤）', checked: TODAY, by: '佐藤' },
    ],
    hours: [
      { days: '月-金', open: '8:30', close: '12:00' },
      { days: '月-金', open: '13:00', close: '17:00' },
    ],
  });
  expect(now['hiratsuka-yorozu-others']!.numbers).toMatchObject([{ display: '0463-00-0000', state: 'yes' }]);
  expect(now['hiratsuka-korei-fukushi']!.existence).toBe('high');
  expect(now['hiratsuka-josei']!.numbers).toMatchObject([
    { display: '0463-21-9611', state: 'no' },
    { display: '0463-00-1111', state: 'yes' },
  ]);
});

it('names the cell of an answer that cannot be read, or that nobody stands for', async () => {
  const { changes, faults } = await answered({
    'hiratsuka-kurashi-support 番号 0463-21-8813': ['たぶん'],
    'hiratsuka-kurashi-support 時間': ['平日の昼'],
    'hiratsuka-korei-fukushi 名前': ['はい', ' '],
  });
  expect(changes).toEqual([]);
  expect(faults.map((f) => f.column).sort()).toEqual(['G', 'G', 'H']);
  for (const f of faults) expect(f.cure).not.toBe('');
});
