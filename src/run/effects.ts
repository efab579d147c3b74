/** What a turn asks of the host, as statements and log entries of the same batch. */
import { evolve, type Fact } from '../case/case.ts';
import type { Packet } from '../case/packet.ts';
import type { Entry } from '../log/chain.ts';
import { type Statement, sql } from '../store/port.ts';
import { finder } from '../store/seal.ts';
import type { Doubt, Effect } from '../talk/say.ts';
import type { Turned } from '../talk/turn.ts';
import { dayOf } from '../windows/tokyo.ts';
import { caseStatements, factStatement, type LoadedCase, loadCase } from './cases.ts';
import type { Deps } from './deps.ts';
import { guardStatement } from './doorway.ts';
import { doubtStatement } from './doubts.ts';
import { isDrill } from './drill.ts';
import { noticeStatements, noticesOf } from './notices.ts';
import { keepNumbers } from './numberStates.ts';
import { caseKey, destroyKeys, openFrom, sealFor, unhandledKey } from './sealed.ts';
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
    case 'callback':
      return callback(deps, talk, effect);
    case 'moveAnswer':
      return moveAnswer(deps, talk, effect);
    case 'guard':
      return guardWork(deps, talk, effect.hash);
    case 'connected':
      return connected(deps, talk, effect);
    case 'withdrawCase':
      return withdrawCase(deps, talk);
    case 'forget':
      return forget(deps, talk, effect.ref);
    case 'doubt':
      return doubt(deps, talk, effect);
    case 'unhandled':
      return unhandled(deps, effect.text, effect.ref);
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
        `INSERT INTO cases (id, code, talk, window, state, need, danger_class, danger_level, minor, area, drill, door, opened_at, due_at, facts, changed_at)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, (SELECT iif(who IS NULL, 'page', 'line') FROM talks WHERE id = ?), ?, ?, 1, ?)`,
        id,
        code,
        talk,
        window,
        opened.state,
        need,
        danger?.class ?? null,
        danger?.level ?? null,
        minor ? 1 : 0,
        effect.area,
        isDrill(talk) ? 1 : 0,
        talk,
        opened.openedAt,
        dueAt,
        deps.now(),
      ),
      factStatement(id, 1, fact, null, words),
      ...(isDrill(talk)
        ? noticesOf(deps, `${id}:1`, 'drill', window, null)
        : noticeStatements(deps, id, 1, fact, window)),
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

/** A 合言葉 is set or given up; the log tells of it where there is a case. */
async function guardWork(deps: Deps, talk: string, hash: string | null): Promise<EffectWork> {
  const open = await openCaseOf(deps, talk);
  return work(
    [guardStatement(talk, hash), ...(open && hash !== null ? [withoutSending(deps, open.id)] : [])],
    open ? [entryOf(deps, 'case.guarded', open, { set: hash !== null })] : [],
  );
}

/** The talk's case that is not yet over. */
async function openCaseOf(deps: Deps, talk: string): Promise<LoadedCase | null> {
  const [row] = await deps.store.all<{ id: string }>(
    `SELECT id FROM cases WHERE talk = ? AND state IN ('waiting', 'held') ORDER BY opened_at DESC LIMIT 1`,
    talk,
  );
  return row ? loadCase(deps, row.id) : null;
}

async function toCase(
  deps: Deps,
  talk: string,
  effect: Extract<Effect, { kind: 'toCase' }>,
): Promise<EffectWork> {
  const open = await openCaseOf(deps, talk);
  if (!open) return work([]);
  const ref = effect.ref === null ? null : finder(deps.master, 'message', effect.ref);
  const { via, danger } = effect;
  const fact: Fact = { type: 'said', at: deps.now(), by: 'resident', via, ref, danger };
  const n = open.current.facts + 1;
  const words = await sealFor(deps, caseKey(open.id), `fact:${open.id}:${n}`, effect.text);
  return work(caseStatements(deps, open.id, open.current, fact, ref, words), [
    entryOf(deps, 'case.said', open, { via, danger: danger?.level ?? null }),
  ]);
}

/** A newer wish replaces the older ones, numbers and all: an old number must not be called, a refused one never. */
async function callback(
  deps: Deps,
  talk: string,
  { wish, danger }: Extract<Effect, { kind: 'callback' }>,
): Promise<EffectWork> {
  const open = await openCaseOf(deps, talk);
  if (!open) return work([]);
  const agreed = wish !== null;
  const fact: Fact = { type: 'callback', at: deps.now(), by: 'resident', agreed, danger };
  const row = `fact:${open.id}:${open.current.facts + 1}`;
  const words = wish && (await sealFor(deps, caseKey(open.id), row, wish));
  const older = open.facts.filter((f) => f.fact.type === 'callback').map((f) => f.n);
  const gone = sql(
    'UPDATE facts SET words_sealed = NULL WHERE case_id = ? AND n IN (SELECT value FROM json_each(?))',
    open.id,
    JSON.stringify(older),
  );
  return work(
    [gone, ...caseStatements(deps, open.id, open.current, fact, null, words)],
    [entryOf(deps, 'case.callback', open, { agreed, danger: danger?.level ?? null })],
  );
}

const entryOf = (
  deps: Deps,
  act: string,
  { id, current }: LoadedCase,
  detail: Entry['detail'] = {},
): Entry => ({
  at: deps.now(),
  actor: 'resident',
  act,
  case: id,
  window: current.window,
  detail,
});

/** The resident was asked whether another window may have it. */
async function moveAnswer(
  deps: Deps,
  talk: string,
  { agreed, to, dueAt }: Extract<Effect, { kind: 'moveAnswer' }>,
): Promise<EffectWork> {
  const open = await openCaseOf(deps, talk);
  if (!open || open.current.asked !== to) return work([]);
  const fact: Fact = { type: 'moveAnswered', at: deps.now(), by: 'resident', to, agreed, dueAt };
  return work(
    [...caseStatements(deps, open.id, open.current, fact, null, null), ...withoutDrafts(open.id)],
    [entryOf(deps, 'case.moveAnswered', open, { to, agreed })],
  );
}

/** An answer to つながりましたか; of a case that is over, and the talk's own. */
async function connected(
  deps: Deps,
  talk: string,
  { case: id, answer }: Extract<Effect, { kind: 'connected' }>,
): Promise<EffectWork> {
  const loaded = await loadCase(deps, id);
  if (loaded?.talk !== talk || loaded.current.state !== 'closed') return work([]);
  const fact: Fact = { type: 'connected', at: deps.now(), by: 'resident', answer };
  return work(caseStatements(deps, id, loaded.current, fact, null, null), [
    entryOf(deps, 'case.connected', loaded, { answer }),
  ]);
}

/** What has not left for LINE yet does not leave any more: words of staff, or that there are some. */
const withoutSending = (deps: Deps, id: string): Statement =>
  sql(
    `UPDATE outbox SET state = 'uncertain', body_sealed = NULL, settled_at = ? WHERE case_id = ? AND state = 'pending'`,
    deps.now(),
    id,
  );

/** Half-written words of a case, and answers about to leave. */
const withoutDrafts = (id: string): Statement[] => [sql('DELETE FROM drafts WHERE case_id = ?', id)];

async function withdrawCase(deps: Deps, talk: string): Promise<EffectWork> {
  const open = await openCaseOf(deps, talk);
  if (!open) return work([]);
  const fact: Fact = { type: 'withdrawn', at: deps.now(), by: 'resident' };
  const statements = [
    ...caseStatements(deps, open.id, open.current, fact, null, null),
    ...withoutDrafts(open.id),
    withoutSending(deps, open.id),
    sql('UPDATE cases SET area = NULL WHERE id = ?', open.id),
  ];
  const entry = entryOf(deps, 'case.withdrawn', open);
  if (open.viewed) return work(statements, [entry]);
  // Nobody has read it: the words go at once, and their key with them.
  const gone = sql('UPDATE facts SET words_sealed = NULL WHERE case_id = ?', open.id);
  return work([...statements, gone], [entry], () => destroyKeys(deps, [caseKey(open.id)]));
}

/** LINE's unsend: the words leave the operators' list and every case; need, times and danger class stay. */
async function forget(deps: Deps, talk: string, messageId: string): Promise<EffectWork> {
  const ref = finder(deps.master, 'message', messageId);
  const listed = sql('DELETE FROM unhandled WHERE ref = ?', ref);
  const works = [work([listed])];
  for (const loaded of await casesOf(deps, talk)) works.push(await forgetIn(deps, loaded, messageId, ref));
  return work(
    works.flatMap((w) => w.statements),
    works.flatMap((w) => w.entries),
  );
}

async function casesOf(deps: Deps, talk: string): Promise<LoadedCase[]> {
  const rows = await deps.store.all<{ id: string }>('SELECT id FROM cases WHERE talk = ?', talk);
  const loaded = await Promise.all(rows.map((r) => loadCase(deps, r.id)));
  return loaded.filter((c): c is LoadedCase => c !== null);
}

/** Takes one message out of a case: as a sentence said later, or as a line of the packet. */
async function forgetIn(deps: Deps, loaded: LoadedCase, messageId: string, ref: string): Promise<EffectWork> {
  const said = loaded.facts.find((f) => f.fact.type === 'said' && f.fact.ref === ref && f.words !== null);
  const of = said?.n ?? 1;
  const words = said ? null : await packetWithout(deps, loaded, messageId);
  if (!said && words === null) return work([]);
  const fact: Fact = { type: 'unsent', at: deps.now(), by: 'resident', of };
  return work(
    [
      sql('UPDATE facts SET words_sealed = ? WHERE case_id = ? AND n = ?', words, loaded.id, of),
      ...caseStatements(deps, loaded.id, loaded.current, fact, null, null),
    ],
    [entryOf(deps, 'case.unsent', loaded)],
  );
}

/** The packet sealed anew without the line of a message; null when it has none. */
async function packetWithout(deps: Deps, loaded: LoadedCase, messageId: string): Promise<Uint8Array | null> {
  const row = `fact:${loaded.id}:1`;
  const packet = await openFrom<Packet>(deps, caseKey(loaded.id), row, loaded.facts[0]!.words);
  const lines = packet?.lines.filter((l) => l.ref !== messageId);
  if (!packet || !lines || lines.length === packet.lines.length) return null;
  return sealFor(deps, caseKey(loaded.id), row, { ...packet, lines } satisfies Packet);
}

/** Counts once for each talk; what it changes is seen at once. */
async function doubt(deps: Deps, talk: string, said: Doubt): Promise<EffectWork> {
  const detail = { window: said.window, number: said.display };
  return work(
    [doubtStatement(deps.master, talk, said, deps.now())],
    [{ at: deps.now(), actor: 'resident', act: 'number.doubt', detail }],
    () => keepNumbers(deps),
  );
}

async function unhandled(deps: Deps, text: string, messageId: string | null): Promise<EffectWork> {
  const id = newId();
  const day = dayOf(deps.now());
  const sealed = await sealFor(deps, unhandledKey(day), `unhandled:${id}`, text);
  const ref = messageId === null ? null : finder(deps.master, 'message', messageId);
  return work([
    sql(
      'INSERT INTO unhandled (id, day, text_sealed, box, ref) VALUES (?, ?, ?, ?, ?)',
      id,
      day,
      sealed,
      unhandledKey(day),
      ref,
    ),
  ]);
}
