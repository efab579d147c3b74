/** Node's HTTP server: the app, and in front of it the one path that has to be quick. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { createApp, WEBHOOK_MAX } from './app.ts';
import { accept } from './run/accept.ts';
import type { Deps } from './run/deps.ts';

/**
 * A server over deps. POST /webhook is the app's own route, answered by the same accept() and under the same
 * limit, but without the web's Request and Response: those cost a quarter of a webhook.
 */
export function createHttpServer(deps: Deps): Server {
  const app = getRequestListener(createApp(deps).fetch);
  return createServer((req, res) => {
    if (req.method === 'POST' && req.url === '/webhook') webhook(deps, req, res);
    else void app(req, res);
  });
}

function webhook(deps: Deps, req: IncomingMessage, res: ServerResponse): void {
  const chunks: Buffer[] = [];
  let size = 0;
  req.on('data', (chunk: Buffer) => {
    size += chunk.length;
    // What is too long is read to its end, so that the answer arrives, but not kept.
    if (size <= WEBHOOK_MAX) chunks.push(chunk);
  });
  req.on('error', () => {}); // the sender hung up: nothing was accepted
  req.on('end', () => void answer(deps, req, res, size > WEBHOOK_MAX ? null : Buffer.concat(chunks)));
}

async function answer(
  deps: Deps,
  req: IncomingMessage,
  res: ServerResponse,
  raw: Buffer | null,
): Promise<void> {
  const signature = req.headers['x-line-signature'];
  try {
    res.statusCode = raw
      ? await accept(deps, raw, typeof signature === 'string' ? signature : undefined)
      : 413;
  } catch (e) {
    deps.report({ what: 'http.fault', outcome: e instanceof Error ? e.name : 'unknown' });
    res.statusCode = 500;
  }
  res.end();
}
