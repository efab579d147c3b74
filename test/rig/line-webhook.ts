/**
 * Webhooks as the LINE platform sends them: build events, sign the body, post it.
 *
 *   const event = textEvent({ user: 'hanako', text: '家賃が払えません' });
 *   await send(`${bot}/webhook`, line.channelSecret, [event], { line });
 */
import { createHmac } from 'node:crypto';
import { BOT_USER_ID, type LineEvent } from './line-events.ts';

export * from './line-events.ts';

export interface BodyOptions {
  destination?: string;
  escapeAstral?: boolean;
}

/**
 * The raw webhook body. Characters outside the BMP go out as `\uD83E\uDD28`, as bot authors have seen them
 * arrive: a bot that verifies re-serialised JSON instead of the raw bytes is found out.
 */
export function body(
  events: LineEvent[],
  { destination = BOT_USER_ID, escapeAstral = true }: BodyOptions = {},
): string {
  const json = JSON.stringify({ destination, events });
  if (!escapeAstral) return json;
  return json.replace(/[\ud800-\udfff]/g, (half) => `\\u${half.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** The value of `x-line-signature`. */
export const sign = (raw: string, secret: string): string =>
  createHmac('sha256', secret).update(raw).digest('base64');

/** What the platform learned of one webhook; status 0 and the fault in `body` when no answer came. */
export interface Outcome {
  status: number;
  ms: number;
  body: string;
}

/** Posts raw bytes as a webhook. For forgeries: sign with another secret, change the body, leave it out. */
export async function post(
  url: string,
  raw: string,
  signature?: string,
  timeoutMs = 10_000,
): Promise<Outcome> {
  const headers: Record<string, string> = {
    'content-type': 'application/json; charset=utf-8',
    'user-agent': 'LineBotWebhook/2.0',
  };
  if (signature !== undefined) headers['x-line-signature'] = signature;
  const start = performance.now();
  const ms = () => Math.round(performance.now() - start);
  try {
    const signal = AbortSignal.timeout(timeoutMs);
    const res = await fetch(url, { method: 'POST', headers, body: raw, redirect: 'manual', signal });
    return { status: res.status, body: await res.text(), ms: ms() };
  } catch (error) {
    // A bot that is down or killed is an outcome for LINE, not a fault of the test.
    const { cause, name } = error as Error & { cause?: { code?: string } };
    return { status: 0, body: cause?.code ?? name, ms: ms() };
  }
}

export interface SendOptions extends BodyOptions {
  /** The fake platform, or its address: learns of the events first, so that their reply tokens work there. */
  line?: { url: string } | string;
  timeoutMs?: number;
}

/** Sends events as one webhook, properly signed. */
export async function send(
  url: string,
  secret: string,
  events: LineEvent[],
  { line, timeoutMs, ...how }: SendOptions = {},
): Promise<Outcome> {
  if (line !== undefined) await announce(typeof line === 'string' ? line : line.url, events);
  const raw = body(events, how);
  return post(url, raw, sign(raw, secret), timeoutMs);
}

async function announce(line: string, events: LineEvent[]): Promise<void> {
  const order = JSON.stringify({ register: events });
  const res = await fetch(new URL('/__control', line), { method: 'POST', body: order });
  if (!res.ok) throw new Error(`the fake platform refused the events: ${await res.text()}`);
}
