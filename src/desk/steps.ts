/** 次にすること: what a case waits for, the most pressing first. So that nobody has to piece it together. */
import type { Case } from '../case/case.ts';
import { endOf, nextText } from '../case/promise.ts';
import { dateAndTime, type Instant } from '../windows/tokyo.ts';

export interface Step {
  text: string;
  /** Its time is over. */
  late: boolean;
}

/** What comes next, by when; `name` turns a window's id into its name. */
export function stepsOf(current: Case, now: Instant, name: (window: string) => string): Step[] {
  if (current.state === 'withdrawn') return [];
  if (current.state === 'closed') return [{ text: '終わっています。することはありません。', late: false }];
  const steps: Step[] = [];
  const add = (text: string, by: Instant | null = null): void => {
    steps.push({ text, late: by !== null && by < now });
  };
  if (current.shutOut) add('本人だと確かめて、閉じたページを開ける（合言葉が5回ちがいました）');
  const { report, takenBy, answeredAt, dueAt, next, asked, asksLead, leadOnly } = current;
  if (report?.checkBy)
    add(`本人の安全を確かめる（${report.kind}）：${dateAndTime(report.checkBy)}まで`, report.checkBy);
  if (leadOnly) add('苦情です。統括が、移す窓口か受け持つ人を決める');
  else if (takenBy === null) add(`引き受ける人を決めて、返事を書く：${dateAndTime(dueAt)}まで`, dueAt);
  else if (answeredAt === null) add(`はじめの返事を書く：${dateAndTime(dueAt)}まで`, dueAt);
  if (next) add(`約束どおりに書く：${nextText(next)}`, endOf(next));
  if (asked) add(`本人の返事を待つ（${name(asked)}へ移してよいか）`);
  if (asksLead) add('統括の返事を待つ');
  if (steps.length === 0) add('約束はありません。次の返事を書くか、終わりにする');
  return steps;
}
