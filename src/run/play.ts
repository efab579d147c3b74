/**
 * Plays one input on a talk and commits everything it means in one batch: the turn, the talk, the case, the
 * message to send, the log. A talk that moved meanwhile is loaded again and played again.
 */
import { classOf, classOfAct, type DeliveryClass } from '../line/delivery.ts';
import type { Entry } from '../log/chain.ts';
import { type Committed, type Statement, sql } from '../store/port.ts';
import type { Input } from '../talk/input.ts';
import { maskNumbers } from '../talk/mask.ts';
import type { Say } from '../talk/say.ts';
import { newTalk, type Talk } from '../talk/talk.ts';
import { type Turned, turn } from '../talk/turn.ts';
import type { Deps } from './deps.ts';
import { effectStatements } from './effects.ts';
import { inTurn } from './inTurn.ts';
import { openFrom, sealFor, talkKey } from './sealed.ts';
import { newId, newSpare } from './spare.ts';
import { countTurn } from './tally.ts';

export interface TalkRow {
  id: string;
  turn: number;
  state_sealed: Uint8Array;
  line_id_sealed: Uint8Array | null;
}

export interface Play {
  talk: string;
  /** Unique id of what happened; a second play of it is `seen`. */
  event: string;
  input: Input;
  /** For a talk that may not exist yet: how to begin it. */
  begin?: { door: Talk['door']; who: string | null; lineId: string | null };
  /** Where an answer to LINE goes. */
  reply?: { token: string | null; receivedAt: number };
  /** Further statements and entries of the same act (a staff act, a spent inbox row). */
  with?: { statements: Statement[]; entries: Entry[]; outboxCase?: string };
}

export interface Played {
  outcome: Committed;
  say: Say[];
  talk: Talk | null;
}

const TRIES = 5;

/** Plays and commits. `stale` after five tries means heavy contention: the caller may play again later. */
export async function play(deps: Deps, p: Play): Promise<Played> {
  return inTurn(p.talk, async () => {
    for (let i = 0; i < TRIES; i++) {
      // A counter code that was taken would be taken again: each try brings a new one.
      const input = withoutNumbers(i === 0 ? p.input : { ...p.input, spare: newSpare() });
      const played = await attempt(deps, { ...p, input });
      if (played.outcome !== 'stale') return played;
    }
    return { outcome: 'stale', say: [], talk: null };
  });
}

/** What is kept, passed on or matched never holds a マイナンバー, card or account number. */
function withoutNumbers(input: Input): Input {
  if (input.kind === 'said') return { ...input, text: maskNumbers(input.text) };
  if (input.kind !== 'callback' || !input.wish) return input;
  return { ...input, wish: { ...input.wish, name: maskNumbers(input.wish.name) } };
}

async function attempt(deps: Deps, p: Play): Promise<Played> {
  const row = await talkRow(deps, p.talk);
  const known = row && (await openTalk(deps, row));
  if (!known && !p.begin) return { outcome: 'seen', say: [], talk: null }; // forgotten meanwhile
  // A row whose key is gone cannot be read; its owner begins anew in it instead of being met with silence.
  const before = known ?? { ...newTalk(p.begin!.door), turn: row?.turn ?? 0 };
  const turned = turn(before, p.input, deps.content(), deps.now());
  const effects = await effectStatements(deps, p.talk, turned);
  const statements = [
    await talkStatement(deps, p, turned.talk, row !== null, known === null),
    await turnStatement(deps, p, turned),
    ...effects.statements,
    ...(await outboxStatements(deps, p, turned.say)),
    ...(p.with?.statements ?? []),
  ];
  const outcome = await deps.recorder.commit(statements, [...effects.entries, ...(p.with?.entries ?? [])]);
  if (outcome === 'done') {
    countTurn(deps.tally, turned.say);
    await effects.after();
    deps.wake.outbox();
  }
  return { outcome, say: turned.say, talk: turned.talk };
}

/** A talk's row and state; null when there is none, or its key is destroyed. */
export async function loadTalk(deps: Deps, id: string): Promise<{ row: TalkRow; talk: Talk } | null> {
  const row = await talkRow(deps, id);
  const talk = row && (await openTalk(deps, row));
  return row && talk && { row, talk };
}

async function talkRow(deps: Deps, id: string): Promise<TalkRow | null> {
  const [row] = await deps.store.all<TalkRow>(
    'SELECT id, turn, state_sealed, line_id_sealed FROM talks WHERE id = ?',
    id,
  );
  return row ?? null;
}

/** A talk as it was kept; what it did not know when it was written stands as in a new one. */
async function openTalk(deps: Deps, row: TalkRow): Promise<Talk | null> {
  const kept = await openFrom<Talk>(deps, talkKey(row.id), `talk:${row.id}`, row.state_sealed);
  return kept && { ...newTalk(kept.door), ...kept };
}

async function talkStatement(
  deps: Deps,
  p: Play,
  talk: Talk,
  exists: boolean,
  anew: boolean,
): Promise<Statement> {
  const now = deps.now();
  const state = await sealFor(deps, talkKey(p.talk), `talk:${p.talk}`, talk);
  const lineId = p.begin?.lineId ?? null;
  const line =
    anew && lineId !== null ? await sealFor(deps, talkKey(p.talk), `line:${p.talk}`, lineId) : null;
  if (exists) {
    return sql(
      'UPDATE talks SET turn = ?, state_sealed = ?, door = ?, updated_at = ?, line_id_sealed = coalesce(?, line_id_sealed) WHERE id = ?',
      talk.turn,
      state,
      talk.door,
      now,
      line,
      p.talk,
    );
  }
  const { door, who } = p.begin!;
  return sql(
    'INSERT INTO talks (id, who, door, turn, state_sealed, line_id_sealed, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?)',
    p.talk,
    who,
    door,
    talk.turn,
    state,
    line,
    now,
  );
}

/** What a page shows again later; talks in LINE keep no transcript here. */
export interface Shown {
  said: string | null;
  say: Say[];
}

async function turnStatement(deps: Deps, p: Play, { talk, say, effects }: Turned): Promise<Statement> {
  // Words that went to a case are kept there only, under the case's key.
  const passedOn = effects.some((e) => e.kind === 'toCase');
  const shown: Shown = { said: p.input.kind === 'said' && !passedOn ? p.input.text : null, say };
  const sealed =
    p.input.via === 'page' ? await sealFor(deps, talkKey(p.talk), `turn:${p.event}`, shown) : null;
  return sql(
    'INSERT INTO turns (event, talk, turn, at, shown_sealed) VALUES (?, ?, ?, ?, ?)',
    p.event,
    p.talk,
    talk.turn,
    deps.now(),
    sealed,
  );
}

/** What an outbox row holds under seal. */
export interface Parcel {
  say: Say[];
  replyToken: string | null;
}

async function outboxStatements(deps: Deps, p: Play, say: Say[]): Promise<Statement[]> {
  if (p.input.via !== 'line' || say.length === 0) return [];
  const act = p.input.kind === 'case' ? p.input.event : null;
  if (!act && !p.reply?.token) return [];
  const id = newId();
  const parcel: Parcel = { say, replyToken: p.reply?.token ?? null };
  const kind: DeliveryClass = act ? classOfAct(act) : classOf(say);
  const now = deps.now();
  return [
    sql(
      `INSERT INTO outbox (id, talk, case_id, class, state, pushing, retry_key, received_at, due_at, body_sealed)
       VALUES (?, ?, ?, ?, 'pending', ?, ?, ?, ?, ?)`,
      id,
      p.talk,
      p.with?.outboxCase ?? null,
      kind,
      act ? 1 : 0,
      crypto.randomUUID(),
      p.reply?.receivedAt ?? now,
      now,
      await sealFor(deps, talkKey(p.talk), `outbox:${id}`, parcel),
    ),
  ];
}
