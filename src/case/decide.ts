/** Whether a staff act may happen now, and the facts it makes. Refusals are values with a reason to show. */
import type { Instant } from '../windows/tokyo.ts';
import type { CallResult, Case, Complaint, Fact, Gap, Outcome, Report } from './case.ts';
import { mayWork, type Staff } from './permissions.ts';
import type { NextWord } from './promise.ts';

export type Act =
  | { act: 'take' }
  | { act: 'answer'; words: string; next?: NextWord | null }
  | { act: 'note'; words: string }
  | { act: 'call'; result: CallResult }
  | { act: 'assign'; to: Staff }
  /** `to` is a window that receives cases in this console; `dueAt` is its own promise. */
  | { act: 'askMove'; to: string }
  | { act: 'move'; to: string; basis: string; words: string; dueAt: Instant }
  | { act: 'confer'; words: string }
  | { act: 'report'; kind: Report; words: string }
  | { act: 'check'; words: string }
  | { act: 'complain'; about: Complaint; words: string }
  | { act: 'askLead' | 'advise'; words: string }
  | { act: 'close'; outcome: Outcome; gap?: Gap | null }
  /** `into` is a case that this member of staff may work on; null: there is none. */
  | { act: 'merge'; into: { id: string; state: Case['state'] } | null; words: string }
  | { act: 'letIn' }
  | { act: 'hold'; basis: string; words: string }
  | { act: 'endHold'; words: string }
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
  | 'noWish'
  | 'leadOnly'
  | 'notTheirs'
  | 'sameWindow'
  | 'alreadyAsked'
  | 'noCheck'
  | 'dutyOpen'
  | 'gapReason'
  | 'notShut'
  | 'held'
  | 'notHeld'
  | 'notOver'
  | 'noSuchCase'
  | 'otherOver';

export type Decided = { ok: true; fact: Fact; words: string | null } | { ok: false; reason: Refusal };

/** LINE's limit for one text; the page keeps the same. */
export const WORDS_MAX = 5000;

const HOUR = 3_600_000;
/**
 * Within this time somebody has seen that the person is safe. 児童相談所運営指針 says 48 hours for children; the other Acts
 * say 速やかに, and are held to the same. Runs at night and on holidays too.
 */
export const CHECK_WITHIN = 48 * HOUR;

/** Decides one act of a staff member on a case; `otherOpen`: the resident has a newer case that is not over. Pure. */
export function decide(current: Case, act: Act, staff: Staff, now: Instant, otherOpen: boolean): Decided {
  const reason = refusalOf(current, act, staff) ?? (act.act === 'reopen' && otherOpen ? 'otherOpen' : null);
  if (reason) return { ok: false, reason };
  const fact = factOf(act, { at: now, by: `staff:${staff.id}` });
  const words = 'words' in act ? act.words.trim() : '';
  return { ok: true, fact, words: words === '' ? null : words };
}

function factOf(act: Act, who: Pick<Fact, 'at' | 'by'>): Fact {
  switch (act.act) {
    case 'take':
      return { type: 'taken', ...who };
    case 'answer':
      return { type: 'answered', ...who, next: act.next ?? null };
    case 'note':
      return { type: 'noted', ...who };
    case 'call':
      return { type: 'called', ...who, result: act.result };
    case 'assign':
      return { type: 'assigned', ...who, to: act.to.id };
    case 'askMove':
      return { type: 'moveAsked', ...who, to: act.to };
    case 'move':
      return { type: 'moved', ...who, to: act.to, basis: act.basis, dueAt: act.dueAt };
    case 'confer':
      return { type: 'conferred', ...who };
    case 'report':
      return { type: 'reported', ...who, kind: act.kind, checkBy: who.at + CHECK_WITHIN };
    case 'check':
      return { type: 'safetyChecked', ...who };
    case 'complain':
      return { type: 'complained', ...who, about: act.about };
    case 'askLead':
      return { type: 'askedLead', ...who };
    case 'advise':
      return { type: 'advised', ...who };
    case 'close':
      return { type: 'closed', ...who, outcome: act.outcome, gap: act.gap ?? null };
    case 'merge':
      return { type: 'merged', ...who, into: act.into!.id };
    case 'hold':
      return { type: 'holdSet', ...who, basis: act.basis };
    case 'endHold':
      return { type: 'holdEnded', ...who };
    case 'letIn':
      return { type: 'letIn', ...who };
    case 'reopen':
      return { type: 'reopened', ...who };
  }
}

/** Whoever may read a case may do these, whoever holds it: what cannot wait must not hang on one person. */
const FOR_ANYBODY: readonly Act['act'][] = [
  'note',
  'report',
  'check',
  'complain',
  'askLead',
  'advise',
  'move',
];
/** Done with words or without. */
const WORDS_OPTIONAL: readonly Act['act'][] = ['confer', 'merge'];

function refusalOf(current: Case, act: Act, staff: Staff): Refusal | null {
  if (!mayWork(staff, current)) return 'notYours';
  if (act.act === 'letIn') return current.shutOut ? null : 'notShut';
  if (act.act === 'hold' || act.act === 'endHold') return holding(current, act, staff) ?? wordsRefusal(act);
  if (current.state === 'withdrawn') return 'withdrawn';
  if (act.act === 'reopen') return current.state === 'closed' ? null : 'notClosed';
  if (current.state === 'closed') return act.act === 'note' ? wordsRefusal(act) : 'closed';
  if (act.act === 'take') return current.takenBy === null ? null : 'takenByOther';
  if (act.act === 'assign' && (current.takenBy === null || staff.role === 'lead'))
    return assigned(current, act);
  if (FOR_ANYBODY.includes(act.act)) return special(current, act, staff) ?? wordsRefusal(act);
  if (current.takenBy === null) return 'takeFirst';
  if (current.takenBy !== staff.id && staff.role !== 'lead') return 'takenByOther';
  return special(current, act, staff) ?? wordsRefusal(act);
}

/** What an act asks of the case beyond who does it. */
function special(current: Case, act: Act, staff: Staff): Refusal | null {
  switch (act.act) {
    case 'assign':
      return assigned(current, act);
    case 'call':
      // Somebody who took the wish back meanwhile may have been called before: that can still be written down.
      return current.callback === null ? 'noWish' : null;
    case 'askMove':
      if (act.to === current.window) return 'sameWindow';
      return current.asked === null ? null : 'alreadyAsked';
    case 'move':
      if (staff.role !== 'lead') return 'leadOnly';
      return act.to === current.window ? 'sameWindow' : null;
    case 'advise':
      return staff.role === 'lead' ? null : 'leadOnly';
    case 'check':
      return current.report?.checkBy ? null : 'noCheck';
    case 'close':
      // An open duty is no clerk's to end.
      if (current.report?.checkBy && staff.role !== 'lead') return 'dutyOpen';
      return act.outcome === 'はざま' && !act.gap ? 'gapReason' : null;
    case 'merge':
      if (act.into === null) return 'noSuchCase';
      if (current.report?.checkBy) return 'dutyOpen';
      return act.into.state === 'waiting' || act.into.state === 'held' ? null : 'otherOver';
    default:
      return null;
  }
}

/** Of a case that is over, also of one that was withdrawn; by a lead, who says why. */
function holding(current: Case, act: Act, staff: Staff): Refusal | null {
  if (staff.role !== 'lead') return 'leadOnly';
  if (act.act === 'endHold') return current.hold ? null : 'notHeld';
  if (current.hold) return 'held';
  return current.overAt === null ? 'notOver' : null;
}

function assigned(current: Case, { to }: Extract<Act, { act: 'assign' }>): Refusal | null {
  if (!mayWork(to, current)) return 'notTheirs';
  return to.id === current.takenBy ? 'takenByOther' : null;
}

function wordsRefusal(act: Act): Refusal | null {
  if (!('words' in act)) return null;
  if (act.words.trim() === '') return WORDS_OPTIONAL.includes(act.act) ? null : 'empty';
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
  leadOnly: '統括だけができます。',
  notTheirs: 'その職員は、この相談を受け持てません。',
  sameWindow: 'いまの窓口です。ほかの窓口を選んでください。',
  alreadyAsked: 'もう本人にたずねています。返事を待ってください。',
  noCheck: '安全の確認が要る通告・通報は、受理されていません。',
  dutyOpen: '安全の確認がすんでいません。確認を書くか、統括が終わりにしてください。',
  notShut: 'ページは閉じていません。',
  held: 'もう保全しています。',
  notHeld: '保全していません。',
  notOver: '終わっていない相談は消えません。保全は、終わったあとにします。',
  noSuchCase: 'その受付番号の相談は見つかりません。番号を確かめてください。',
  otherOver: 'まとめる先の相談は終わっています。先に、そちらをもう一度ひらいてください。',
  gapReason: 'はざまになったわけを選んでください。',
};
