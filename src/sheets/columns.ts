/** The columns of windows and hotlines. Titles follow the 自治体標準オープンデータセット where it has the same thing (名称, 所在地_連結表記, 緯度, 経度, 電話番号 …). */
import type * as z from 'zod';
import { BODIES, hotlineEntry, number, opening, windowEntry } from '../content/schema.ts';
import type { Column } from './table.ts';

const window = windowEntry.shape;
const line = hotlineEntry.shape;

const same = (values: readonly string[]): Record<string, string> =>
  Object.fromEntries(values.map((v) => [v, v]));
export const STATES = { yes: '見せる', after_check: '確かめてから', no: '見せない' };

const text = (
  title: string,
  path: string | string[],
  schema: z.ZodType,
  more: Partial<Column> = {},
): Column => ({
  title,
  kind: 'text',
  path: [path].flat(),
  schema,
  ...more,
});
const ascii = { ascii: true, width: 16 } as const;
const wide = { width: 40 };
const lines = { kind: 'lines', width: 30 } as const;
const choice = (choices: Record<string, string>): Partial<Column> => ({ kind: 'choice', choices, width: 14 });

export const WINDOW_COLUMNS: Column[] = [
  text('窓口ID', 'id', window.id, ascii),
  text('名称', 'name', window.name, { width: 28 }),
  text('別の呼び方', 'aliases', window.aliases, lines),
  text('言いかえ', 'plain', window.plain),
  text('新しい名称', ['renamed', 'name'], windowEntry.shape.renamed.unwrap().shape.name),
  text('新しい名称の日', ['renamed', 'from'], windowEntry.shape.renamed.unwrap().shape.from, ascii),
  text('どこの窓口', 'body', window.body, choice(same(BODIES))),
  text('運営する団体', 'operator', window.operator),
  text('分野', 'fields', window.fields, lines),
  text('説明', 'does', window.does, wide),
  text('相談できる人', 'who', window.who, wide),
  text('だれ向け', 'asker', window.asker, choice(same(['だれでも', '女性']))),
  text('使えることば', 'languages', window.languages, lines),
  text('休み', 'closed', window.closed, lines),
  text('所在地_連結表記', 'address', window.address, wide),
  text('緯度', ['position', 'lat'], window.position.unwrap().unwrap().shape.lat, {
    kind: 'decimal',
    ...ascii,
  }),
  text('経度', ['position', 'lng'], window.position.unwrap().unwrap().shape.lng, {
    kind: 'decimal',
    ...ascii,
  }),
  text('受け持つ地区', 'catchment', window.catchment),
  text('電話での言い方', 'say', window.say, wide),
  text('かわりの窓口ID', ['fallback', 'window'], window.fallback.unwrap().shape.window, ascii),
  text('かわりの窓口で言う言葉', ['fallback', 'say'], window.fallback.unwrap().shape.say, wide),
  text(
    'あることの確かさ',
    'existence',
    window.existence,
    choice({ high: '確か', medium: 'たぶん', low: '不確か' }),
  ),
  text('から', 'from', window.from, ascii),
  text('まで', 'until', window.until, ascii),
  text('引き継ぎの呼び名', ['desk', 'role'], window.desk.unwrap().shape.role),
  text('出典', 'sources', window.sources, { ...lines, ...wide }),
  text('備考', 'note', window.note, wide),
];

export const HOTLINE_COLUMNS: Column[] = [
  text('相談先ID', 'id', line.id, ascii),
  text('名称', 'name', line.name, { width: 28 }),
  text('言いかえ', 'plain', line.plain),
  text('使える地域', 'region', line.region, lines),
  text('どこの相談先', 'body', line.body, choice(same(BODIES))),
  text('運営する団体', 'operator', line.operator),
  text('分野', 'fields', line.fields, lines),
  text('説明', 'does', line.does, wide),
  text('相談できる人', 'who', line.who, wide),
  text('使えることば', 'languages', line.languages, lines),
  text('休み', 'closed', line.closed, lines),
  text('通話料が無料', 'free', line.free, choice({ true: 'はい', false: 'いいえ' })),
  text('電話での言い方', 'say', line.say, wide),
  text('出典', 'sources', line.sources, { ...lines, ...wide }),
  text('備考', 'note', line.note, wide),
];

/** Ways to reach a place: what people read → the list in the file, and the key of its value. */
export const WAYS = {
  電話: { list: 'numbers', key: 'display', name: 'label' },
  FAX: { list: 'faxes', key: 'display', name: 'label' },
  メール: { list: 'mails', key: 'address', name: null },
  LINE: { list: 'accounts', key: 'id', name: null },
  ページ: { list: 'links', key: 'url', name: 'kind' },
} as const;
export type Way = keyof typeof WAYS;

const LINK_KINDS = { chat: 'チャット', web: 'Webページ', mail: 'メールフォーム', line: 'LINEのページ' };
const { state, source, seen, checked, by, from, until } = number.shape;

const PROVENANCE: Column[] = [
  text('状態', 'state', state, choice(STATES)),
  text('出典', 'source', source, wide),
  text('資料の日付', 'seen', seen, ascii),
  text('確かめた日', 'checked', checked, ascii),
  text('確かめた人', 'by', by),
  text('から', 'from', from, ascii),
  text('まで', 'until', until, ascii),
];

/** The columns of one way, behind the three that name the row. */
export function wayColumns(way: Way): Column[] {
  const { list, key, name } = WAYS[way];
  const element = (window[list] as unknown as z.ZodDefault<z.ZodArray<z.ZodObject>>).unwrap().element.shape;
  const named: Partial<Column> = way === 'ページ' ? choice(LINK_KINDS) : {};
  return [
    text('電話番号・宛先', key, element[key] as z.ZodType, { ...ascii, at: true }),
    text('名前', name ?? 'label', name ? (element[name] as z.ZodType) : number.shape.label, named),
    ...PROVENANCE,
  ];
}

export const HOURS_COLUMNS: Column[] = [
  text('曜日', 'days', opening.shape.days, { width: 16 }),
  text('はじまり', 'open', opening.shape.open, ascii),
  text('おわり', 'close', opening.shape.close, ascii),
  text('から', 'from', opening.shape.from, ascii),
  text('まで', 'until', opening.shape.until, ascii),
];

/** Cells that only name a row. */
export const named = (title: string, choices?: readonly string[]): Column => ({
  title,
  kind: choices ? 'choice' : 'text',
  path: [],
  schema: window.name,
  ascii: true,
  ...(choices && { choices: same(choices) }),
});
