/** The spellings of a Japanese town made one: 大字, 丁目, digits, ヶ and が, kana, full and half width. */
import { fold } from '../understand/fold.ts';

/** A typed address, as far as it matters here. */
export interface Address {
  /** The town without 大字 and 丁目, folded. */
  key: string;
  /** Whether 大字 was written: another place than the 丁目 of the same name. */
  oaza: boolean;
  /** The 丁目, if one was typed (「3丁目」「三丁目」「富士見3-5-1」). */
  block: number | null;
  /** The whole text, folded, for names that stand somewhere in it. */
  whole: string;
}

const OAZA = '大字';
const KANJI_DIGITS = '〇一二三四五六七八九';

/** Folded, with ヶ, ケ and が as one: 「鶴ヶ丘」「鶴ケ丘」「鶴が丘」. */
export const townKey = (name: string): string => fold(name).replace(/[ゖが]/g, 'け');

/** The postal code in a text that holds nothing else, as `350-2217`; null when it is none. */
export function postalOf(text: string): string | null {
  const digits = /^(?:〒|郵便番号)?(\d{3})[-‐‑–−ー]?(\d{4})$/u.exec(
    text.normalize('NFKC').replace(/\s/g, ''),
  );
  return digits ? `${digits[1]}-${digits[2]}` : null;
}

/** A town as it is typed, with or without prefecture, city and 番地. */
export function addressOf(text: string): Address {
  const plain = text
    .normalize('NFKC')
    .replace(/\s/g, '')
    .replace(/^(?:〒?\d{3}-?\d{4})?(?:..[都道府県]|...県)?(?:[^\d市]{1,6}市)?(?=.)/u, '');
  const oaza = plain.startsWith(OAZA);
  const town = plain.replace(/^(?:大字|字)/u, '');
  const at = /\d|[一二三四五六七八九十]+丁目/u.exec(town);
  const name = at ? town.slice(0, at.index) : town;
  return { key: townKey(name), oaza, block: at ? blockOf(town.slice(at.index)) : null, whole: townKey(text) };
}

/** 「3丁目…」「三丁目…」「3-5-1」 → 3; 「16番地1」 is no 丁目. */
function blockOf(rest: string): number | null {
  const digits = /^(\d{1,2})(?:丁目|[-‐‑–−ーのノ]|$)/u.exec(rest);
  if (digits) return Number(digits[1]);
  const kanji = /^([一二三四五六七八九])丁目/u.exec(rest);
  return kanji ? KANJI_DIGITS.indexOf(kanji[1]!) : null;
}
