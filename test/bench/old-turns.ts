/**
 * A database as it stands after TURNS turns within 35 days: rows of the size that the service writes, put in by
 * SQL, and the keys that open them. Event ids and settled replies stay 35 days and talks 7 (src/run/sweep.ts),
 * so old turns outnumber talks. Then the sweep that runs beside the turns is timed.
 */
import { randomBytes } from 'node:crypto';
import path from 'node:path';
import Database from 'better-sqlite3';
import { configure } from '../../src/config.ts';
import { openHost } from '../../src/host.ts';
import { sweep } from '../../src/run/sweep.ts';
import { type MasterKeys, masterKeys, seal } from '../../src/store/seal.ts';
import { newTalk } from '../../src/talk/talk.ts';

const TURNS = Number(process.env.TURNS);
const DAY = 86_400_000;
/** A talk is five turns here, three of a hundred turns are of the page, five not understood, and one in two hundred talks has a case. */
const TURNS_A_TALK = 5;
const PAGE = 0.03;
const UNHANDLED = 0.05;
const TALKS_A_CASE = 200;
/** Sealed bytes of a page's turn, and of a sentence. */
const SHOWN = 1_500;
const SENTENCE = 120;

const configured = configure(process.env);
if (!configured.ok) throw new Error(configured.problems.join('\n'));
const { settings } = configured;
const host = await openHost({
  settings,
  content: () => {
    throw new Error('no turn is played here');
  },
  wake: { inbox() {}, outbox() {} },
  report: (event) => process.stderr.write(`${JSON.stringify(event)}\n`),
});
fill(settings.database, settings.keysDatabase, masterKeys(settings.key!), Date.now());
await sweep(host.deps); // what the rows left over
const began = performance.now();
await sweep(host.deps);
const swept = performance.now() - began;
await host.close();
process.send!({ swept });
process.on('disconnect', () => process.exit(0));

/** Puts everything in, in one transaction a file. */
function fill(file: string, keysFile: string, master: MasterKeys, now: number): void {
  const talks = Math.ceil(TURNS / TURNS_A_TALK);
  const alive = Math.ceil(talks / 5); // a fifth of 35 days
  const ids = Array.from({ length: talks }, (_, i) => idAt(timeOf(i / talks, now), i));
  inOne(file, (db) => {
    addTurns(db, ids, now);
    addTalks(db, keysFile, master, ids.slice(-alive), now);
    addCases(db, ids, now);
  });
}

/** When something happened that lies at `share` (0 to 1) of the 35 days. */
function timeOf(share: number, now: number): number {
  return Math.round(now - 35 * DAY * (1 - share) + 60_000);
}

/** 26 letters in the order of time, as LINE's and our own ids are. */
function idAt(at: number, n: number): string {
  return `01${at.toString(32).padStart(10, '0')}${n.toString(32).padStart(14, '0')}`.toUpperCase();
}

function inOne(file: string, work: (db: Database.Database) => void): void {
  const db = new Database(path.resolve(file));
  db.pragma('synchronous = OFF');
  db.pragma('cache_size = -500000');
  db.transaction(() => work(db))();
  db.close();
}

function addTurns(db: Database.Database, talks: string[], now: number): void {
  const turn = db.prepare('INSERT INTO turns (event, talk, turn, at, shown_sealed) VALUES (?, ?, ?, ?, ?)');
  const sent = db.prepare(
    `INSERT INTO outbox (id, talk, class, state, retry_key, tries, pushing, received_at, due_at, settled_at)
     VALUES (?, ?, 'guidance', 'sent', ?, 1, 0, ?, ?, ?)`,
  );
  const unhandled = db.prepare('INSERT INTO unhandled (id, day, text_sealed, box) VALUES (?, ?, ?, ?)');
  for (let i = 0; i < TURNS; i++) {
    const at = timeOf(i / TURNS, now);
    const talk = talks[Math.floor(i / TURNS_A_TALK)]!;
    const young = at > now - 7 * DAY;
    const page = i % 100 < PAGE * 100;
    turn.run(idAt(at, i), talk, (i % TURNS_A_TALK) + 1, at, page && young ? randomBytes(SHOWN) : null);
    if (!page) sent.run(idAt(at, i), talk, crypto.randomUUID(), at, at, at + 300);
    if (i % 100 < UNHANDLED * 100 && at > now - 30 * DAY) {
      const day = new Date(at).toISOString().slice(0, 10);
      unhandled.run(idAt(at, i), day, randomBytes(SENTENCE), `unhandled:${day}`);
    }
  }
}

function addTalks(db: Database.Database, keysFile: string, master: MasterKeys, ids: string[], now: number) {
  const talk = db.prepare(
    'INSERT INTO talks (id, who, door, turn, state_sealed, line_id_sealed, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?)',
  );
  inOne(keysFile, (keys) => {
    const wrap = keys.prepare('INSERT INTO keys (id, wrapped, made_at) VALUES (?, ?, ?)');
    ids.forEach((id, i) => {
      const at = now - 7 * DAY * (1 - i / ids.length) + 60_000;
      const key = randomBytes(32);
      wrap.run(`talk:${id}`, seal(master.wrap, `talk:${id}`, key.toString('base64')), Math.round(at));
      const state = seal(key, `talk:${id}`, JSON.stringify(stateAt(at)));
      const lineId = seal(key, `line:${id}`, JSON.stringify(`U${'0'.repeat(32)}`));
      const who = randomBytes(32).toString('base64url');
      talk.run(id, who, 'line', TURNS_A_TALK, state, lineId, Math.round(at));
    });
  });
}

/** A talk that said five sentences. */
function stateAt(at: number) {
  const heard = Array.from({ length: TURNS_A_TALK }, (_, i) => ({
    turn: i + 1,
    text: '電球が切れたけれど、手が届かなくて困っています',
    at,
    ref: String(5e17 + i),
  }));
  return { ...newTalk('line'), turn: TURNS_A_TALK, lineAt: at, heard };
}

/** Closed cases, their words still kept. */
function addCases(db: Database.Database, talks: string[], now: number): void {
  const opened = db.prepare(
    `INSERT INTO cases (id, code, talk, window, state, minor, opened_at, due_at, facts, changed_at)
     VALUES (?, ?, ?, 'hiratsuka-shakyo', 'closed', 0, ?, ?, 4, ?)`,
  );
  const fact = db.prepare('INSERT INTO facts (case_id, n, fact, words_sealed) VALUES (?, ?, ?, ?)');
  for (let i = 0; i < talks.length; i += TALKS_A_CASE) {
    const at = timeOf(i / talks.length, now);
    const id = idAt(at, i);
    opened.run(id, `old-${i}`, talks[i]!, at, at, at);
    for (let n = 1; n <= 4; n++) fact.run(id, n, JSON.stringify({ type: 'said', at }), randomBytes(400));
  }
}
