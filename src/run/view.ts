/** Reading a case. Words a person has not yet been shown in this session leave an entry before they leave here. */
import type { Fact } from '../case/case.ts';
import type { Packet } from '../case/packet.ts';
import { mayWork, type Staff } from '../case/permissions.ts';
import { type CallWish, wishWords } from '../case/wish.ts';
import { sql } from '../store/port.ts';
import { type LoadedCase, loadCase } from './cases.ts';
import type { Deps } from './deps.ts';
import { type Draft, draftsOf } from './drafts.ts';
import { caseKey, factKey, openFrom } from './sealed.ts';

export interface ReadFact {
  n: number;
  fact: Fact;
  /** null: there were none, they were taken back, or their key is gone. */
  words: string | null;
}

export interface ReadCase {
  loaded: LoadedCase;
  packet: Packet | null;
  facts: ReadFact[];
  /** How the resident wishes to be called; null when no wish stands. */
  wish: CallWish | null;
  /** Answers that staff have half-written, or that are about to leave. */
  drafts: Draft[];
}

/** A case with its words for a staff member; null when it does not exist for them. */
export async function readForStaff(
  deps: Deps,
  staff: Staff,
  session: string,
  id: string,
): Promise<ReadCase | null> {
  const loaded = await loadCase(deps, id);
  if (!loaded || !mayWork(staff, loaded.current)) return null;
  if (loaded.current.state === 'withdrawn') return readWithdrawn(deps, staff, session, loaded);
  await recordView(deps, staff, session, loaded);
  const drafts = await draftsOf(deps, id);
  await recordDrafts(deps, staff, session, loaded, drafts);
  return { ...(await openWords(deps, loaded)), drafts };
}

/** Of a case that was withdrawn nobody reads the resident's words; what staff wrote is a record, and leads may read it. */
async function readWithdrawn(
  deps: Deps,
  staff: Staff,
  session: string,
  loaded: LoadedCase,
): Promise<ReadCase> {
  const hidden = { loaded, packet: null, wish: null, drafts: [] };
  if (staff.role !== 'lead') return { ...hidden, facts: loaded.facts.map((f) => ({ ...f, words: null })) };
  const facts = loaded.facts.map((f) => (f.fact.by.startsWith('staff:') ? f : { ...f, words: null }));
  const records = { ...loaded, facts };
  await recordView(deps, staff, session, records);
  return { ...hidden, facts: (await openWords(deps, records)).facts };
}

/** A resident's own case: what was sent, said and answered; staff notes are not in it. */
export async function readForResident(deps: Deps, id: string): Promise<ReadCase | null> {
  const loaded = await loadCase(deps, id);
  if (!loaded || loaded.current.state === 'withdrawn') return null;
  const read = await openWords(deps, loaded);
  return { ...read, facts: read.facts.filter((f) => FOR_RESIDENTS.includes(f.fact.type)) };
}

/** What staff write among themselves (notes, reasons, questions to a lead) never leaves the desk. */
const FOR_RESIDENTS: readonly Fact['type'][] = [
  'opened',
  'answered',
  'called',
  'said',
  'callback',
  'moveAsked',
  'moveAnswered',
  'moved',
  'reminded',
  'closed',
  'merged',
  'connected',
  'reopened',
];

/** A case with all its words, for whoever may have them all. */
export async function readAll(deps: Deps, id: string): Promise<ReadCase | null> {
  const loaded = await loadCase(deps, id);
  return loaded && openWords(deps, loaded);
}

async function openWords(deps: Deps, loaded: LoadedCase): Promise<ReadCase> {
  const facts: ReadFact[] = [];
  let packet: Packet | null = null;
  let wish: CallWish | null = null;
  for (const f of loaded.facts) {
    const opened = await openFact(deps, loaded.id, f);
    if (f.fact.type === 'opened') packet = opened as Packet | null;
    if (f.fact.type === 'callback') wish = opened as CallWish | null;
    facts.push({ n: f.n, fact: f.fact, words: wordsOf(f.fact, opened) });
  }
  return { loaded, packet, wish, facts, drafts: [] };
}

/** Words of staff from before they had a key of their own lie under the case's. */
async function openFact(
  deps: Deps,
  id: string,
  { n, fact, words }: LoadedCase['facts'][number],
): Promise<unknown> {
  const row = `fact:${id}:${n}`;
  return (await openFrom(deps, factKey(id, fact.by), row, words)) ?? openFrom(deps, caseKey(id), row, words);
}

function wordsOf(fact: Fact, opened: unknown): string | null {
  if (fact.type === 'callback') return opened === null ? null : wishWords(opened as CallWish);
  return typeof opened === 'string' ? opened : null;
}

/** Words of a colleague that this session has not been shown yet leave an entry too. */
async function recordDrafts(
  deps: Deps,
  staff: Staff,
  session: string,
  { id, current }: LoadedCase,
  drafts: readonly Draft[],
): Promise<void> {
  const newest = Math.max(0, ...drafts.filter((d) => d.staff !== staff.id).map((d) => d.savedAt));
  const key = `draft:${id}`;
  const [view] = await deps.store.all<{ upto: number }>(
    'SELECT upto FROM views WHERE session = ? AND case_id = ?',
    session,
    key,
  );
  if (newest <= (view?.upto ?? 0)) return;
  const outcome = await deps.recorder.commit(
    [seenStatement(session, key, newest)],
    [{ at: deps.now(), actor: `staff:${staff.id}`, act: 'draft.viewed', case: id, window: current.window }],
  );
  if (outcome !== 'done') throw new Error('a view could not be recorded');
}

const seenStatement = (session: string, key: string, upto: number) =>
  sql(
    'INSERT INTO views (session, case_id, upto) VALUES (?, ?, ?) ON CONFLICT (session, case_id) DO UPDATE SET upto = excluded.upto',
    session,
    key,
    upto,
  );

async function recordView(deps: Deps, staff: Staff, session: string, loaded: LoadedCase): Promise<void> {
  const [view] = await deps.store.all<{ upto: number }>(
    'SELECT upto FROM views WHERE session = ? AND case_id = ?',
    session,
    loaded.id,
  );
  const seen = view?.upto ?? 0;
  const withWords = loaded.facts.filter((f) => f.n > seen && f.words !== null).map((f) => f.n);
  if (withWords.length === 0) return;
  const upto = loaded.facts.at(-1)!.n;
  const now = deps.now();
  const outcome = await deps.recorder.commit(
    [
      seenStatement(session, loaded.id, upto),
      sql('UPDATE cases SET viewed_at = coalesce(viewed_at, ?) WHERE id = ?', now, loaded.id),
    ],
    [
      {
        at: now,
        actor: `staff:${staff.id}`,
        act: 'case.viewed',
        case: loaded.id,
        window: loaded.current.window,
        detail: { from: withWords[0]!, to: withWords.at(-1)! },
      },
    ],
  );
  if (outcome !== 'done') throw new Error('a view could not be recorded');
}
