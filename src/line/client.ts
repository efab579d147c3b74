/**
 * The two calls that send. The SDK's client has no timeout and cannot be aborted, so these are our own
 * fetches with the SDK's types; outcomes are values, and no error carries a body or an id.
 */
import type { LineSettings } from '../config.ts';
import type { Message } from './message.ts';

/**
 * accepted: LINE has it · unknown: nobody can say (timeout, reset, 5xx) · spent: the reply token is used or
 * too old · refused: LINE will never take it · quota: the month's push limit · busy: rate limit, try later.
 */
export type SendOutcome = 'accepted' | 'unknown' | 'spent' | 'refused' | 'quota' | 'busy';

export interface LineApi {
  reply(replyToken: string, messages: Message[]): Promise<SendOutcome>;
  /** `retryKey` makes the same push safe to repeat for 24 hours. */
  push(to: string, messages: Message[], retryKey: string, quiet: boolean): Promise<SendOutcome>;
}

const TIMEOUT = 8_000;

/** A client for one channel. */
export function lineClient(settings: LineSettings): LineApi {
  const post = (path: string, body: object, headers: Record<string, string> = {}) =>
    fetch(`${settings.apiBase}${path}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${settings.accessToken}`,
        ...headers,
      },
      body: JSON.stringify(body),
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT),
    });
  return {
    reply: (replyToken, messages) => outcomeOf(() => post('/v2/bot/message/reply', { replyToken, messages })),
    push: (to, messages, retryKey, quiet) =>
      outcomeOf(() =>
        post(
          '/v2/bot/message/push',
          { to, messages, notificationDisabled: quiet },
          { 'x-line-retry-key': retryKey },
        ),
      ),
  };
}

async function outcomeOf(call: () => Promise<Response>): Promise<SendOutcome> {
  try {
    const response = await call();
    const text = await response.text();
    return meaningOf(response.status, text);
  } catch {
    return 'unknown';
  }
}

/** https://developers.line.biz/en/reference/messaging-api/#error-messages */
function meaningOf(status: number, text: string): SendOutcome {
  if (status >= 200 && status < 300) return text.startsWith('{') ? 'accepted' : 'unknown';
  if (status === 409) return 'accepted'; // this retry key was taken before
  if (status === 429) return text.includes('monthly limit') ? 'quota' : 'busy';
  if (status >= 500) return 'unknown';
  // A token being rotated, or an account being set right: LINE will take it later.
  if (status === 401 || status === 403) return 'busy';
  return text.includes('Invalid reply token') ? 'spent' : 'refused';
}
