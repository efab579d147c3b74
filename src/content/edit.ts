/**
 * One value of a content file changed, and nothing else: comments, layout and order stay as the operator wrote them, to
 * the byte. Works on the text, with the places that the YAML parser gives.
 */
import {
  isMap,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  parseDocument,
  Scalar,
  stringify,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
type Path = readonly (string | number)[];

/**
 * The text with `value` at `path` (keys and places from the top); keys that are missing on the way are made, behind what
 * stands there. Throws when the text is no YAML or a place in a list does not exist: callers have parsed the file before.
 */
export function setValue(text: string, path: Path, value: Json): string {
  const { contents } = parseDocument(text, { keepSourceTokens: true });
  let node = contents as Node | null;
  let key: Scalar | null = null;
  for (const [depth, step] of path.entries()) {
    if (isSeq(node) && typeof step === 'number' && node.items[step]) {
      node = node.items[step] as Node;
      key = null;
    } else if (isMap(node)) {
      const pair = pairOf(node, step);
      if (!pair) return insertKey(text, node, String(step), nested(path.slice(depth + 1), value));
      if (isNothing(pair.value)) return fillKey(text, pair, nested(path.slice(depth + 1), value), node);
      node = pair.value as Node;
      key = pair.key as Scalar;
    } else throw new Error(`no place for ${path.join('.')}`);
  }
  const anotherKind = isScalar(node) === isStructure(value);
  if (key && anotherKind && !insideFlow(text, key.range![0])) return rewrite(text, key, node!, value);
  return replace(text, node!, value);
}

/** What stands behind a key is of another kind than before: from the key on, it is written anew. */
function rewrite(text: string, key: Scalar, node: Node, value: Json): string {
  const [from] = key.range!;
  const end = text.slice(0, node.range![1]).trimEnd().length;
  return splice(text, from, end, keyed(String(key.value), value, columnOf(text, from)));
}

const isStructure = (value: Json): boolean => typeof value === 'object' && value !== null;

/** The text without the key at `path`; as it is when there is none. */
export function removeKey(text: string, path: Path): string {
  const { contents } = parseDocument(text, { keepSourceTokens: true });
  let node = contents as Node | null;
  for (const step of path.slice(0, -1))
    node = (
      isMap(node) ? pairOf(node, step)?.value : isSeq(node) ? node.items[Number(step)] : null
    ) as Node | null;
  const pair = isMap(node) ? pairOf(node, path.at(-1)!) : undefined;
  if (!pair) return text;
  const from = (pair.key as Scalar).range![0];
  const end = text.slice(0, ((pair.value ?? pair.key) as Node).range![1]).trimEnd().length;
  if (insideFlow(text, from)) {
    const comma = /,\s*$/.exec(text.slice(0, from));
    if (comma) return splice(text, comma.index, end, '');
    return splice(text, from, end + (/^\s*,\s*/.exec(text.slice(end))?.[0].length ?? 0), '');
  }
  const next = text.indexOf('\n', end);
  return splice(text, text.lastIndexOf('\n', from) + 1, next === -1 ? text.length : next + 1, '');
}

/** The text with `value` as a further item of the list at `path`, which is made when it is missing. */
export function addItem(text: string, path: Path, value: Json): string {
  const { contents } = parseDocument(text, { keepSourceTokens: true });
  let node = contents as Node | null;
  for (const key of path)
    node = (
      isMap(node) ? pairOf(node, key)?.value : isSeq(node) ? node.items[Number(key)] : null
    ) as Node | null;
  if (!isSeq(node) || node.items.length === 0) return setValue(text, path, [value]);
  if (isFlow(node)) return splice(text, node.range![1] - 1, node.range![1] - 1, `, ${flow(value)}`);
  const indent = columnOf(text, (node as YAMLSeq).range![0]);
  return insertLine(text, node.range![1], `${' '.repeat(indent)}- ${block(value, indent + 2).trimStart()}`);
}

const isFlow = (node: Node): boolean => (node as YAMLMap | YAMLSeq).flow === true;

const splice = (text: string, from: number, to: number, by: string): string =>
  text.slice(0, from) + by + text.slice(to);

const pairOf = (map: YAMLMap, key: string | number): Pair | undefined =>
  map.items.find((p) => isScalar(p.key) && String(p.key.value) === String(key));

/** `key:` with nothing behind it. */
const isNothing = (value: unknown): boolean =>
  value === null || (isScalar(value) && value.value === null && value.range![0] === value.range![1]);

const nested = (path: Path, value: Json): Json =>
  path.reduceRight<Json>((inner, key) => ({ [String(key)]: inner }), value);

const columnOf = (text: string, at: number): number => at - (text.lastIndexOf('\n', at - 1) + 1);

function replace(text: string, node: Node, value: Json): string {
  const [from, to] = node.range!;
  const before = text.slice(0, from);
  const quoted = isScalar(node) && (node.type === Scalar.QUOTE_DOUBLE || node.type === Scalar.QUOTE_SINGLE);
  if (quoted && typeof value === 'string' && !value.includes('\n'))
    return splice(text, from, to, JSON.stringify(value));
  if (insideFlow(text, from) || typeof value !== 'object' || value === null) {
    // What a block scalar (`|`) ends with belongs to the next line.
    const end = isScalar(node) && /^BLOCK/.test(node.type ?? '') ? text.slice(0, to).trimEnd().length : to;
    return splice(
      text,
      from,
      end,
      insideFlow(text, from) ? flow(value) : scalarOrBlock(value, indentOf(text, from) + 2),
    );
  }
  if (isFlow(node) || isStrings(value))
    return splice(text, from, text.slice(0, to).trimEnd().length, flow(value));
  const indent = columnOf(text, from);
  return before + block(value, indent).trimStart() + text.slice(text.slice(0, to).trimEnd().length);
}

/** Behind the last key of a map, in its own column. */
function insertKey(text: string, map: YAMLMap, key: string, value: Json): string {
  const [from, to] = map.range!;
  if (map.flow) {
    const close = text.lastIndexOf('}', to - 1);
    const empty = text.slice(from + 1, close).trim() === '';
    return splice(text, close, close, `${empty ? '' : ', '}${key}: ${flow(value)}`);
  }
  const indent = columnOf(text, (map.items[0]!.key as Node).range![0]);
  const last = map.items.at(-1)!;
  const end = ((last.value ?? last.key) as Node).range![1];
  return insertLine(text, end, ' '.repeat(indent) + keyed(key, value, indent));
}

function fillKey(text: string, pair: Pair, value: Json, map: YAMLMap): string {
  const key = pair.key as Scalar;
  const colon = text.indexOf(':', key.range![1]) + 1;
  if (map.flow) return splice(text, colon, colon, ` ${flow(value)}`);
  const line = keyed(String(key.value), value, columnOf(text, key.range![0]));
  return splice(text, key.range![0], colon, line);
}

const keyed = (key: string, value: Json, indent: number): string =>
  typeof value === 'object' && value !== null && !isStrings(value)
    ? `${key}:\n${block(value, indent + 2)}`
    : `${key}: ${typeof value === 'object' ? flow(value) : scalarOrBlock(value, indent + 2)}`;

/** As a line of its own behind the line in which `at` lies; trailing blank lines stay behind it. */
function insertLine(text: string, at: number, line: string): string {
  const end = text.slice(0, at).trimEnd().length;
  const next = text.indexOf('\n', end);
  return next === -1 ? `${text}\n${line}\n` : splice(text, next + 1, next + 1, `${line}\n`);
}

const isStrings = (value: Json): value is string[] =>
  Array.isArray(value) && value.every((v) => typeof v === 'string' && v.length < 60 && !v.includes('\n'));

const indentOf = (text: string, at: number): number =>
  /^ */.exec(text.slice(text.lastIndexOf('\n', at - 1) + 1))![0].length;

/** Whether a place lies between braces or brackets of its line. */
function insideFlow(text: string, at: number): boolean {
  const before = text.slice(text.lastIndexOf('\n', at - 1) + 1, at).replace(/"(?:[^"\\]|\\.)*"/g, '');
  return (before.match(/[[{]/g)?.length ?? 0) > (before.match(/[\]}]/g)?.length ?? 0);
}

/** Days and clock times are quoted, as our files have them: other readers of YAML make dates and numbers of them. */
const AMBIGUOUS = /^[\d#@]|[:,[\]{}#]|^\s|\s$|^[-?*&!|>'"%`]|^(?:yes|no|on|off|true|false|null|~)$/i;

function flow(value: Json): string {
  if (typeof value === 'string') return value === '' || AMBIGUOUS.test(value) ? JSON.stringify(value) : value;
  if (Array.isArray(value)) return `[${value.map(flow).join(', ')}]`;
  if (value !== null && typeof value === 'object')
    return `{${Object.entries(value)
      .map(([k, v]) => `${k}: ${flow(v)}`)
      .join(', ')}}`;
  return String(value);
}

function scalarOrBlock(value: Json, indent: number): string {
  if (typeof value !== 'string') return String(value);
  if (value.includes('\n')) return `|-\n${value.replace(/^(?=.)/gm, ' '.repeat(indent))}`;
  return /^[\d#@]/.test(value) ? JSON.stringify(value) : stringify(value, { lineWidth: 0 }).trimEnd();
}

/** A map or list in lines, indented. */
function block(value: Json, indent: number): string {
  const pad = ' '.repeat(indent);
  if (Array.isArray(value))
    return value
      .map(
        (v) => `${pad}- ${typeof v === 'object' && v !== null ? block(v, indent + 2).trimStart() : flow(v)}`,
      )
      .join('\n');
  if (value === null || typeof value !== 'object') return pad + scalarOrBlock(value, indent);
  return Object.entries(value)
    .map(([k, v]) => pad + keyed(k, v, indent))
    .join('\n');
}
