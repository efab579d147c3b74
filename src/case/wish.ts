/** 電話をもらう: what somebody who wishes to be called says of it. Asked only after consent, kept only with the case. */
import { BANDS, type Band } from '../windows/bands.ts';

export interface CallWish {
  /** What to be called; may be empty. */
  name: string;
  /** ASCII digits in groups as they were typed, `090-0000-0000`. */
  number: string;
  /** Empty: at any time the window is open. */
  bands: Band[];
  /** A message may be left on the answering machine. */
  voicemail: boolean;
  /** Whoever else answers may be told what it is about. */
  family: boolean;
}

/** The form as it was typed. */
export interface WishForm {
  name: string;
  number: string;
  bands: string[];
  voicemail: boolean;
  family: boolean;
}

export type ReadWish = { ok: true; wish: CallWish } | { ok: false; fault: string };

export const NAME_MAX = 40;

/** The wish a form means, of the bands that were offered; else one sentence on what to mend. */
export function wishOf(form: WishForm, offered: readonly Band[]): ReadWish {
  const name = form.name.replace(/\s+/gu, ' ').trim();
  if (form.number.trim() === '') return { ok: false, fault: '電話番号を書いてください。' };
  const number = numberOf(form.number);
  if (number === null)
    return { ok: false, fault: '電話番号は、0からはじまる10けたか11けたの数字で書いてください。' };
  if ([...name].length > NAME_MAX)
    return { ok: false, fault: `呼び方は、${NAME_MAX}字までで書いてください。` };
  const bands = BANDS.filter((b) => offered.includes(b) && form.bands.includes(b));
  return { ok: true, wish: { name, number, bands, voicemail: form.voicemail, family: form.family } };
}

/** What people type between groups of digits. */
const BETWEEN = /[\s()‐‒–—―−ー・./-]+/u;

/**
 * A Japanese telephone number as typed (full width, brackets, +81 …), in ASCII; null when it cannot be one. Numbers
 * of mobiles and IP phones (050–090) have 11 digits, all others 10 (総務省 電気通信番号計画); 0800 is among the former.
 */
export function numberOf(typed: string): string | null {
  const groups = typed
    .normalize('NFKC')
    .trim()
    .replace(/^\+81\s*-?\s*(?:\(0\)|0)?/u, '0')
    .split(BETWEEN)
    .filter((g) => g !== '');
  const digits = groups.join('');
  return /^(?:0[5-9]0\d{8}|0(?![5-9]0)[1-9]\d{8})$/.test(digits) ? groups.join('-') : null;
}

/** A wish in plain words, one line each; the same for staff and for the resident. */
export const wishLines = (wish: CallWish): { label: string; text: string }[] => [
  { label: '呼び方', text: wish.name === '' ? '書かれていません' : wish.name },
  { label: '電話番号', text: wish.number },
  { label: '都合のよい時間', text: wish.bands.length === 0 ? 'いつでも' : wish.bands.join('・') },
  { label: '留守番電話', text: wish.voicemail ? '残してよい' : '残さないでください' },
  { label: '家族が出たとき', text: wish.family ? '用件を伝えてよい' : '用件を伝えないでください' },
];

/** A wish as the resident's words in the thread. */
export const wishWords = (wish: CallWish): string =>
  ['電話をもらいたいです。', ...wishLines(wish).map((l) => `${l.label}：${l.text}`)].join('\n');
