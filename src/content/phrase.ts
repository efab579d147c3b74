/**
 * The small language of rule lines. `(a|b)` is one of several wordings, `(a|b)?` the same or nothing, `{電球}` every wording of a concept,
 * `A…B` B close behind A, `A + B` both in one sentence, a leading `!` counts even beside calm words. Everything unfolds to plain
 * phrases when content is compiled: no pattern from a file ever runs against a message, so none can hang it.
 */
import { fold } from '../understand/fold.ts';

export interface Line {
  /** One chain per part of `A + B`; a chain has one group per part of `A…B`; a group lists folded phrases. */
  chains: string[][][];
  always: boolean;
}

export type LineResult = { ok: true; line: Line } | { ok: false; cause: string; cure: string };

/** More wordings than this from one line is a mistake in the brackets. */
const MAX_WORDINGS = 5000;

/**
 * Unfolds one rule line. Never throws; what cannot be read comes back as a cause and a cure. `kanji`: a single kanji
 * may stand alone (a concept is only one part of a rule).
 */
export function readLine(
  text: string,
  concepts: Readonly<Record<string, string[]>>,
  kanji = false,
): LineResult {
  const always = /^[!！]/u.test(text);
  // NFKC writes 「…」 as three dots.
  const parts = (always ? text.slice(1) : text).normalize('NFKC').split('+');
  const combined = kanji || parts.length > 1 || /\.{3}/.test(parts[0]!);
  const chains: string[][][] = [];
  for (const part of parts) {
    const groups = part.split(/\.{3,}/).map((p) => unfold(p.trim(), concepts, combined));
    const refused = groups.find((g) => !Array.isArray(g));
    if (refused) return { ok: false, ...(refused as Refusal) };
    chains.push(groups as string[][]);
  }
  return { ok: true, line: { chains, always } };
}

type Refusal = { cause: string; cure: string };

function unfold(
  part: string,
  concepts: Readonly<Record<string, string[]>>,
  combined: boolean,
): string[] | Refusal {
  const tokens = part.match(/\([^()]*\)\??|\{[^{}]*\}|[^(){}]+|[(){}]/g) ?? [];
  let wordings = [''];
  for (const token of tokens) {
    const choices = choicesOf(token, concepts);
    if (!Array.isArray(choices)) return choices;
    wordings = wordings.flatMap((w) => choices.map((c) => w + c));
    if (wordings.length > MAX_WORDINGS) {
      return {
        cause: `1行から${MAX_WORDINGS}をこえる言い方ができます`,
        cure: '( | ) を減らすか、行を分けてください',
      };
    }
  }
  if (tokens.some(hasSymbolChoice)) {
    return {
      cause: '記号だけの言い方があります（◯ などの記号は読みとばされます）',
      cure: '文字で書くか、その言い方を消してください',
    };
  }
  const folded = [...new Set(wordings.map(fold))].filter((w) => w !== '');
  if (folded.length === 0 || folded.some((w) => isTooShort(w, combined))) {
    return {
      cause:
        '1文字だけの言い方ができます（ほかの言葉の一部に当たりすぎます。漢字1文字は「A + B」の中だけで使えます）',
      cure: '2文字以上の言い方にしてください',
    };
  }
  return folded;
}

/** A choice like ◯ would silently become nothing; marks such as 、 are left out on purpose and fine. */
const hasSymbolChoice = (token: string): boolean =>
  token.startsWith('(') &&
  token
    .slice(1, -1)
    .split('|')
    .some((c) => /\p{S}/u.test(c) && fold(c) === '');

/** One kanji is enough beside another word (「庭 + 草取り」); one kana is part of everything. */
const isTooShort = (word: string, combined: boolean): boolean =>
  [...word].length < 2 && !(combined && /^\p{Script=Han}$/u.test(word));

function choicesOf(token: string, concepts: Readonly<Record<string, string[]>>): string[] | Refusal {
  if (/^[(){}]$/.test(token)) {
    return {
      cause: 'かっこが閉じていないか、かっこの中にかっこがあります',
      cure: '( ) と { } を一組ずつにしてください',
    };
  }
  if (token.startsWith('('))
    return token.endsWith('?') ? ['', ...token.slice(1, -2).split('|')] : token.slice(1, -1).split('|');
  if (!token.startsWith('{')) return [token];
  const name = token.slice(1, -1);
  if (Object.hasOwn(concepts, name)) return concepts[name]!;
  return {
    cause: `言いかえの辞書に「${name}」がありません`,
    cure: 'data/words.yaml の concepts に足すか、つづりを直してください',
  };
}
