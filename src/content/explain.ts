/** What a fault means and how to cure it, in the words of someone who edits a file and is no programmer. */
import type * as z from 'zod';

/** YAML's own error codes. */
export const SYNTAX: Record<string, [cause: string, cure: string]> = {
  DUPLICATE_KEY: ['同じ項目が2回あります', 'どちらか一つにしてください'],
  BAD_INDENT: ['字下げがそろっていません', '上の行と同じ数の半角の空白で始めてください'],
  MULTILINE_IMPLICIT_KEY: [
    '「:」が足りないか、字下げがずれています',
    '「項目: 内容」の形にし、上の行とそろえてください',
  ],
  BLOCK_AS_IMPLICIT_KEY: ['文の中に「: 」があります', '文全体を "…" で囲んでください'],
  BAD_ALIAS: ['文が * で始まっています', '文全体を "…" で囲んでください'],
  MISSING_CHAR: ['閉じる記号（" や ] など）が足りません', '開いた記号を閉じてください'],
  TAB_AS_INDENT: ['字下げにタブがあります', '半角の空白に直してください'],
};

const KIND_NAMES: Record<string, string> = {
  string: '文字',
  array: '「- 」で始まる並び',
  object: '「項目: 内容」のまとまり',
  record: '「項目: 内容」のまとまり',
  number: '数',
  boolean: 'true か false',
};

/** A schema issue: code, cause, cure. `value` is what stands there, `name` its key. */
export function explain(
  issue: z.core.$ZodIssue,
  value: unknown,
  name: string,
): [code: string, cause: string, cure: string] {
  if (value === undefined) return ['missing', `「${name}」がありません`, `「${name}: …」を書いてください`];
  if (value === null && issue.code === 'invalid_type') {
    return [
      'empty',
      `「${name}」の中身が空です（# から後ろはメモとして読まれます）`,
      '内容を書くか、# で始まる内容は "…" で囲んでください',
    ];
  }
  if (typeof value === 'number' && issue.code === 'invalid_type' && issue.expected === 'string') {
    return [
      'unquoted_number',
      `「${name}」が数として読まれました`,
      '番号や時刻は "110" のように " で囲んでください',
    ];
  }
  if (issue.code === 'invalid_type') {
    return [
      'wrong_type',
      `「${name}」の形がちがいます`,
      `${KIND_NAMES[issue.expected] ?? '正しい形'}で書いてください。文の中に「: 」があるときは文全体を "…" で囲みます`,
    ];
  }
  if (issue.code === 'invalid_value') {
    return [
      'not_in_list',
      `「${name}」の「${shorten(value)}」は選べません`,
      `次のどれかにしてください：${issue.values.slice(0, 24).join('、')}`,
    ];
  }
  if (issue.code === 'too_small')
    return ['too_few', `「${name}」が足りません`, `${String(issue.minimum)}つ以上書いてください`];
  if (issue.code === 'too_big')
    return ['too_long', `「${name}」が長すぎます`, `${String(issue.maximum)}字までにしてください`];
  if (issue.code === 'invalid_union')
    return ['wrong_shape', `「${name}」の形がちがいます`, '見本のファイルの同じ項目と比べてください'];
  const known = /[ぁ-ん]/.test(issue.message) ? issue.message : '見本のファイルの同じ項目と比べてください';
  return ['wrong_format', `「${name}」の書き方がちがいます`, known];
}

const shorten = (value: unknown): string => String(value).slice(0, 40);
