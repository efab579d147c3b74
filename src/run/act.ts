/** A staff act on a case: decided purely, committed with its log entry and with what the resident hears. */
import type { Fact } from '../case/case.ts';
import { type Act, decide, type Refusal } from '../case/decide.ts';
import type { Staff } from '../case/permissions.ts';
import type { Entry } from '../log/chain.ts';
import type { Statement } from '../store/port.ts';
import type { StaffEvent } from '../talk/input.ts';
import { caseStatements, type LoadedCase, loadCase } from './cases.ts';
import type { Deps } from './deps.ts';
import { loadTalk, play } from './play.ts';
import { caseKey, sealFor } from './sealed.ts';
import { newId, newSpare } from './spare.ts';

export type Acted = 'done' | Refusal | 'missing' | 'busy';

const TRIES = 5;

/** Does one act. Of two clerks who take the same case one gets 'done', the other 'takenByOther'. */
export async function staffAct(deps: Deps, staff: Staff, caseId: string, act: Act): Promise<Acted> {
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
    const outcome = await commit(deps, loaded, decided.fact, decided.words);
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

/** What the talk hears of a fact; null when nothing. */
function toldOf(fact: Fact): StaffEvent | null {
  switch (fact.type) {
    case 'taken':
    case 'answered':
    case 'closed':
    case 'reopened':
      return fact.type;
    case 'called':
      return fact.result === '話せた' ? 'talked' : 'missed';
    default:
      return null;
  }
}

async function commit(
  deps: Deps,
  loaded: LoadedCase,
  fact: Fact,
  words: string | null,
): Promise<'done' | 'again'> {
  const n = loaded.current.facts + 1;
  const sealed =
    words === null ? null : await sealFor(deps, caseKey(loaded.id), `fact:${loaded.id}:${n}`, words);
  const statements = caseStatements(deps, loaded.id, loaded.current, fact, null, sealed);
  const entries = [entryOf(deps, loaded, fact)];
  const event = toldOf(fact);
  const known = event ? await loadTalk(deps, loaded.talk) : null;
  const outcome =
    event && known
      ? await tell(deps, loaded, event, known.row.line_id_sealed !== null, statements, entries)
      : await deps.recorder.commit(statements, entries);
  return outcome === 'done' ? 'done' : 'again';
}

async function tell(
  deps: Deps,
  loaded: LoadedCase,
  event: StaffEvent,
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
      event,
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
  if (fact.type === 'closed') return { outcome: fact.outcome };
  return fact.type === 'called' ? { result: fact.result } : {};
}
