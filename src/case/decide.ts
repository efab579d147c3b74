/** Whether a staff act may happen now, and the facts it makes. Refusals are values with a reason to show. */
import type { Instant } from '../windows/tokyo.ts';
import type { CallResult, Case, Fact, Outcome } from './case.ts';
import { mayWork, type Staff } from './permissions.ts';

export type Act =
  | { act: 'take' }
  | { act: 'answer'; words: string }
  | { act: 'note'; words: string }
  | { act: 'call'; result: CallResult }
  | { act: 'close'; outcome: Outcome }
  | { act: 'reopen' };

export type Refusal =
  | 'notYours'
  | 'takenByOther'
  | 'takeFirst'
  | 'closed'
  | 'notClosed'
  | 'withdrawn'
  | 'empty'
  | 'tooLong'
  | 'otherOpen'
  | 'noWish';

export type Decided = { ok: true; fact: Fact; words: string | null } | { ok: false; reason: Refusal };

/** LINE's limit for one text; the page keeps the same. */
export const WORDS_MAX = 5000;

/** Decides one act of a staff member on a case; `otherOpen`: the resident has a newer case that is not over. Pure. */
export function decide(current: Case, act: Act, staff: Staff, now: Instant, otherOpen: boolean): Decided {
  const reason = refusalOf(current, act, staff) ?? (act.act === 'reopen' && otherOpen ? 'otherOpen' : null);
  if (reason) return { ok: false, reason };
  const by = `staff:${staff.id}` as const;
  switch (act.act) {
    case 'take':
      return { ok: true, fact: { type: 'taken', at: now, by }, words: null };
    case 'answer':
      return { ok: true, fact: { type: 'answered', at: now, by }, words: act.words.trim() };
    case 'note':
      return { ok: true, fact: { type: 'noted', at: now, by }, words: act.words.trim() };
    case 'call':
      return { ok: true, fact: { type: 'called', at: now, by, result: act.result }, words: null };
    case 'close':
      return { ok: true, fact: { type: 'closed', at: now, by, outcome: act.outcome }, words: null };
    case 'reopen':
      return { ok: true, fact: { type: 'reopened', at: now, by }, words: null };
  }
}

function refusalOf(current: Case, act: Act, staff: Staff): Refusal | null {
  if (!mayWork(staff, current.window)) return 'notYours';
  if (current.state === 'withdrawn') return 'withdrawn';
  if (act.act === 'reopen') return current.state === 'closed' ? null : 'notClosed';
  if (current.state === 'closed') return act.act === 'note' ? wordsRefusal(act) : 'closed';
  if (act.act === 'take') return current.takenBy === null ? null : 'takenByOther';
  if (act.act === 'note') return wordsRefusal(act);
  if (current.takenBy === null) return 'takeFirst';
  if (current.takenBy !== staff.id && staff.role !== 'lead') return 'takenByOther';
  // Somebody who took the wish back meanwhile may have been called before: that can still be written down.
  if (act.act === 'call') return current.callback === null ? 'noWish' : null;
  return wordsRefusal(act);
}

function wordsRefusal(act: Act): Refusal | null {
  if (!('words' in act)) return null;
  if (act.words.trim() === '') return 'empty';
  return act.words.length > WORDS_MAX ? 'tooLong' : null;
}

/** What the desk shows when an act was refused. */
export const REFUSALS: Record<Refusal, string> = {
  notYours: 'この相談は、あなたの窓口のものではありません。',
  takenByOther: 'ほかの職員が引き受けています。',
  takeFirst: '先に「引き受ける」を押してください。',
  closed: 'この相談は終わっています。書くには「もう一度ひらく」を押してください。',
  notClosed: 'この相談は、まだ終わっていません。',
  withdrawn: '本人が取りやめました。',
  empty: '文を書いてください。',
  tooLong: '5000字までにしてください。',
  noWish: '本人は、電話をもらうことに同意していません。',
  otherOpen: 'この人の新しい相談が進んでいます。そちらで対応してください。',
};
