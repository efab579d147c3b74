/** What the platform knows about the bot's one channel: its clock, its people, its tokens, its traffic. */
import { randomBytes } from 'node:crypto';
import type { Call } from './fake-line-http.ts';
import { type LineEvent, messageId } from './line-events.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** What residents would have seen: `delivered` is false when the recipient has blocked the account. */
export interface Delivery {
  at: number;
  kind: 'reply' | 'push';
  to: string;
  delivered: boolean;
  messages: unknown[];
}

interface ReplyToken {
  to: string;
  /** A redelivery gives the token a new minute, but never more than 20 after the event. */
  firstSentAt: number;
  sentAt: number;
  used: boolean;
}

interface AcceptedPush {
  at: number;
  requestId: string;
  sentMessages: { id: string }[];
}

/** One LINE channel as the platform sees it. */
export class Channel {
  /** Pushes used this month; beyond `quota` (null: no limit) there are no more. */
  usage = 0;
  quota: number | null;
  readonly delivered: Delivery[] = [];
  #skew = 0;
  /** People and groups the platform has seen in this channel; anyone else is unknown. */
  readonly #known = new Set<string>();
  readonly #blocked = new Set<string>();
  readonly #replyTokens = new Map<string, ReplyToken>();
  readonly #accepted = new Map<string, AcceptedPush>();
  readonly #bearers = new Map<string, number>();

  constructor(token: string, quota: number | null) {
    this.#bearers.set(token, Number.POSITIVE_INFINITY);
    this.quota = quota;
  }

  now(): number {
    return Date.now() + this.#skew;
  }

  advance(ms: number): void {
    this.#skew += ms;
  }

  // ---- people ------------------------------------------------------------------------------------------

  isKnown(id: string): boolean {
    return this.#known.has(id);
  }

  hasBlocked(id: string): boolean {
    return this.#blocked.has(id);
  }

  block(user: string): void {
    this.#known.add(user);
    this.#blocked.add(user);
  }

  unblock(user: string): void {
    this.#known.add(user);
    this.#blocked.delete(user);
  }

  /** Takes note of events that are about to be sent to the bot. */
  register(events: LineEvent[]): void {
    for (const { type, source, replyToken } of events) {
      const { userId, groupId, roomId } = source ?? {};
      const chat = groupId ?? roomId ?? userId;
      for (const id of [userId, chat]) if (id) this.#known.add(id);
      if (userId && type === 'follow') this.unblock(userId);
      if (userId && type === 'unfollow') this.block(userId);
      if (replyToken) this.#issue(replyToken, chat ?? '');
    }
  }

  // ---- reply tokens and retry keys ---------------------------------------------------------------------

  #issue(replyToken: string, to: string): void {
    const sentAt = this.now();
    const known = this.#replyTokens.get(replyToken);
    this.#replyTokens.set(replyToken, { to, firstSentAt: sentAt, used: false, ...known, sentAt });
  }

  /** Uses up a reply token; says whom it reaches, or why it does not work. */
  spend(replyToken: string): { to: string } | { why: string } {
    const token = this.#replyTokens.get(replyToken);
    if (!token) return { why: 'this reply token was never registered' };
    if (token.used) return { why: 'reply token already used' };
    const now = this.now();
    if (now - token.sentAt > MINUTE) return { why: `reply token expired (${now - token.sentAt} ms old)` };
    if (now - token.firstSentAt > 20 * MINUTE) return { why: '20 minutes have passed since the event' };
    token.used = true;
    return { to: token.to };
  }

  /** The push that was accepted with this retry key within the last 24 hours. */
  acceptedPush(retryKey: string): AcceptedPush | undefined {
    const push = this.#accepted.get(retryKey.toLowerCase());
    return push && this.now() - push.at < DAY ? push : undefined;
  }

  acceptPush(retryKey: string, requestId: string, sentMessages: { id: string }[]): void {
    this.#accepted.set(retryKey.toLowerCase(), { at: this.now(), requestId, sentMessages });
  }

  // ---- messages ----------------------------------------------------------------------------------------

  /** Shows messages to a recipient, unless blocked; only pushes that arrive count against the quota. */
  deliver(kind: Delivery['kind'], to: string, messages: unknown[]): { id: string }[] {
    const delivered = !this.hasBlocked(to);
    this.delivered.push({ at: this.now(), kind, to, delivered, messages });
    if (kind === 'push' && delivered) this.usage++;
    return messages.map(() => ({ id: messageId() }));
  }

  // ---- access tokens -----------------------------------------------------------------------------------

  /** Issues an access token that lives for some seconds. */
  issueBearer(seconds: number): string {
    const token = randomBytes(20).toString('hex');
    this.#bearers.set(token, this.now() + seconds * 1000);
    return token;
  }

  /** What is wrong with the access token of a call, if anything. */
  tokenFault({ headers }: Call): string | undefined {
    const token = /^Bearer (\S+)$/.exec(headers.authorization ?? '')?.[1];
    if (token === undefined) return 'no bearer token';
    const until = this.#bearers.get(token);
    if (until === undefined) return 'invalid token';
    return until < this.now() ? 'the access token expired' : undefined;
  }
}
