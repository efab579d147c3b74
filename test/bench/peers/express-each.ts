/** B. Express and LINE's SDK as their manuals show them, durable: one transaction and one fsync a webhook. */
import { middleware } from '@line/bot-sdk';
import Database from 'better-sqlite3';
import express from 'express';
import { DATABASE, INSERT, LISTEN, makeTables, plain, row, SECRET, type WebhookEvent } from './inbox.ts';

makeTables();
const db = new Database(DATABASE);
db.pragma('journal_mode = WAL');
// The first access in WAL mode lowers `synchronous`: set it afterwards.
db.prepare('SELECT count(*) FROM inbox').get();
db.pragma('synchronous = FULL');
const insert = db.prepare(INSERT);
const keep = db.transaction((events: WebhookEvent[]) => {
  for (const e of events) insert.run(...row(e, 'plain', plain(e)));
});

const app = express();
app.post('/webhook', middleware({ channelSecret: SECRET }), (req, res) => {
  keep.immediate(req.body.events);
  res.status(200).end();
});
app.listen(LISTEN.port, LISTEN.host);
