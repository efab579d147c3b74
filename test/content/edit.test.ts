/** Editing content files by program: one value changes, and not a byte of anything else. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { addItem, type Json, removeKey, setValue } from '../../src/content/edit.ts';

const DATA = path.resolve(import.meta.dirname, '../../data');
const FILES = [
  'hotlines.yaml',
  ...readdirSync(DATA, { withFileTypes: true })
    .filter((d) => existsSync(path.join(DATA, d.name, 'office.yaml')))
    .flatMap((d) => ['windows.yaml', 'areas.yaml', 'office.yaml'].map((f) => `${d.name}/${f}`)),
];

type Place = (string | number)[];

/** Every scalar of a value, with its path. */
function scalars(value: unknown, at: Place = []): { at: Place; value: unknown }[] {
  if (Array.isArray(value)) return value.flatMap((v, i) => scalars(v, [...at, i]));
  if (value !== null && typeof value === 'object')
    return Object.entries(value).flatMap(([k, v]) => scalars(v, [...at, k]));
  return [{ at, value }];
}

function withValue(root: unknown, [key, ...rest]: Place, value: Json): unknown {
  if (key === undefined) return value;
  const copy = (Array.isArray(root) ? [...root] : { ...(root as object) }) as Record<string, unknown>;
  copy[key] = withValue(copy[key], rest, value);
  return copy;
}

const comments = (text: string): string[] => text.split('\n').filter((l) => /^\s*#/.test(l));

const ODD = '確かめ中：「はい」 # メモ, [1] {2} 0463';

describe.each(FILES)('%s', (file) => {
  const text = readFileSync(path.join(DATA, file), 'utf8');
  const data = parse(text);
  // Some of each file: every value would take minutes.
  const some = scalars(data).filter((_, i, all) => i % Math.max(1, Math.floor(all.length / 12)) === 0);

  it('one value set: that value only, and no comment lost', () => {
    for (const { at, value } of some) {
      const next = typeof value === 'number' ? 36.5 : ODD;
      const edited = setValue(text, at, next);
      expect(parse(edited), at.join('.')).toEqual(withValue(data, at, next));
      expect(comments(edited)).toEqual(comments(text));
      const changed = edited.split('\n').filter((l, i) => l !== text.split('\n')[i]);
      if (edited.split('\n').length === text.split('\n').length)
        expect(changed.length).toBeLessThanOrEqual(1);
    }
  });

  it('a value set to what it is stays what it is', () => {
    for (const { at, value } of some) expect(parse(setValue(text, at, value as Json))).toEqual(data);
  });
});

const WINDOWS = `# 窓口
windows:
  - id: a
    name: 甲 # 仮
    aliases: [一, 二]
    numbers:
      - display: 0463-00-0000
        state: no

      # ↓ 次の番号
    hours: null
  # 乙の前の説明
  - {id: b, name: 乙}
`;

it('adds keys, items and whole lists where they belong', () => {
  const cases: [string, unknown][] = [
    [setValue(WINDOWS, ['windows', 0, 'say'], 'つないで'), 'つないで'],
    [setValue(WINDOWS, ['windows', 1, 'fallback', 'say'], 'あ, い'), 'あ, い'],
    [setValue(WINDOWS, ['windows', 0, 'aliases'], ['三']), ['三']],
    [
      setValue(WINDOWS, ['windows', 0, 'hours'], [{ days: '月-金', open: '8:30' }]),
      [{ days: '月-金', open: '8:30' }],
    ],
  ];
  const places: Place[] = [
    ['windows', 0, 'say'],
    ['windows', 1, 'fallback', 'say'],
    ['windows', 0, 'aliases'],
    ['windows', 0, 'hours'],
  ];
  cases.forEach(([text, value], i) => {
    expect(parse(text)).toEqual(withValue2(parse(WINDOWS), places[i]!, value));
    expect(comments(text)).toEqual(comments(WINDOWS));
  });
  const more = addItem(WINDOWS, ['windows', 0, 'numbers'], { display: '0463-11-1111', state: 'yes' });
  expect(parse(more).windows[0].numbers).toEqual([
    { display: '0463-00-0000', state: 'no' },
    { display: '0463-11-1111', state: 'yes' },
  ]);
  expect(parse(addItem(WINDOWS, ['windows', 1, 'numbers'], { display: '110' })).windows[1].numbers).toEqual([
    { display: '110' },
  ]);
  expect(parse(addItem(WINDOWS, ['windows'], { id: 'c', name: '丙' })).windows[2]).toEqual({
    id: 'c',
    name: '丙',
  });
});

function withValue2(root: Record<string, unknown>, at: Place, value: unknown): unknown {
  const copy = structuredClone(root) as Record<string, unknown>;
  let node: Record<string, unknown> = copy;
  for (const key of at.slice(0, -1)) {
    node[key] ??= {};
    node = node[key] as Record<string, unknown>;
  }
  node[at.at(-1)!] = value;
  return copy;
}

it('writes text of several lines as such', () => {
  const text = 'a:\n  note: 一行\n  next: 1\n';
  const edited = setValue(text, ['a', 'note'], '一行目\n\n二行目');
  expect(parse(edited)).toEqual({ a: { note: '一行目\n\n二行目', next: 1 } });
  expect(parse(setValue(edited, ['a', 'note'], '短い'))).toEqual({ a: { note: '短い', next: 1 } });
});

it('takes a key away with its line, and leaves its neighbours', () => {
  expect(parse(removeKey(WINDOWS, ['windows', 0, 'aliases'])).windows[0]).toEqual({
    id: 'a',
    name: '甲',
    numbers: [{ display: '0463-00-0000', state: 'no' }],
    hours: null,
  });
  expect(removeKey(WINDOWS, ['windows', 0, 'numbers'])).toContain(
    '    name: 甲 # 仮\n    aliases: [一, 二]\n',
  );
  expect(parse(removeKey(WINDOWS, ['windows', 1, 'name'])).windows[1]).toEqual({ id: 'b' });
  expect(parse(removeKey(WINDOWS, ['windows', 1, 'id'])).windows[1]).toEqual({ name: '乙' });
  expect(removeKey(WINDOWS, ['windows', 1, 'nothing'])).toBe(WINDOWS);
});
