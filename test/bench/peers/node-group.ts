/** D. The floor: node:http, HMAC, JSON.parse, sealing and the group commit, without any framework or check. */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { seal } from '../../../src/store/seal.ts';
import { openSqlite } from '../../../src/store/sqlite.ts';
import { DATABASE, LISTEN, makeTables, SECRET, statement, type WebhookEvent } from './inbox.ts';

makeTables();
const store = openSqlite(DATABASE);
const key = randomBytes(32);

createServer((req, res) => {
  const chunks: Buffer[] = [];
  req.on('data', (chunk: Buffer) => chunks.push(chunk));
  req.on('end', () => void answer(req, Buffer.concat(chunks), res));
}).listen(LISTEN.port, LISTEN.host);

async function answer(req: IncomingMessage, raw: Buffer, res: ServerResponse): Promise<void> {
  res.statusCode = isSigned(raw, req.headers['x-line-signature']) ? await keep(raw) : 401;
  res.end();
}

function isSigned(raw: Buffer, signature: string | string[] | undefined): boolean {
  const theirs = Buffer.from(String(signature), 'base64');
  const ours = createHmac('sha256', SECRET).update(raw).digest();
  return theirs.length === ours.length && timingSafeEqual(ours, theirs);
}

async function keep(raw: Buffer): Promise<number> {
  const { events } = JSON.parse(raw.toString()) as { events: WebhookEvent[] };
  await store.batch(
    events.map((e) => statement(e, 'bench', seal(key, `inbox:${e.webhookEventId}`, JSON.stringify(e)))),
  );
  return 200;
}
