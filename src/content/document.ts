/** One YAML file with the place of every value in it, so that a fault can name its line. */
import { isMap, isNode, isPair, isScalar, LineCounter, parseDocument, type YAMLError } from 'yaml';
import type * as z from 'zod';
import { explain, SYNTAX } from './explain.ts';
import type { Fault } from './fault.ts';

export interface SourceFile {
  /** Path relative to the content folder, with `/`. */
  path: string;
  text: string;
}

export type Place = (path: PropertyKey[]) => { line: number; column: number };

export interface Parsed<T> {
  file: string;
  value: T | null;
  faults: Fault[];
  place: Place;
}

/** Stands for the text of a file that is not UTF-8. */
export const NOT_UTF8 = '\u0000';

/** An operator's file is small; a larger one is a mistake or an attack. */
const MAX_BYTES = 1_000_000;

/** Parses a file and checks it against a schema. Collects every fault; `value` is null when there is any. */
export function parseFile<S extends z.ZodType>(source: SourceFile, schema: S): Parsed<z.infer<S>> {
  const at = (line: number, column: number, code: string, cause: string, cure: string): Fault => ({
    file: source.path,
    line,
    column,
    code,
    cause,
    cure,
  });
  if (source.text.length > MAX_BYTES) {
    const fault = at(1, 1, 'too_large', 'ファイルが大きすぎます', '1 MB より小さく分けてください');
    return { file: source.path, value: null, faults: [fault], place: () => ({ line: 1, column: 1 }) };
  }
  if (source.text === NOT_UTF8) {
    const fault = at(
      1,
      1,
      'encoding',
      '文字の種類が UTF-8 ではありません',
      'エディターで「UTF-8」を選んで保存し直してください',
    );
    return { file: source.path, value: null, faults: [fault], place: () => ({ line: 1, column: 1 }) };
  }
  const lines = new LineCounter();
  // Aliases are refused: a few nested ones can unfold into gigabytes.
  const doc = parseDocument(source.text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true });
  const position = (offset: number) => {
    const p = lines.linePos(offset);
    return { line: Math.max(1, p.line), column: Math.max(1, p.col) };
  };
  const place: Place = (path) => position(offsetOf(doc.contents, path));
  const faults: Fault[] = [
    ...letterFaults(source, at),
    ...doc.errors.map((e) => syntaxFault(e, position, at)),
  ];
  if (doc.errors.length > 0) faults.unshift(...oddIndents(source, at));
  if (doc.errors.length > 0) return { file: source.path, value: null, faults, place };

  let data: unknown;
  try {
    data = doc.toJS({ maxAliasCount: 0 });
  } catch {
    faults.push(at(1, 1, 'alias', '* や & の書き方は使えません', '同じ内容をそのまま書いてください'));
    return { file: source.path, value: null, faults, place };
  }
  const checked = schema.safeParse(data);
  if (!checked.success) {
    for (const issue of checked.error.issues) faults.push(...schemaFaults(issue, data, place, at));
  }
  return {
    file: source.path,
    value: checked.success && faults.length === 0 ? checked.data : null,
    faults,
    place,
  };
}

type At = (line: number, column: number, code: string, cause: string, cure: string) => Fault;

/** Full-width spaces and colons look right on the screen and break the file: name them before YAML does. */
function letterFaults(source: SourceFile, at: At): Fault[] {
  return source.text.split('\n').flatMap((line, i) => {
    const indent = /^[ ]*(\u3000|\t)/.exec(line);
    if (indent) {
      return [
        at(
          i + 1,
          indent[0].length,
          'wide_space',
          '行のはじめに全角の空白かタブがあります',
          '半角の空白に直してください',
        ),
      ];
    }
    const colon = /^\s*[-\s]*[A-Za-z_][A-Za-z_0-9 \u3000]*(：)/.exec(line);
    if (colon) {
      return [
        at(
          i + 1,
          colon[0].length,
          'wide_colon',
          '項目の名前のあとの「：」が全角です',
          '半角の「: 」（コロンと空白）に直してください',
        ),
      ];
    }
    const wideKey = /^\s*(?:- )?[A-Za-z_][A-Za-z_0-9]*(\u3000)/.exec(line);
    return wideKey
      ? [
          at(
            i + 1,
            wideKey[0].length,
            'wide_space',
            '項目の名前のあとに全角の空白があります',
            '全角の空白を消してください',
          ),
        ]
      : [];
  });
}

/**
 * Our files indent by two. Where YAML stumbles, an odd indent is the likely culprit, and YAML itself often
 * names a line far below it.
 */
function oddIndents(source: SourceFile, at: At): Fault[] {
  return source.text.split('\n').flatMap((line, i) => {
    const spaces = /^ */.exec(line)![0].length;
    if (spaces % 2 === 0 || spaces === line.length) return [];
    return [
      at(
        i + 1,
        spaces + 1,
        'odd_indent',
        `行のはじめの空白が${spaces}つです`,
        '上の行と見くらべて、2・4・6のように2つずつにそろえてください',
      ),
    ];
  });
}

function syntaxFault(
  e: YAMLError,
  position: (offset: number) => { line: number; column: number },
  at: At,
): Fault {
  const { line, column } = position(e.pos[0]);
  const [cause, cure] = SYNTAX[e.code] ?? [
    '書き方がYAMLの決まりに合いません',
    '字下げ、「: 」、"…" の囲みを確かめてください',
  ];
  return at(line, column, e.code.toLowerCase(), cause, cure);
}

function schemaFaults(issue: z.core.$ZodIssue, data: unknown, place: Place, at: At): Fault[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => {
      const { line, column } = place([...issue.path, key]);
      return at(
        line,
        column,
        'unknown_key',
        `「${key}」という項目はありません`,
        'つづりと字下げを確かめるか、この行を消してください',
      );
    });
  }
  const { line, column } = place(issue.path);
  const name = issue.path.filter((p) => typeof p === 'string').at(-1) ?? 'ファイル';
  const [code, cause, cure] = explain(issue, valueAt(data, issue.path), String(name));
  return [at(line, column, code, cause, cure)];
}

function valueAt(data: unknown, path: PropertyKey[]): unknown {
  let value: unknown = data;
  for (const key of path) {
    if (value === null || typeof value !== 'object' || !Object.hasOwn(value, key)) return undefined;
    value = (value as Record<PropertyKey, unknown>)[key];
  }
  return value;
}

/** Offset of the value at `path`, or of the nearest thing above it that exists. */
function offsetOf(contents: unknown, path: PropertyKey[]): number {
  let node: unknown = contents;
  let offset = isNode(node) ? (node.range?.[0] ?? 0) : 0;
  for (const key of path) {
    const found = childOf(node, key);
    if (!found) return offset;
    offset = found.offset;
    node = found.node;
  }
  return offset;
}

function childOf(node: unknown, key: PropertyKey): { node: unknown; offset: number } | null {
  if (isMap(node)) {
    const pair = node.items.find((p) => isPair(p) && (isScalar(p.key) ? p.key.value : p.key) === key);
    if (!pair) return null;
    const keyNode = pair.key;
    return { node: pair.value, offset: isNode(keyNode) ? (keyNode.range?.[0] ?? 0) : 0 };
  }
  const items = (node as { items?: unknown[] } | null)?.items;
  const item = typeof key === 'number' ? items?.[key] : undefined;
  return item === undefined ? null : { node: item, offset: isNode(item) ? (item.range?.[0] ?? 0) : 0 };
}
