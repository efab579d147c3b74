import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { compile } from '../../src/content/compile.ts';
import { readContent } from '../../src/content/read.ts';
import type { SourceFile } from '../../src/content/sources.ts';

const files = readContent(path.resolve(import.meta.dirname, '../..'));

/** The content with one file changed as an operator might. */
function edited(file: string, change: (text: string) => string): SourceFile[] {
  expect(files.some((f) => f.path === file)).toBe(true);
  return files.map((f) => (f.path === file ? { ...f, text: change(f.text) } : f));
}

const CHORES = 'intents/small_chores.yaml';
const WINDOWS = 'data/hiratsuka/windows.yaml';
const ROUTES = 'data/hiratsuka/routes.yaml';
const MENU = 'data/menu.yaml';
const ESCORT = 'intents/family_escort_work.yaml';
const TG = 'tsurugashima';
const AREAS = `data/${TG}/areas.yaml`;
const lineOf = (text: string, needle: string): number =>
  text.slice(0, text.indexOf(needle)).split('\n').length;
const textOf = (file: string): string => files.find((f) => f.path === file)!.text;

const CITIES = ['hiratsuka', 'odawara', 'tsurugashima', 'joso'];

describe('the content as shipped', () => {
  it.each(CITIES)('has no fault in %s, every need has windows, and no file lies unread', (city) => {
    const { content, faults, warnings } = compile(files, city);
    expect(faults).toEqual([]);
    expect(Object.keys(content!.routes).sort()).toEqual(Object.keys(content!.intents).sort());
    expect(warnings.filter((w) => w.code === 'unread')).toEqual([]);
  });

  it('compiles to the same version every time', () => {
    expect(compile(files, 'hiratsuka').content!.version).toBe(
      compile([...files].reverse(), 'hiratsuka').content!.version,
    );
  });
});

describe('a fault names file, line, cause and cure', () => {
  const cases: [
    name: string,
    file: string,
    change: (text: string) => string,
    code: string,
    line: (text: string) => number,
    words: RegExp,
  ][] = [
    [
      'a wrong window id',
      ROUTES,
      (t) => t.replace('hiratsuka-shakyo', 'hiratsuka-shakyou'),
      'no_window',
      (t) => lineOf(t, 'hiratsuka-shakyou'),
      /窓口「hiratsuka-shakyou」がありません.*もしかして「hiratsuka-shakyo」/,
    ],
    [
      'a lane by which words lie at LINE, that nobody approved',
      'data/hiratsuka/windows.yaml',
      (t) => t.replace('lane: page', 'lane: line'),
      'not_approved',
      (t) => lineOf(t, 'lane: line'),
      /国のガイドラインとちがいますが、みとめた人が書かれていません.*departures に setting: hiratsuka-/,
    ],
    [
      'a door that invites writing, that nobody approved',
      'data/hiratsuka/office.yaml',
      (t) => t.replace('door: taps', 'door: text'),
      'not_approved',
      (t) => lineOf(t, 'door: text'),
      /LINEに文で書いてもらう/,
    ],
    [
      'an approval of something that is not there',
      'data/hiratsuka/office.yaml',
      (t) =>
        `${t}departures:\n  - setting: hiratsuka-shakyou\n    reason: ためし\n    approved_by: 課長\n    on: 2026-11-20\n`,
      'no_window',
      (t) => lineOf(t, 'hiratsuka-shakyou'),
      /もしかして「hiratsuka-shakyo」/,
    ],
    [
      'a topic in the routes that the need does not have',
      ROUTES,
      (t) => t.replace(/^ {6}elder:/m, '      eldar:'),
      'no_topic',
      (t) => lineOf(t, '      eldar:'),
      /話題「eldar」がありません.*もしかして「elder」/,
    ],
    [
      'a question about a topic that is not there',
      ESCORT,
      (t) => t.replace('topics: [elder, child, disabled]', 'topics: [elder, childs]'),
      'no_topic',
      (t) => lineOf(t, 'childs'),
      /話題「childs」がありません/,
    ],
    [
      'two topics of one id',
      ESCORT,
      (t) => t.replace('- id: child\n', '- id: elder\n'),
      'duplicate_id',
      (t) => t.slice(0, t.lastIndexOf('- id: elder')).split('\n').length,
      /話題の id「elder」が2回/,
    ],
    [
      'a need in the menu that is none',
      MENU,
      (t) => t.replace('- small_chores', '- small_chore'),
      'no_need',
      (t) => lineOf(t, '- small_chore'),
      /困りごと「small_chore」のファイルがありません.*もしかして「small_chores」/,
    ],
    [
      'a menu with more buttons than LINE shows',
      MENU,
      (t) => `${t}  - label: そのほか\n    needs: [housing]\n  - label: もっと\n    needs: [housing]\n`,
      'crowded',
      (t) => lineOf(t, 'groups:'),
      /ボタンが13個.*11個まで/,
    ],
    [
      'an unknown key',
      CHORES,
      (t) => t.replace(/^menu:/m, 'menyu:'),
      'unknown_key',
      (t) => lineOf(t, 'menyu:'),
      /「menyu」という項目はありません/,
    ],
    [
      'a wrong indent',
      CHORES,
      (t) => t.replace(/^ {2}strong:/m, '   strong:'),
      'odd_indent',
      (t) => lineOf(t, '   strong:'),
      /空白が3つ/,
    ],
    [
      'a full-width space before a key',
      CHORES,
      (t) => t.replace(/^ {2}strong:/m, '　　strong:'),
      'wide_space',
      (t) => lineOf(t, '　　strong:'),
      /全角の空白/,
    ],
    [
      'a full-width space in a key',
      CHORES,
      (t) => t.replace(/^title:/m, 'title　:'),
      'wide_space',
      (t) => lineOf(t, 'title　:'),
      /全角の空白/,
    ],
    [
      'a full-width colon',
      CHORES,
      (t) => t.replace(/^title:/m, 'title：'),
      'wide_colon',
      (t) => lineOf(t, 'title：'),
      /「：」が全角/,
    ],
    [
      'an unquoted # number',
      WINDOWS,
      (t) => t.replace(/display: \S*0463-23-1111\S*/, 'display: #7119'),
      'empty',
      (t) => lineOf(t, 'display: #7119'),
      /# から後ろはメモ/,
    ],
    [
      'an unquoted number',
      WINDOWS,
      (t) => t.replace(/display: \S*0463-23-1111\S*/, 'display: 110'),
      'unquoted_number',
      (t) => lineOf(t, 'display: 110'),
      /"110" のように/,
    ],
    [
      'a colon inside text',
      CHORES,
      (t) => t.replace(/^title: .*/m, 'title: 電球: 交換'),
      'block_as_implicit_key',
      (t) => lineOf(t, 'title: 電球'),
      /囲んで/,
    ],
    [
      'an id that is not the file name',
      CHORES,
      (t) => t.replace(/^id: .*/m, 'id: small_chore'),
      'id_and_name',
      (t) => lineOf(t, 'id: small_chore'),
      /ファイルの名前/,
    ],
    [
      'a field that is none',
      CHORES,
      (t) => t.replace(/^field: .*/m, 'field: ちいき'),
      'not_in_list',
      (t) => lineOf(t, 'field: ちいき'),
      /選べません/,
    ],
    [
      'a concept nobody defined',
      CHORES,
      (t) => t.replace(/^ {2}strong:/m, '  strong:\n    - "{でんきゅ}が切れた"'),
      'rule',
      (t) => lineOf(t, '{でんきゅ}'),
      /辞書に「でんきゅ」がありません/,
    ],
    [
      'a forbidden phrase',
      CHORES,
      (t) => t.replace(/^ {2}self: .*/m, '  self: がんばってください'),
      'forbidden',
      (t) => lineOf(t, '  self: がんば'),
      /「がんばって」/,
    ],
    [
      'a duplicate key',
      CHORES,
      (t) => t.replace(/^menu: .*/m, '$&\nmenu: もう一度'),
      'duplicate_key',
      (t) => lineOf(t, 'menu: もう一度'),
      /2回/,
    ],
    [
      'an alias',
      CHORES,
      (t) => t.replace(/^title: .*/m, 'title: &a 電球').replace(/^menu: .*/m, 'menu: *a'),
      'alias',
      () => 1,
      /\* や &/,
    ],
  ];
  it.each(cases)('%s', (_name, file, change, code, line, words) => {
    const changed = edited(file, change);
    const text = changed.find((f) => f.path === file)!.text;
    expect(text).not.toBe(textOf(file));
    const { content, faults } = compile(changed, 'hiratsuka');
    const fault = faults.find((f) => f.file === file && f.code === code);
    expect(fault, JSON.stringify(faults, null, 1)).toBeDefined();
    expect(fault!.line).toBe(line(text));
    expect(`${fault!.cause} ${fault!.cure}`).toMatch(words);
    expect(content).toBeNull();
  });

  it('two faults at once, both', () => {
    const changed = edited(CHORES, (t) =>
      t.replace(/^menu:/m, 'menyu:').replace(/^field: .*/m, 'field: ちいき'),
    );
    expect(compile(changed, 'hiratsuka').faults.map((f) => f.code)).toEqual(
      expect.arrayContaining(['unknown_key', 'not_in_list', 'missing']),
    );
  });

  it('one wrong word in the windows’ file is one fault: nothing that names a window follows it', () => {
    const changed = edited('data/hiratsuka/windows.yaml', (t) => t.replace('lane: page', 'lane: mail'));
    const { faults } = compile(changed, 'hiratsuka');
    expect(faults.map((f) => [f.file, f.code])).toEqual([['data/hiratsuka/windows.yaml', 'not_in_list']]);
  });

  it('a missing file and a second intent with the same id', () => {
    const twin = { path: 'intents/twin.yaml', text: textOf(CHORES) };
    const codes = compile([...files.filter((f) => f.path !== ROUTES), twin], 'hiratsuka').faults.map(
      (f) => f.code,
    );
    expect(codes).toEqual(expect.arrayContaining(['no_file', 'duplicate_id']));
  });

  const faultsOf = (file: string, change: (text: string) => string, city = 'hiratsuka') =>
    compile(edited(file, change), city).faults.map((f) => `${f.code} ${f.cause}`);

  it('a route to a window that is not sure to exist', () => {
    const to = (t: string) => t.replace('[hiratsuka-seinen-koken,', '[hiratsuka-kyoiku-soudan,');
    expect(faultsOf(ROUTES, to)).toEqual([
      'unsure 窓口「hiratsuka-kyoiku-soudan」は、あることが確かめられていません',
    ]);
  });

  it('a route or a fallback to a line that does not serve the city, or has no number to show', () => {
    const to = (line: string) => (t: string) => t.replace('[hiratsuka-seinen-koken,', `[${line},`);
    for (const line of ['gaikokujin_ibaraki', 'kanagawa_dv_line', 'kanagawa_dv_men'])
      expect(faultsOf(ROUTES, to(line)), line).toEqual([`no_window 窓口「${line}」がありません`]);
    expect(faultsOf(WINDOWS, (t) => t.replace('window: dv_plus', 'window: kanagawa_dv_men'))).toEqual([
      'no_window 窓口「kanagawa_dv_men」がありません',
    ]);
  });

  it('a town with two windows, a town and a window that are not there', () => {
    const changed = (change: (t: string) => string) => faultsOf(AREAS, change, TG);
    expect(changed((t) => t.replace('whole: [羽折町]', 'whole: [羽折町, 大字町屋]'))).toContain(
      'two_windows 町「大字町屋」の窓口が2つあります',
    );
    expect(changed((t) => t.replace('whole: [大字五味ヶ谷]', 'whole: [大字五味ヶ台]'))).toEqual([
      'no_town 町「大字五味ヶ台」がありません',
    ]);
    expect(changed((t) => t.replace(`    ${TG}-sasaeai-kita:`, `    ${TG}-sasaeai-kit:`))).toEqual([
      `no_window 窓口「${TG}-sasaeai-kit」を案内できません`,
    ]);
    expect(changed((t) => t.replace('name: 柳戸町', 'name: 共栄町'))).toEqual([
      'duplicate_id 町「共栄町」が2回あります',
    ]);
  });

  it('a FAX or opening row whose until is before its from', () => {
    const late = (t: string) =>
      t.replace(
        'state: after_check # FAX・メールは',
        'from: "2027-04-01"\n        until: "2027-03-31"\n        $&',
      );
    expect(faultsOf(WINDOWS, late)).toEqual(['backwards 「until」が「from」より前です']);
  });

  it('a must sentence that the rules miss', () => {
    const changed = edited(CHORES, (t) =>
      t.replace(/^must:\n/m, 'must:\n  - 年金だけでは家賃が払えません\n'),
    );
    expect(compile(changed, 'hiratsuka').faults).toMatchObject([{ file: CHORES, code: 'sentence' }]);
  });

  it('a harmless sentence that the rules of another danger catch, and names the file to mend', () => {
    const changed = edited('intents/danger/disaster.yaml', (t) =>
      t.replace(/^must_not_catch:\n/m, 'must_not_catch:\n  - 首を絞められて息ができない\n'),
    );
    expect(compile(changed, 'hiratsuka').faults).toMatchObject([
      {
        file: 'intents/danger/disaster.yaml',
        code: 'sentence',
        cure: expect.stringMatching(/^intents\/danger\/(?!disaster)[a-z_]+\.yaml の mask か calm に/),
      },
    ]);
  });
});
