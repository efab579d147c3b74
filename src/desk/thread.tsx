/** What happened to a case, oldest first, and how its messages to LINE fared. */
import type { Fact } from '../case/case.ts';
import { nextText } from '../case/promise.ts';
import { Lines } from '../html/frame.tsx';
import type { DeliveryState } from '../line/delivery.ts';
import type { ReadFact } from '../run/view.ts';
import { dateAndTime, type Instant } from '../windows/tokyo.ts';

/** Names for what facts hold as ids. */
export interface Names {
  staff: ReadonlyMap<string, string>;
  window(id: string): string;
  basis(id: string): string;
}

const FACT_NAMES: Record<Fact['type'], string> = {
  opened: '相談が届いた',
  taken: '引き受けた',
  answered: '返事',
  noted: 'メモ（本人には見えない）',
  said: '本人',
  callback: '電話の希望',
  called: '電話した',
  assigned: '担当をかえた',
  moveAsked: 'ほかの窓口へ移してよいか、本人にたずねた',
  moveAnswered: '本人の返事',
  moved: '同意なしで移した（本人には、わけは見えない）',
  conferred: '会議に出した',
  reported: '通告・通報として受理した',
  safetyChecked: '安全を確かめた',
  complained: '苦情を受けた（本人には見えない）',
  askedLead: '統括に相談した（本人には見えない）',
  advised: '統括から（本人には見えない）',
  reminded: '期限の知らせ',
  lapsed: '約束をすぎた',
  closed: '終わりにした',
  connected: '本人の答え（つながりましたか）',
  merged: 'ほかの相談とまとめた',
  reopened: 'もう一度ひらいた',
  withdrawn: '本人が取りやめた',
  shutOut: '合言葉が5回ちがったので、本人のページを閉じた（本人とは限りません）',
  holdSet: '消さずに残すことにした（保全）',
  holdEnded: '保全を終えた',
  letIn: '本人のページを、もう一度使えるようにした',
  unsent: '本人が文を取り消した（本人とは限りません）',
};

interface ThreadProps {
  /** Whoever holds the phone may have written in LINE. */
  guarded: boolean;
  facts: ReadFact[];
  names: Names;
  deliveries: { state: DeliveryState; at: Instant }[];
}

export function Thread({ facts, names, deliveries, guarded }: ThreadProps) {
  return (
    <section class="box" aria-label="やりとり">
      <h2>やりとり</h2>
      <ol class="thread">
        {facts.map((f) => (
          <ThreadItem read={f} names={names} guarded={guarded} />
        ))}
      </ol>
      <Deliveries deliveries={deliveries} />
    </section>
  );
}

function ThreadItem({ read, names, guarded }: { read: ReadFact; names: Names; guarded: boolean }) {
  const { fact } = read;
  const who = fact.by.startsWith('staff:') ? `・${names.staff.get(fact.by.slice(6)) ?? '（退職）'}` : '';
  const text = read.words ?? goneText(fact);
  const doubtful = guarded && fact.type === 'said' && fact.via === 'line';
  const more = doubtful ? 'LINEに届いた（合言葉なし。本人とは限りません）' : detailOf(fact, names);
  return (
    <li class={fact.type}>
      <span class="meta">
        {dateAndTime(fact.at)}　{FACT_NAMES[fact.type]}
        {more === null ? '' : `：${more}`}
        {who}
      </span>
      {text === null ? null : (
        <div>
          <Lines text={text} />
        </div>
      )}
    </li>
  );
}

const RUNG_NAMES = {
  window: '窓口へ（期限が近い）',
  lead: '統括へ（期限をすぎた）',
  resident: '本人へ（返事がおそくなっていることと、電話できるところ）',
} as const;

function detailOf(fact: Fact, names: Names): string | null {
  switch (fact.type) {
    case 'said':
      return fact.via === 'line' ? 'LINEに届いた' : null;
    case 'answered':
      return fact.next ? `次の約束は ${nextText(fact.next)}` : null;
    case 'called':
      return fact.result;
    case 'assigned':
      return names.staff.get(fact.to) ?? '（退職）';
    case 'moveAsked':
      return names.window(fact.to);
    case 'moveAnswered':
      return fact.agreed
        ? `${names.window(fact.to)}へ移してよい`
        : `${names.window(fact.to)}へは移さないでほしい`;
    case 'moved':
      return `${names.window(fact.to)}へ。根拠 ${names.basis(fact.basis)}`;
    case 'holdSet':
      return `根拠 ${names.basis(fact.basis)}`;
    case 'reported':
      return `${fact.kind}。安全の確認は ${dateAndTime(fact.checkBy)} まで`;
    case 'complained':
      return `${fact.about}について`;
    case 'connected':
      return fact.answer;
    case 'reminded':
      return RUNG_NAMES[fact.rung];
    case 'lapsed':
      return fact.what === 'next' ? '次の約束' : '安全の確認';
    case 'closed':
      return fact.gap ? `${fact.outcome}（${fact.gap}）` : fact.outcome;
    default:
      return null;
  }
}

/** What stands where words were, or where there never were any. */
function goneText(fact: Fact): string | null {
  if (fact.type === 'said') return '取り消されました（本人とは限りません）';
  if (fact.type !== 'callback') return null;
  return fact.agreed
    ? '今の希望ではありません。番号は消えました。'
    : '取り消されました。電話はしないでください。';
}

const DELIVERY_NAMES: Record<DeliveryState, string> = {
  pending: '送っています',
  sent: 'LINEに渡しました（読んだかどうかは分かりません）',
  uncertain: '届いたか分かりません',
  refused: 'LINEが受けとりませんでした',
  blocked: 'ブロックされているため届きません',
  quota: '今月送れる数が足りないため、LINEには送っていません',
};

function Deliveries({ deliveries }: Pick<ThreadProps, 'deliveries'>) {
  if (deliveries.length === 0) return null;
  return (
    <details>
      <summary>LINEへのお知らせの届きかた</summary>
      <ul>
        {deliveries.map((d) => (
          <li>
            {dateAndTime(d.at)}　{DELIVERY_NAMES[d.state]}
          </li>
        ))}
      </ul>
    </details>
  );
}
