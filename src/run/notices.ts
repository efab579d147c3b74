/** Notices to staff: written down in the batch of what they tell of, sent by the loop, each at most tried for a day. */
import type { Fact } from '../case/case.ts';
import type { NoticeKind } from '../notice/notice.ts';
import { type Statement, sql } from '../store/port.ts';
import { isoTokyo } from '../windows/tokyo.ts';
import type { Deps } from './deps.ts';
import { newId } from './spare.ts';

/** What of a fact staff are told of by notice; null: nothing. */
function kindOf(fact: Fact): NoticeKind | null {
  switch (fact.type) {
    case 'opened':
      return fact.danger ? 'danger' : 'opened';
    case 'said':
    case 'callback':
      return fact.danger ? 'danger' : null;
    case 'moved':
      return 'opened';
    case 'moveAnswered':
      return fact.agreed ? 'opened' : null;
    case 'reported':
    case 'askedLead':
    case 'complained':
    case 'shutOut':
      return fact.type;
    case 'reminded':
      return fact.rung === 'resident' ? null : fact.rung;
    case 'lapsed':
      return fact.what;
    default:
      return null;
  }
}

const levelOf = (fact: Fact): string | null => ('danger' in fact ? (fact.danger?.level ?? null) : null);

/** The rows for fact `n` of a case, one for each way; none where no way is set up. */
export function noticeStatements(deps: Deps, id: string, n: number, fact: Fact, window: string): Statement[] {
  const kind = kindOf(fact);
  return kind === null ? [] : noticesOf(deps, `${id}:${n}`, kind, window, levelOf(fact));
}

/** The rows of one notice. `about` names what it tells of: a second one of the same is refused by the store. */
export const noticesOf = (
  deps: Deps,
  about: string,
  kind: NoticeKind,
  window: string,
  level: string | null,
): Statement[] =>
  deps.notifiers.map(({ way }) =>
    sql(
      `INSERT INTO notices (id, about, kind, window, level, at, way, state, due_at) VALUES (?, ?, ?, ?, ?, ?, ?, 'pending', ?)`,
      newId(),
      `${about}:${way}`,
      kind,
      window,
      level,
      deps.now(),
      way,
      deps.now(),
    ),
  );

interface Row {
  id: string;
  kind: NoticeKind;
  window: string;
  level: string | null;
  at: number;
  way: 'mail' | 'webhook';
  tries: number;
}

const MINUTE = 60_000;
/** 1, 2, 4 … minutes, an hour at most; after about a day it is given up and shows in doctor. */
const TRIES_MAX = 30;
const after = (tries: number): number => Math.min(2 ** tries, 60) * MINUTE;

/** Sends what is due. One process serves, so that no row is taken twice. */
export async function sendNotices(deps: Deps): Promise<void> {
  if (deps.notifiers.length === 0) return;
  const rows = await deps.store.all<Row>(
    `SELECT id, kind, window, level, at, way, tries FROM notices WHERE state = 'pending' AND due_at <= ? ORDER BY due_at LIMIT 50`,
    deps.now(),
  );
  for (const row of rows) await sendOne(deps, row);
}

async function sendOne(deps: Deps, row: Row): Promise<void> {
  const notifier = deps.notifiers.find((n) => n.way === row.way);
  const window = deps.content().content.windows[row.window];
  const noticed = notifier
    ? await notifier.send({
        kind: row.kind,
        window: window?.name ?? row.window,
        level: row.level,
        at: isoTokyo(row.at),
        link: new URL('/desk', deps.settings.publicUrl).href,
        mail: window?.desk?.mail ?? null,
      })
    : 'failed';
  const over = noticed !== 'later' || row.tries + 1 >= TRIES_MAX;
  const state = noticed === 'sent' ? 'sent' : over ? 'failed' : 'pending';
  if (state !== 'sent') deps.report({ what: 'notice.notSent', outcome: noticed });
  await deps.store.batch([
    sql(
      'UPDATE notices SET state = ?, tries = tries + 1, due_at = ? WHERE id = ?',
      state,
      deps.now() + after(row.tries),
      row.id,
    ),
  ]);
}
