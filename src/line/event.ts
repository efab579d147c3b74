/**
 * Webhook body → events we can answer → inputs of a talk. LINE adds event types and properties without
 * notice, so reading is tolerant: what is unknown passes, what is malformed is not an event.
 */
import * as z from 'zod';
import type { Input, Media, Spare } from '../talk/input.ts';

/** https://developers.line.biz/en/reference/messaging-api/#request-body */
const body = z.looseObject({ destination: z.string(), events: z.array(z.unknown()).max(1000) });

const event = z.looseObject({
  type: z.string(),
  mode: z.string().optional(),
  timestamp: z.number().int().nonnegative(),
  webhookEventId: z.string().regex(/^[0-9A-Za-z]{1,64}$/),
  replyToken: z.string().max(200).optional(),
  source: z.looseObject({ type: z.string(), userId: z.string().optional() }).optional(),
});
export type LineEvent = z.infer<typeof event>;

const message = z.looseObject({ id: z.string().max(64), type: z.string(), text: z.string().optional() });

/** The events of a raw body, or null when the body is not LINE's. */
export function readBody(raw: Uint8Array): LineEvent[] | null {
  let data: unknown;
  try {
    data = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(raw));
  } catch {
    return null;
  }
  const parsed = body.safeParse(data);
  if (!parsed.success) return null;
  return parsed.data.events.flatMap((e) => {
    const one = event.safeParse(e);
    return one.success ? [one.data] : [];
  });
}

const USER_ID = /^U[0-9a-f]{32}$/;

/** The resident an event comes from; null for groups, for users without consent, and for odd ids. */
export function userOf(e: LineEvent): string | null {
  if (e.source?.type !== 'user' || !e.source.userId || !USER_ID.test(e.source.userId)) return null;
  return e.source.userId;
}

/** Dummy tokens of old verification events; replying to them is an error. */
const DUMMY_TOKEN = /^(?:0{32}|f{32})$/i;

/** The reply token, when one may be used. */
export const replyTokenOf = (e: LineEvent): string | null =>
  e.replyToken && !DUMMY_TOKEN.test(e.replyToken) ? e.replyToken : null;

/** Whether an event is ours to keep: a person's, active (in standby another module speaks), of a known kind. */
export const concernsUs = (e: LineEvent): boolean =>
  e.mode !== 'standby' &&
  userOf(e) !== null &&
  ['message', 'postback', 'follow', 'unfollow', 'unsend'].includes(e.type);

/** The input that an event is to a talk; null for what changes no talk (unfollow). */
export function inputOf(e: LineEvent, spare: Spare): Input | null {
  const base = { at: e.timestamp, via: 'line', spare } as const;
  if (e.type === 'follow') return { ...base, kind: 'followed' };
  if (e.type === 'unsend') return unsentOf(e, base);
  if (e.type === 'postback') return { ...base, kind: 'tapped', ...tapOf(e) };
  if (e.type !== 'message') return null;
  const m = message.safeParse(e.message);
  if (!m.success) return { ...base, kind: 'media', media: 'unknown' };
  if (m.data.type === 'text' && m.data.text !== undefined)
    return { ...base, kind: 'said', text: m.data.text, ref: m.data.id };
  return { ...base, kind: 'media', media: mediaOf(m.data.type) };
}

type Base = { at: number; via: 'line'; spare: Spare };

function unsentOf(e: LineEvent, base: Base): Input | null {
  const unsend = z.looseObject({ messageId: z.string().max(64) }).safeParse(e.unsend);
  return unsend.success ? { ...base, kind: 'unsent', ref: unsend.data.messageId } : null;
}

/** Postback data: `q=<question>&o=<option>` for an option, `c=<command>` for a lasting button. */
function tapOf(e: LineEvent): { question: string | null; option: string } {
  const postback = z.looseObject({ data: z.string().max(300) }).safeParse(e.postback);
  const data = new URLSearchParams(postback.success ? postback.data.data : '');
  return { question: data.get('q'), option: data.get('o') ?? data.get('c') ?? 'menu' };
}

const MEDIA: readonly Media[] = ['image', 'sticker', 'audio', 'video', 'file', 'location'];
const mediaOf = (type: string): Media => MEDIA.find((m) => m === type) ?? 'unknown';
