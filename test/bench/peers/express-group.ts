/** C. The same Express and SDK over Komatta's group commit. */
import { middleware } from '@line/bot-sdk';
import express from 'express';
import { openSqlite } from '../../../src/store/sqlite.ts';
import { DATABASE, LISTEN, makeTables, plain, SECRET, statement, type WebhookEvent } from './inbox.ts';

makeTables();
const store = openSqlite(DATABASE);

const app = express();
app.post('/webhook', middleware({ channelSecret: SECRET }), async (req, res) => {
  const events: WebhookEvent[] = req.body.events;
  await store.batch(events.map((e) => statement(e, 'plain', plain(e))));
  res.status(200).end();
});
app.listen(LISTEN.port, LISTEN.host);
