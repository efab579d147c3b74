/** The HTTP side of the fake platform: reading a call, finding its endpoint, writing the answer. */
import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import type { Complaint } from './fake-line-rules.ts';

/** One request, read in full. */
export interface Call {
  method: string;
  /** As sent, with its query. */
  path: string;
  pathname: string;
  headers: IncomingHttpHeaders;
  contentType: string;
  raw: Buffer;
  /** Fit for the log: parsed JSON; the text of a form or of broken JSON; the first bytes of anything else. */
  body: unknown;
  requestId: string;
}

/** What the platform answers; `why` is for the reader of the log, never for the bot. */
export interface Answer {
  status: number;
  body: unknown;
  headers?: Record<string, string> | undefined;
  why?: string;
}

export interface Endpoint {
  run: (call: Call, id: string) => Answer | Promise<Answer>;
  accepts?: string[];
  /** Works without a channel access token. */
  open?: boolean;
  /** Takes an X-Line-Retry-Key; everywhere else the header itself earns a 400. */
  retryable?: boolean;
}

/** Endpoints by "METHOD /path", where `:id` stands for one part of the path. The first match wins. */
export type Endpoints = Record<string, Endpoint>;

export const JSON_TYPE = 'application/json';
export const FORM_TYPE = 'application/x-www-form-urlencoded';
const MAX_BYTES = 2 * 1024 * 1024;

/** A 200. */
export const ok = (body: unknown = {}): Answer => ({ status: 200, body });

/** An error in LINE's form. */
export const refuse = (status: number, message: string, why = message): Answer => ({
  status,
  body: { message },
  why,
});

/** The 400 for a body with complaints; nothing when there are none. */
export function refuseBody(details: Complaint[]): Answer | undefined {
  if (details.length === 0) return undefined;
  const message = `The request body has ${details.length} error(s)`;
  const why = details.map((d) => `${d.property}: ${d.message}`).join('; ');
  return { status: 400, body: { message, details }, why };
}

function readBody(type: string, raw: Buffer): unknown {
  if (raw.length === 0) return null;
  if (type !== JSON_TYPE && type !== FORM_TYPE) return `base64:${raw.toString('base64', 0, 45)}`;
  const text = raw.toString('utf8');
  if (type === FORM_TYPE) return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Reads a request to its end. */
export async function readCall(req: IncomingMessage): Promise<Call> {
  const raw = Buffer.concat(await req.toArray());
  const path = req.url ?? '/';
  const contentType = (req.headers['content-type'] ?? '').split(';')[0]!.trim().toLowerCase();
  return {
    method: req.method ?? 'GET',
    path,
    pathname: new URL(path, 'http://line').pathname,
    headers: req.headers,
    contentType,
    raw,
    body: readBody(contentType, raw),
    requestId: randomUUID(),
  };
}

/** Writes an answer: a Buffer as it is, anything else as JSON. */
export async function writeAnswer(res: ServerResponse, answer: Answer, requestId: string): Promise<void> {
  const payload = Buffer.isBuffer(answer.body) ? answer.body : Buffer.from(JSON.stringify(answer.body));
  res.writeHead(answer.status, {
    'content-type': JSON_TYPE,
    'content-length': payload.length,
    'x-line-request-id': requestId,
    ...answer.headers,
  });
  await new Promise<void>((written) => res.end(payload, written));
}

/** Finds the endpoint of a call, applies the rules common to all of them, and runs it. */
export function router(endpoints: Endpoints, tokenFault: (call: Call) => string | undefined) {
  const routes = Object.entries(endpoints).map(([name, endpoint]) => ({
    pattern: new RegExp(`^${name.replace(':id', '([^/]+)')}$`),
    endpoint,
  }));
  return async (call: Call): Promise<Answer> => {
    for (const { pattern, endpoint } of routes) {
      const found = pattern.exec(`${call.method} ${call.pathname}`);
      if (!found) continue;
      const fault = endpoint.open ? undefined : tokenFault(call);
      if (fault) return refuse(401, `Authentication failed due to the following reason: ${fault}.`);
      return refuseCall(call, endpoint) ?? endpoint.run(call, found[1] ?? '');
    }
    return refuse(404, 'Not found', 'the fake platform has no such endpoint');
  };
}

function refuseCall(call: Call, { accepts = [JSON_TYPE], retryable = false }: Endpoint): Answer | undefined {
  if (call.headers['x-line-retry-key'] !== undefined && !retryable) {
    return refuse(400, 'The X-Line-Retry-Key header is not supported by this endpoint');
  }
  if (call.raw.length === 0) return undefined;
  if (call.raw.length > MAX_BYTES) return refuse(413, 'Payload Too Large');
  if (!accepts.includes(call.contentType)) {
    return refuse(415, `The content type, ${call.contentType || '-'}, is not supported`);
  }
  if (call.contentType === JSON_TYPE && typeof call.body !== 'object') {
    return refuse(400, 'The request body could not be parsed as JSON (line: 1, column: 1)');
  }
  return undefined;
}
