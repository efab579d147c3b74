/** What every peer keeps, and where: Komatta's own table and its own INSERT (src/run/accept.ts). */
import path from 'node:path';
import { migrate } from '../../../src/store/migrate.ts';
import { type Bind, type Statement, sql } from '../../../src/store/port.ts';

export interface WebhookEvent {
  webhookEventId: string;
}

export const SECRET = process.env.LINE_CHANNEL_SECRET!;
export const DATABASE = process.env.DATABASE!;
/** The host name that Komatta listens on when PUBLIC_URL is loopback. */
export const LISTEN = { port: Number(process.env.PORT), host: 'localhost' };

/** Makes the tables. */
export function makeTables(): void {
  migrate(DATABASE, path.resolve(import.meta.dirname, '../../../src/store/migrations'));
}

export const INSERT = `INSERT INTO inbox (event, received_at, box, body_sealed) SELECT ?, ?, ?, ?
  WHERE NOT EXISTS (SELECT 1 FROM turns WHERE event = ?) ON CONFLICT (event) DO NOTHING`;

/** The row of an event. `body` is sealed or, in peers that keep plain text, only bytes. */
export const row = (event: WebhookEvent, box: string, body: Uint8Array): Bind[] => [
  event.webhookEventId,
  Date.now(),
  box,
  body,
  event.webhookEventId,
];

export const statement = (...of: Parameters<typeof row>): Statement => sql(INSERT, ...row(...of));
/** Unsealed: what a service without Komatta's privacy would keep. */
export const plain = (event: WebhookEvent): Uint8Array => Buffer.from(JSON.stringify(event));
