/** The queue: what waits, by window, most urgent first. */
import type { Case } from '../case/case.ts';
import type { Staff } from '../case/permissions.ts';
import { nextText } from '../case/promise.ts';
import { dateAndTime, dayOf, type Instant } from '../windows/tokyo.ts';
import { DeskFrame } from './frame.tsx';
import type { QueueRow } from './list.ts';
import { type WrongNumber, WrongNumbers } from './numbers.tsx';
import { type Switch, Switches } from './switch.tsx';

export interface QueuePageProps {
  staff: Staff;
  rows: QueueRow[];
  now: Instant;
  fault: string | null;
  /** There are more than the list shows. */
  full: boolean;
  /** Only for leads. */
  wrong: WrongNumber[];
  switches: Switch[];
}

export const STATE_NAMES: Record<Case['state'], string> = {
  waiting: '未対応',
  held: '対応中',
  closed: '終わり',
  withdrawn: '取りやめ',
};

const isOpen = (r: QueueRow): boolean => r.state === 'waiting' || r.state === 'held';

export function QueuePage({ staff, rows, now, fault, full, wrong, switches }: QueuePageProps) {
  const open = rows.filter(isOpen);
  const over = rows.filter((r) => !isOpen(r));
  const windows = [...new Map(open.map((r) => [r.window, r.windowName]))];
  return (
    <DeskFrame title="相談の一覧" staff={staff} since={now} fault={fault}>
      <h1>相談の一覧</h1>
      <WrongNumbers numbers={wrong} />
      <Switches switches={switches} today={dayOf(now)} />
      {open.length === 0 ? (
        <p class="box">いま待っている相談はありません。新しい相談が届くと、ここに出ます。</p>
      ) : null}
      {windows.map(([id, name]) => {
        const mine = open.filter((r) => r.window === id);
        return (
          <section aria-label={name}>
            <h2>
              {name}　<span class="note">{mine.length}件</span>
            </h2>
            <Rows rows={mine} now={now} />
          </section>
        );
      })}
      {over.length > 0 ? <h2>終わった相談</h2> : null}
      <Rows rows={over} now={now} />
      {full ? (
        <p class="note">
          古い相談は、この一覧には出ていません。<a href="/desk/search">さがす</a>で見られます。
        </p>
      ) : null}
    </DeskFrame>
  );
}

export function Rows({ rows, now }: { rows: QueueRow[]; now: Instant }) {
  if (rows.length === 0) return null;
  return (
    <ul class="queue">
      {rows.map((r) => (
        <QueueItem row={r} now={now} />
      ))}
    </ul>
  );
}

function QueueItem({ row, now }: { row: QueueRow; now: Instant }) {
  const promise = promiseOf(row, now);
  return (
    <li class={promise.late ? 'late' : row.state}>
      <a href={`/desk/cases/${row.id}`}>
        <span>
          {row.drill ? <span class="tag guess">訓練</span> : null}
          {row.danger ? <span class="tag danger">危険 {row.danger}</span> : null}
          {row.minor ? <span class="tag minor">未成年</span> : null}
          {row.checkBy ? <span class="tag danger">安全の確認 {dateAndTime(row.checkBy)}まで</span> : null}
          {row.asksLead ? <span class="tag minor">統括に相談中</span> : null}
          {row.complaint ? <span class="tag minor">苦情</span> : null}
          <span class="need">{row.need ?? '困りごとは書かれていません'}</span>
        </span>
        <span class="when">{promise.text}</span>
        <span class="note">
          {row.code}・{row.windowName}・{STATE_NAMES[row.state]}
          {row.takenBy ? `・${row.takenBy}` : ''}
          {row.asked ? '・移してよいか、本人にたずね中' : ''}
        </span>
        <span class="when note">
          届いた {dateAndTime(row.openedAt)}
          {isOpen(row) && !row.answered ? `（${waited(now - row.openedAt)}待ち）` : ''}
        </span>
      </a>
    </li>
  );
}

/** What was promised for a case, and whether that time is over. */
function promiseOf(row: QueueRow, now: Instant): { text: string; late: boolean } {
  if (!isOpen(row))
    return { text: row.merged ? 'まとめた' : (row.outcome ?? STATE_NAMES[row.state]), late: false };
  const overdue = row.checkBy !== null && row.checkBy < now;
  if (!row.answered) {
    const late = row.dueAt < now;
    return {
      text: `${late ? '期限をすぎています：' : '期限 '}${dateAndTime(row.dueAt)}`,
      late: late || overdue,
    };
  }
  if (!row.next) return { text: '約束なし', late: overdue };
  const late = row.nextUntil !== null && row.nextUntil < now;
  return { text: `${late ? '約束をすぎています：' : '約束 '}${nextText(row.next)}`, late: late || overdue };
}

const HOUR = 3_600_000;

/** 「40分」「5時間」「3日」. */
function waited(ms: number): string {
  if (ms < HOUR) return `${Math.max(0, Math.floor(ms / 60_000))}分`;
  return ms < 24 * HOUR ? `${Math.floor(ms / HOUR)}時間` : `${Math.floor(ms / (24 * HOUR))}日`;
}
