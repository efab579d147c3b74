/** A staff act on a case: decided purely, committed with its log entry and with what the resident hears. */
import type { Fact } from '../case/case.ts';
import { type Act, decide, type Refusal } from '../case/decide.ts';
import type { Staff } from '../case/permissions.ts';
import type { Entry } from '../log/chain.ts';
import { type Statement, sql } from '../store/port.ts';
import type { Input } from '../talk/input.ts';
import { goesToLine } from '../talk/staffActed.ts';
import { mayNotify } from '../talk/talk.ts';
import { caseStatements, type LoadedCase, loadCase } from './cases.ts';
import type { Deps } from './deps.ts';
import { loadTalk, play } from './play.ts';
import { factKey, sealFor } from './sealed.ts';
import { newId, newSpare } from './spare.ts';

export type Acted = 'done' | Refusal | 'missing' | 'busy';

const TRIES = 5;

/**
 * Does one act. Of two clerks who take the same case one gets 'done', the other 'takenByOther'. `draft`: the answer that
 * leaves; it is used up with the act, and one that is gone meanwhile (undone, left already) makes the act 'busy'.
 */
export async function staffAct(
  deps: Deps,
  staff: Staff,
  caseId: string,
  act: Act,
  draft: string | null = null,
): Promise<Acted> {
  for (let i = 0; i < TRIES; i++) {
    const loaded = await loadCase(deps, caseId);
    if (!loaded) return 'missing';
    const decided = decide(
      loaded.current,
      act,
      staff,
      deps.now(),
      act.act === 'reopen' && (await hasOther(deps, loaded)),
    );
    if (!decided.ok) return decided.reason;
    const outcome = await commit(deps, loaded, decided.fact, decided.words, draft);
    if (outcome === 'done') return 'done';
  }
  return 'busy';
}

async function hasOther(deps: Deps, { id, talk }: LoadedCase): Promise<boolean> {
  const open = await deps.store.all(
    `SELECT 1 FROM cases WHERE talk = ? AND id <> ? AND state IN ('waiting', 'held') LIMIT 1`,
    talk,
    id,
  );
  return open.length > 0;
}

type Told = Pick<Extract<Input, { kind: 'case' }>, 'event' | 'next' | 'to' | 'dueAt' | 'words'>;

/** What the talk hears of a fact; null when nothing. */
export function toldOf(fact: Fact): Told | null {
  switch (fact.type) {
    case 'taken':
    case 'assigned':
      return { event: 'taken' };
    case 'answered':
      return { event: 'answered', next: fact.next ?? null };
    case 'closed':
    case 'merged':
    case 'reopened':
      return { event: fact.type };
    case 'called':
      return { event: fact.result === '話せた' ? 'talked' : 'missed' };
    case 'moveAsked':
      return { event: 'asked', to: fact.to };
    case 'moved':
      return { event: 'moved', to: fact.to, dueAt: fact.dueAt };
    case 'complained':
      return { event: 'freed' };
    case 'reminded':
      return fact.rung === 'resident' ? { event: 'overdue' } : null;
    default:
      return null;
  }
}

/** Commits a fact, its entry and what the talk hears of it. */
export async function commit(
  deps: Deps,
  loaded: LoadedCase,
  fact: Fact,
  words: string | null,
  draft: string | null = null,
): Promise<'done' | 'again'> {
  const n = loaded.current.facts + 1;
  const sealed =
    words === null ? null : await sealFor(deps, factKey(loaded.id, fact.by), `fact:${loaded.id}:${n}`, words);
  const statements = [
    ...(draft === null ? [] : useUp(draft, loaded.id)),
    ...caseStatements(deps, loaded.id, loaded.current, fact, null, sealed),
    ...(fact.type === 'letIn' ? [sql('UPDATE watchwords SET tries = 0 WHERE talk = ?', loaded.talk)] : []),
    ...(ENDS_DRAFTS.includes(fact.type) ? [sql('DELETE FROM drafts WHERE case_id = ?', loaded.id)] : []),
  ];
  const entries = [entryOf(deps, loaded, fact)];
  const told = toldOf(fact);
  const known = told ? await loadTalk(deps, loaded.talk) : null;
  // Words of staff enter the talk where they may go to LINE, and nowhere else.
  if (told && fact.type === 'answered' && known?.talk.case && goesToLine(known.talk.case, deps.content()))
    told.words = words;
  const outcome =
    told && known
      ? await tell(
          deps,
          loaded,
          told,
          known.row.line_id_sealed !== null && mayNotify(known.talk),
          statements,
          entries,
        )
      : await deps.recorder.commit(statements, entries);
  return outcome === 'done' ? 'done' : 'again';
}

/** Nothing half-written outlives these. */
const ENDS_DRAFTS: readonly Fact['type'][] = ['closed', 'merged', 'moved', 'complained'];

/** A draft that is gone makes the number of facts NULL, which the schema refuses: the whole batch is stale. */
const useUp = (draft: string, id: string): Statement[] => [
  sql(
    'UPDATE cases SET facts = (SELECT cases.facts FROM drafts d WHERE d.id = ? AND d.case_id = cases.id AND d.leaves_at IS NOT NULL) WHERE id = ?',
    draft,
    id,
  ),
  sql('DELETE FROM drafts WHERE id = ?', draft),
];

async function tell(
  deps: Deps,
  loaded: LoadedCase,
  told: Told,
  hasLine: boolean,
  statements: Statement[],
  entries: Entry[],
) {
  const { outcome } = await play(deps, {
    talk: loaded.talk,
    event: `act:${newId()}`,
    input: {
      kind: 'case',
      case: loaded.id,
      ...told,
      at: deps.now(),
      via: hasLine ? 'line' : 'page',
      spare: newSpare(),
    },
    with: { statements, entries, outboxCase: loaded.id },
  });
  return outcome;
}

function entryOf(deps: Deps, loaded: LoadedCase, fact: Fact): Entry {
  return {
    at: deps.now(),
    actor: fact.by,
    act: `case.${fact.type}`,
    case: loaded.id,
    window: loaded.current.window,
    detail: detailOf(fact),
  };
}

function detailOf(fact: Fact): NonNullable<Entry['detail']> {
  switch (fact.type) {
    case 'answered':
      return fact.next ? { next: `${fact.next.day} ${fact.next.band}` } : {};
    case 'assigned':
    case 'moveAsked':
      return { to: fact.to };
    case 'moved':
      return { to: fact.to, basis: fact.basis };
    case 'reported':
      return { kind: fact.kind, checkBy: fact.checkBy };
    case 'complained':
      return { about: fact.about };
    case 'reminded':
      return { rung: fact.rung };
    case 'lapsed':
      return { what: fact.what };
    case 'closed':
      return fact.gap ? { outcome: fact.outcome, gap: fact.gap } : { outcome: fact.outcome };
    case 'holdSet':
      return { basis: fact.basis };
    case 'merged':
      return { into: fact.into };
    case 'called':
      return { result: fact.result };
    default:
      return {};
  }
}

/** Words that leave on paper or as text leave an entry first. */
export const recordPrint = (deps: Deps, staff: Staff, on: LoadedCase, what: string): Promise<void> =>
  record(deps, staff, on, 'case.printed', { what });

/** A 合言葉 said to staff, and whether it was right; never the word. */
export const recordWord = (deps: Deps, staff: Staff, on: LoadedCase, right: boolean): Promise<void> =>
  record(deps, staff, on, 'case.wordTried', { right });

async function record(
  deps: Deps,
  staff: Staff,
  { id, current }: LoadedCase,
  act: string,
  detail: NonNullable<Entry['detail']>,
): Promise<void> {
  const entry = { at: deps.now(), actor: `staff:${staff.id}`, act, case: id, window: current.window, detail };
  if ((await deps.recorder.commit([], [entry])) !== 'done')
    throw new Error('what staff did could not be recorded');
}
