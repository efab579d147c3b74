/** What a turn asks of the host, as statements and log entries of the same batch. */
import { type Case, evolve, type Fact } from '../case/case.ts';
import type { Packet } from '../case/packet.ts';
import type { Entry } from '../log/chain.ts';
import { type Statement, sql } from '../store/port.ts';
import { finder } from '../store/seal.ts';
import type { Effect } from '../talk/say.ts';
import type { Turned } from '../talk/turn.ts';
import { dayOf } from '../windows/tokyo.ts';
import { caseStatements, factStatement, loadCase } from './cases.ts';
import type { Deps } from './deps.ts';
import { caseKey, sealFor, unhandledKey } from './sealed.ts';
import { newId } from './spare.ts';

export interface EffectWork {
  statements: Statement[];
  entries: Entry[];
  /** What can only be done once the batch is durable (destroying keys). */
  after(): Promise<void>;
}

/** Collects the work of all effects of a turn. */
export async function effectStatements(deps: Deps, talk: string, turned: Turned): Promise<EffectWork> {
  const work: EffectWork[] = [];
  for (const effect of turned.effects) work.push(await workOf(deps, talk, effect));
  return {
    statements: work.flatMap((w) => w.statements),
    entries: work.flatMap((w) => w.entries),
    after: async () => {
      for (const w of work) await w.after();
    },
  };
}

const work = (statements: Statement[], entries: Entry[] = [], after = async () => {}): EffectWork => ({
  statements,
  entries,
  after,
});

async function workOf(deps: Deps, talk: string, effect: Effect): Promise<EffectWork> {
  switch (effect.kind) {
    case 'openCase':
      return openCase(deps, talk, effect);
    case 'toCase':
      return toCase(deps, talk, effect);
    case 'withdrawCase':
      return withdrawCase(deps, talk);
    case 'forget':
      return forget(deps, talk, effect.ref);
    case 'unhandled':
      return unhandled(deps, effect.text);
  }
}

async function openCase(
  deps: Deps,
  talk: string,
  effect: Extract<Effect, { kind: 'openCase' }>,
): Promise<EffectWork> {
  const { id, code, window, dueAt } = effect.case;
  const { need, minor } = effect;
  const danger = effect.danger && { class: effect.danger.class, level: effect.danger.level };
  const fact: Fact = { type: 'opened', at: deps.now(), by: 'resident', window, need, danger, minor, dueAt };
  const opened = evolve(null, fact);
  const words = await sealFor(deps, caseKey(id), `fact:${id}:1`, effect.packet satisfies Packet);
  return work(
    [
      sql(
        `INSERT INTO cases (id, code, talk, window, state, need, danger_class, danger_level, minor, opened_at, due_at, facts, changed_at)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?)`,
        id,
        code,
        talk,
        window,
        opened.state,
        need,
        danger?.class ?? null,
        danger?.level ?? null,
        minor ? 1 : 0,
        opened.openedAt,
        dueAt,
        deps.now(),
      ),
      factStatement(id, 1, fact, null, words),
    ],
    [
      {
        at: deps.now(),
        actor: 'resident',
        act: 'case.opened',
        case: id,
        window,
        detail: { danger: danger?.level ?? null, minor, lines: effect.packet.lines.length },
      },
    ],
  );
}

/** The talk's case that is not yet over. */
async function openCaseOf(deps: Deps, talk: string): Promise<{ id: string; current: Case } | null> {
  const [row] = await deps.store.all<{ id: string }>(
    `SELECT id FROM cases WHERE talk = ? AND state IN ('waiting', 'held') ORDER BY opened_at DESC LIMIT 1`,
    talk,
  );
  const loaded = row && (await loadCase(deps, row.id));
  return loaded ? { id: row.id, current: loaded.current } : null;
}

async function toCase(
  deps: Deps,
  talk: string,
  effect: Extract<Effect, { kind: 'toCase' }>,
): Promise<EffectWork> {
  const open = await openCaseOf(deps, talk);
  if (!open) return work([]);
  const ref = effect.ref === null ? null : finder(deps.master, 'message', effect.ref);
  const fact: Fact = { type: 'said', at: deps.now(), by: 'resident', via: effect.via, ref };
  const n = open.current.facts + 1;
  const words = await sealFor(deps, caseKey(open.id), `fact:${open.id}:${n}`, effect.text);
  return work(caseStatements(deps, open.id, open.current, fact, ref, words), [
    {
      at: deps.now(),
      actor: 'resident',
      act: 'case.said',
      case: open.id,
      window: open.current.window,
      detail: { via: effect.via },
    },
  ]);
}

async function withdrawCase(deps: Deps, talk: string): Promise<EffectWork> {
  const open = await openCaseOf(deps, talk);
  if (!open) return work([]);
  const fact: Fact = { type: 'withdrawn', at: deps.now(), by: 'resident' };
  const entry: Entry = {
    at: deps.now(),
    actor: 'resident',
    act: 'case.withdrawn',
    case: open.id,
    window: open.current.window,
  };
  // While it waits nobody has read it: the words go at once, with their key.
  const destroy =
    open.current.state === 'waiting' ? () => deps.vault.destroy([caseKey(open.id)]) : async () => {};
  return work(caseStatements(deps, open.id, open.current, fact, null, null), [entry], destroy);
}

/** LINE's unsend: the words leave the case too; its need, times and danger class stay. */
async function forget(deps: Deps, talk: string, messageId: string): Promise<EffectWork> {
  const ref = finder(deps.master, 'message', messageId);
  const [row] = await deps.store.all<{ case_id: string; n: number }>(
    'SELECT f.case_id, f.n FROM facts f JOIN cases c ON c.id = f.case_id WHERE f.ref = ? AND c.talk = ? AND f.words_sealed IS NOT NULL',
    ref,
    talk,
  );
  const loaded = row && (await loadCase(deps, row.case_id));
  if (!row || !loaded) return work([]);
  const fact: Fact = { type: 'unsent', at: deps.now(), by: 'resident', of: row.n };
  return work(
    [
      sql('UPDATE facts SET words_sealed = NULL WHERE case_id = ? AND n = ?', row.case_id, row.n),
      ...caseStatements(deps, row.case_id, loaded.current, fact, null, null),
    ],
    [
      {
        at: deps.now(),
        actor: 'resident',
        act: 'case.unsent',
        case: row.case_id,
        window: loaded.current.window,
      },
    ],
  );
}

async function unhandled(deps: Deps, text: string): Promise<EffectWork> {
  const id = newId();
  const day = dayOf(deps.now());
  const sealed = await sealFor(deps, unhandledKey(day), `unhandled:${id}`, text);
  return work([
    sql(
      'INSERT INTO unhandled (id, day, text_sealed, box) VALUES (?, ?, ?, ?)',
      id,
      day,
      sealed,
      unhandledKey(day),
    ),
  ]);
}
