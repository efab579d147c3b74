/**
 * The calls a serving process makes. The SDK's client has no timeout and cannot be aborted, so these are our own
 * fetches with the SDK's types; outcomes are values, and no error carries a body or an id.
 */
import type { LineSettings } from '../config.ts';
import { callLine, type LineAnswer } from './call.ts';
import type { Message } from './message.ts';
import { type Quota, quotaOf } from './quota.ts';

/**
 * accepted: LINE has it · unknown: nobody can say (timeout, reset, 5xx) · spent: the reply token is used or
 * too old · refused: LINE will never take it · quota: the month's push limit · busy: rate limit, try later.
 */
export type SendOutcome = 'accepted' | 'unknown' | 'spent' | 'refused' | 'quota' | 'busy';

export interface LineApi {
  reply(replyToken: string, messages: Message[]): Promise<SendOutcome>;
  /** `retryKey` makes the same push safe to repeat for 24 hours. */
  push(to: string, messages: Message[], retryKey: string, quiet: boolean): Promise<SendOutcome>;
  /** Shows a resident that an answer is coming, for ten seconds or until it is there. Failures are of no consequence. */
  showWaiting(to: string): Promise<void>;
  /** What may still be pushed this month; null when LINE did not say. */
  quota(): Promise<Quota | null>;
}

const TIMEOUT = 8_000;
const WAITING_TIMEOUT = 2_000;

/** A client for one channel. */
export function lineClient(settings: LineSettings): LineApi {
  const post = (path: string, body: object, headers = {}, timeout = TIMEOUT) =>
    callLine(settings, { method: 'POST', path, body, headers, timeout });
  return {
    async reply(replyToken, messages) {
      const outcome = outcomeOf(await post('/v2/bot/message/reply', { replyToken, messages }));
      return outcome === 'repeated' ? 'unknown' : outcome; // a reply has no retry key: LINE cannot mean ours
    },
    async push(to, messages, retryKey, quiet) {
      const body = { to, messages, notificationDisabled: quiet };
      const outcome = outcomeOf(await post('/v2/bot/message/push', body, { 'x-line-retry-key': retryKey }));
      return outcome === 'repeated' ? 'accepted' : outcome;
    },
    async showWaiting(to) {
      await post('/v2/bot/chat/loading/start', { chatId: to, loadingSeconds: 10 }, {}, WAITING_TIMEOUT);
    },
    quota: () => quotaOf(settings),
  };
}

/** `repeated`: LINE took this retry key before. */
const outcomeOf = (answer: LineAnswer): SendOutcome | 'repeated' =>
  answer ? meaningOf(answer.status, answer.text) : 'unknown';

/** https://developers.line.biz/en/reference/messaging-api/#error-messages */
function meaningOf(status: number, text: string): SendOutcome | 'repeated' {
  if (status >= 200 && status < 300) return text.startsWith('{') ? 'accepted' : 'unknown';
  if (status === 409) return 'repeated';
  if (status === 429) return text.includes('monthly limit') ? 'quota' : 'busy';
  if (status >= 500) return 'unknown';
  // A token being rotated, or an account being set right: LINE will take it later.
  if (status === 401 || status === 403) return 'busy';
  return text.includes('Invalid reply token') ? 'spent' : 'refused';
}
