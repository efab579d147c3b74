/** The queue: what waits, most urgent first. */
import type { Case } from '../case/case.ts';
import type { Staff } from '../case/permissions.ts';
import { dateAndTime, type Instant } from '../windows/tokyo.ts';
import { DeskFrame } from './frame.tsx';
import { type WrongNumber, WrongNumbers } from './numbers.tsx';

export interface QueueRow {
  id: string;
  code: string;
  window: string;
  state: Case['state'];
  need: string | null;
  danger: string | null;
  minor: boolean;
  openedAt: Instant;
  dueAt: Instant;
  takenBy: string | null;
  answered: boolean;
}

export interface QueuePageProps {
  staff: Staff;
  rows: QueueRow[];
  now: Instant;
  fault: string | null;
  /** There are more than the list shows. */
  full: boolean;
  /** Only for leads. */
  wrong: WrongNumber[];
}

export const STATE_NAMES: Record<Case['state'], string> = {
  waiting: '未対応',
  held: '対応中',
  closed: '終わり',
  withdrawn: '取りやめ',
};

export function QueuePage({ staff, rows, now, fault, full, wrong }: QueuePageProps) {
  const open = rows.filter((r) => r.state === 'waiting' || r.state === 'held');
  const over = rows.filter((r) => !open.includes(r));
  return (
    <DeskFrame title="相談の一覧" staff={staff} since={now} fault={fault}>
      <h1>相談の一覧</h1>
      <WrongNumbers numbers={wrong} />
      {open.length === 0 ? (
        <p class="box">いま待っている相談はありません。新しい相談が届くと、ここに出ます。</p>
      ) : null}
      <ul class="queue">
        {open.map((r) => (
          <QueueItem row={r} now={now} />
        ))}
      </ul>
      {over.length > 0 ? <h2>終わった相談</h2> : null}
      <ul class="queue">
        {over.map((r) => (
          <QueueItem row={r} now={now} />
        ))}
      </ul>
      {staff.role === 'lead' ? (
        <p>
          <a href="/desk/unhandled">分からなかった言葉</a>
        </p>
      ) : null}
      {full ? <p class="note">終わった古い相談は、この一覧には出ていません。</p> : null}
    </DeskFrame>
  );
}

function QueueItem({ row, now }: { row: QueueRow; now: Instant }) {
  const waiting = row.state === 'waiting' || row.state === 'held';
  const late = waiting && !row.answered && row.dueAt < now;
  return (
    <li class={late ? 'late' : row.state}>
      <a href={`/desk/cases/${row.id}`}>
        <span>
          {row.danger ? <span class="tag danger">危険 {row.danger}</span> : null}
          {row.minor ? <span class="tag minor">未成年</span> : null}
          <span class="need">{row.need ?? '困りごとは書かれていません'}</span>
        </span>
        <span class="when">
          {waiting && !row.answered
            ? `${late ? '期限をすぎています：' : '期限 '}${dateAndTime(row.dueAt)}`
            : STATE_NAMES[row.state]}
        </span>
        <span class="note">
          {row.code}・{row.window}・{STATE_NAMES[row.state]}
          {row.takenBy ? `・${row.takenBy}` : ''}
        </span>
        <span class="when note">届いた {dateAndTime(row.openedAt)}</span>
      </a>
    </li>
  );
}
