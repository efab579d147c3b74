/** 庁内照会: what to ask each section about its windows, and what its answers change. Pure. */
import { addItem, type Json, setValue } from '../content/edit.ts';
import { number, type WindowEntry } from '../content/schema.ts';
import { isPastShelfLife } from '../windows/number.ts';
import { addDays, type Day } from '../windows/tokyo.ts';
import { type Change, type Comparison, letterOf, type Sheet } from './changes.ts';
import { type RawCell, textOf } from './damage.ts';
import type { Column, Fault } from './table.ts';

export interface Question {
  window: string;
  name: string;
  /** What is asked, by a fixed word: 番号 (with the number), 新しい番号, 時間, 場所, 名前. */
  about: string;
  ask: string;
  known: string;
  source: string;
}

/** The questions for one section, in the order of the file. */
export interface Section {
  name: string;
  questions: Question[];
}

export const TITLES = [
  '窓口ID',
  '窓口',
  '項目',
  '聞きたいこと',
  'いま分かっていること',
  '出典',
  '答え',
  '答えた人',
  '答えた日',
];
const ANSWER = TITLES.indexOf('答え');

/** One section for each body that keeps windows: a city's own window is its section. */
export function inquiryOf(windows: readonly WindowEntry[], switchboard: string, today: Day): Section[] {
  const sections = new Map<string, Question[]>();
  for (const w of windows) {
    const questions = questionsOf(w, w.id === switchboard, today);
    if (questions.length === 0) continue;
    const section = w.operator ?? (w.body === '市' ? w.name : w.body);
    sections.set(section, [...(sections.get(section) ?? []), ...questions]);
  }
  return [...sections].map(([name, questions]) => ({ name, questions }));
}

function questionsOf(w: WindowEntry, isSwitchboard: boolean, today: Day): Question[] {
  const about = (item: string, ask: string, known: string, source = w.sources[0] ?? ''): Question => ({
    window: w.id,
    name: w.name,
    about: item,
    ask,
    known,
    source,
  });
  const owner = isSwitchboard ? 'switchboard' : 'window';
  const unsure = w.numbers.filter(
    (n) => n.state === 'after_check' || (n.state === 'yes' && isPastShelfLife(n, owner, today)),
  );
  return [
    ...(w.existence === 'high'
      ? []
      : [about('名前', 'いまも、この名前の窓口がありますか（はい・ない・新しい名前）', w.name)]),
    ...unsure.map((n) =>
      about(
        `番号 ${n.display}`,
        '住民に案内してよい番号ですか（正しい・ちがう・正しい番号）',
        `${n.display}（${n.label ?? '名前なし'}）`,
        n.source,
      ),
    ),
    ...(w.numbers.length === 0
      ? [about('新しい番号', '住民が直接かけてよい番号はありますか（番号・ない）', '分かりません')]
      : []),
    ...(w.hours === null
      ? [
          about(
            '時間',
            '受付の曜日と時間（「月-金 8:30-17:00」の形。休みの時間があれば行を分ける）',
            '分かりません',
          ),
        ]
      : []),
    ...(w.address === null ? [about('場所', '住民が行くときの場所', '分かりません')] : []),
  ];
}

/** The rows of one section's sheet, titles first. */
export const rowsOf = ({ questions }: Section): string[][] => [
  TITLES,
  ...questions.map((q) => [q.window, q.name, q.about, q.ask, q.known, q.source, '', '', '']),
];

const TEXT: Column = { title: '答え', kind: 'text', path: [], schema: number.shape.source };
/** 「月-金 8:30-17:00」 */
const HOURS = /^(.+?)[\s　]+(\d{1,2}:\d{2})\s*[-〜～~]\s*(\d{1,2}:\d{2})$/;

/** What the answers change in the file of windows; rows without an answer change nothing. */
export function answersOf(
  file: string,
  windows: readonly WindowEntry[],
  sheets: readonly Sheet[],
  today: Day,
): Comparison {
  const all: Comparison = { changes: [], faults: [], notices: [] };
  for (const sheet of sheets) {
    const titles = (sheet.rows[0] ?? []).map((t) => String(t ?? '').trim());
    if (TITLES.some((t, c) => titles[c] !== t)) {
      if (titles.includes('答え'))
        all.faults.push({
          sheet: sheet.name,
          row: 1,
          column: 'A',
          cause: '見出しが変わっています',
          cure: '1行目を、出したときのとおりに戻してください',
        });
      continue;
    }
    for (const [r, row] of sheet.rows.entries()) {
      if (r === 0 || String(row[ANSWER] ?? '').trim() === '') continue;
      const answered = answer({ file, windows, sheet: sheet.name, row, today });
      if (!Array.isArray(answered)) all.changes.push(answered);
      else
        for (const { title, cause, cure } of answered)
          all.faults.push({
            sheet: sheet.name,
            row: r + 1,
            column: letterOf(TITLES.indexOf(title)),
            cause,
            cure,
          });
    }
  }
  return all;
}

interface Answering {
  file: string;
  windows: readonly WindowEntry[];
  sheet: string;
  row: readonly RawCell[];
  today: Day;
}

/** What one answer changes, or what is wrong with it. */
function answer({ file, windows, sheet, row, today }: Answering): Change | Fault[] {
  const cells = TITLES.map((title, c) => textOf(row[c], { ...TEXT, title, at: true }));
  const damaged = cells.flatMap((c) => ('fault' in c ? [c.fault] : []));
  if (damaged.length > 0) return damaged;
  const [id, , about, , , , said, by, day] = cells.map((c) => ('text' in c ? c.text : '')) as string[];
  const i = windows.findIndex((w) => w.id === id);
  if (i === -1)
    return [
      {
        title: '窓口ID',
        cause: `「${id}」という窓口はありません`,
        cure: 'IDを、出したときのとおりに戻してください',
      },
    ];
  if (by === '')
    return [{ title: '答えた人', cause: '「答えた人」が空です', cure: '確かめた人の名前を書いてください' }];
  const edits = editsOf({
    w: windows[i]!,
    at: ['windows', i],
    about: about!,
    said: said!,
    by: by!,
    day: day || today,
  });
  if ('fault' in edits) return [{ title: '答え', cause: edits.fault, cure: edits.cure }];
  return { file, sheet, row: id!, title: about!, before: '', after: said!, edit: edits.edit };
}

interface Said {
  w: WindowEntry;
  at: (string | number)[];
  about: string;
  said: string;
  by: string;
  day: Day;
}

type Edits = { edit(text: string): string } | { fault: string; cure: string };

function editsOf(a: Said): Edits {
  if (a.about.startsWith('番号 ')) return numberEdits(a, a.about.slice('番号 '.length));
  if (a.about === '新しい番号') return a.said === 'ない' ? unchanged : newNumber(a);
  if (a.about === '時間') return hoursEdits(a);
  if (a.about === '場所') return { edit: (text) => setValue(text, [...a.at, 'address'], a.said) };
  if (a.about === '名前') return nameEdits(a);
  return {
    fault: `「${a.about}」という項目はありません`,
    cure: '項目を、出したときのとおりに戻してください',
  };
}

const unchanged: Edits = { edit: (text) => text };

function numberEdits(a: Said, display: string): Edits {
  const n = a.w.numbers.findIndex((x) => x.display === display);
  if (n === -1)
    return { fault: `番号 ${display} は、もうファイルにありません`, cure: 'この行の答えを消してください' };
  const set = (text: string, values: Record<string, Json>): string =>
    Object.entries(values).reduce(
      (t, [key, value]) => setValue(t, [...a.at, 'numbers', n, key], value),
      text,
    );
  if (a.said === '正しい') return { edit: (text) => set(text, confirmedBy(a)) };
  const wrong = { state: 'no', checked: a.day, by: a.by };
  if (a.said === 'ちがう') return { edit: (text) => set(text, wrong) };
  const other = newNumber(a);
  return 'fault' in other ? other : { edit: (text) => other.edit(set(text, wrong)) };
}

const confirmedBy = ({ by, day }: Said): Record<string, Json> => ({
  state: 'yes',
  source: `庁内照会（${by}）`,
  seen: day,
  checked: day,
  by,
});

function newNumber(a: Said): Edits {
  const checked = number.shape.display.safeParse(a.said);
  if (!checked.success)
    return {
      fault: `「${a.said}」は番号として読めません`,
      cure: '「正しい」「ちがう」「ない」か、0463-23-1111 の形の番号を書いてください',
    };
  return { edit: (text) => addItem(text, [...a.at, 'numbers'], { display: a.said, ...confirmedBy(a) }) };
}

function hoursEdits(a: Said): Edits {
  const rows = a.said.split('\n').map((l) => HOURS.exec(l.trim()));
  if (rows.includes(null))
    return { fault: '時間として読めません', cure: '「月-金 8:30-17:00」の形で、行を分けて書いてください' };
  const hours = rows.map((m) => ({ days: m![1]!, open: m![2]!, close: m![3]! }));
  return { edit: (text) => setValue(text, [...a.at, 'hours'], hours) };
}

function nameEdits(a: Said): Edits {
  if (a.said === 'はい') return { edit: (text) => setValue(text, [...a.at, 'existence'], 'high') };
  if (a.said === 'ない') return { edit: (text) => setValue(text, [...a.at, 'until'], addDays(a.day, -1)) };
  return {
    edit: (text) =>
      setValue(
        setValue(setValue(text, [...a.at, 'name'], a.said), [...a.at, 'aliases'], [...a.w.aliases, a.w.name]),
        [...a.at, 'existence'],
        'high',
      ),
  };
}
