/** Who is compared, and what each has to have on disk for every 200 it gave. */
import path from 'node:path';
import { ROOT } from './bundle.mjs';

const INBOX = 'SELECT count(*) AS stored FROM inbox';

/** Turns a second and replies a second over the time they took; a played event has left the inbox. */
const PLAYED = `SELECT
  (SELECT count(*) FROM inbox) + (SELECT count(*) FROM turns) AS stored,
  (SELECT count(*) * 1000.0 / (max(at) - min(at)) FROM turns) AS turns,
  (SELECT count(*) * 1000.0 / (max(settled_at) - min(settled_at)) FROM outbox WHERE state = 'sent') AS replies`;

/** `entry`: a file of this folder to bundle; without one, the built service. */
export const CONTESTANTS = [
  { id: 'A1', name: '困った：受け取って残すまで', entry: 'peers/komatta-accept.ts', count: INBOX },
  { id: 'D', name: 'node:http だけ＋まとめて確定', entry: 'peers/node-group.ts', count: INBOX },
  { id: 'B', name: 'Express 5 + LINE SDK', entry: 'peers/express-each.ts', count: INBOX },
  { id: 'C', name: 'Express 5 + LINE SDK＋まとめて確定', entry: 'peers/express-group.ts', count: INBOX },
  { id: 'A2', name: '困った：会話と返信もしながら', service: true, count: PLAYED },
];

export const SERVICE = path.join(ROOT, 'dist', 'node.js');

/** Ratios that say something, with the aim of the project where there is one. */
export const RATIOS = [
  { of: 'A1', to: 'B', aim: 4 },
  { of: 'A1', to: 'D', aim: 0.95 },
  { of: 'A1', to: 'C' },
  { of: 'C', to: 'B' },
  { of: 'A2', to: 'A1' },
];

/** LINE gives a webhook two seconds. */
export const ANSWER_MS = 2_000;
/** A million entries of the log. */
export const LOG_S = 5;
/** Finding the windows of one need. */
export const ROUTE_US = 200;
/** A letter of 5,000 letters, ten times the rules, reading the artefact, compiling all cities from nothing. */
export const SCALE = { longMs: 10, tenfold: 2, loadMs: 100, compileS: 20 };
export const MATCH_US = 1_000;
/** The reply is there before a person looks up from the keyboard. */
export const REPLY_MS = 1_000;
/** A turn after a million others against one after a thousand. */
export const AGE_RATIO = 1.2;
