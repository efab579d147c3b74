/**
 * Webhook body → events we can answer → inputs of a talk. LINE adds event types and properties without
 * notice, so reading is tolerant: what is unknown passes, what is malformed is not an event.
 */
import * as z from 'zod';
import type { Input, Media, Position, Spare } from '../talk/input.ts';

/** https://developers.line.biz/en/reference/messaging-api/#request-body */
export interface LineEvent {
  type: string;
  mode?: string | undefined;
  timestamp: number;
  webhookEventId: string;
  replyToken?: string | undefined;
  source?: { type: string; userId?: string | undefined; groupId?: unknown; roomId?: unknown } | undefined;
  [property: string]: unknown;
}

const message = z.looseObject({ id: z.string().max(64), type: z.string(), text: z.string().optional() });

const EVENTS_MAX = 1000;
const utf8 = new TextDecoder('utf-8', { fatal: true });

/** The events of a raw body, or null when the body is not LINE's. By hand: every webhook passes here, and zod copies what it reads. */
export function readBody(raw: Uint8Array): LineEvent[] | null {
  let data: unknown;
  try {
    data = JSON.parse(utf8.decode(raw));
  } catch {
    return null;
  }
  if (!isObject(data) || typeof data.destination !== 'string' || !Array.isArray(data.events)) return null;
  return data.events.length > EVENTS_MAX ? null : data.events.filter(isEvent);
}

const EVENT_ID = /^[0-9A-Za-z]{1,64}$/;

const isEvent = (e: unknown): e is LineEvent =>
  isObject(e) &&
  typeof e.type === 'string' &&
  (e.mode === undefined || typeof e.mode === 'string') &&
  isTime(e.timestamp) &&
  typeof e.webhookEventId === 'string' &&
  EVENT_ID.test(e.webhookEventId) &&
  (e.replyToken === undefined || (typeof e.replyToken === 'string' && e.replyToken.length <= 200)) &&
  (e.source === undefined || isSource(e.source));

const isSource = (s: unknown): boolean =>
  isObject(s) && typeof s.type === 'string' && (s.userId === undefined || typeof s.userId === 'string');
const isTime = (t: unknown): boolean => Number.isSafeInteger(t) && (t as number) >= 0;
const isObject = (v: unknown): v is Record<string, unknown> =>
  typeof v === 'object' && v !== null && !Array.isArray(v);

const USER_ID = /^U[0-9a-f]{32}$/;

/** The resident an event comes from; null for groups, for users without consent, and for odd ids. */
export function userOf(e: LineEvent): string | null {
  if (e.source?.type !== 'user' || !e.source.userId || !USER_ID.test(e.source.userId)) return null;
  return e.source.userId;
}

/** Dummy tokens of old verification events; replying to them is an error. */
const DUMMY_TOKEN = /^(?:0{32}|f{32})$/i;

/** A group or room that somebody wrote in, or that we joined: its id, to tell it one line once. */
export function groupOf(e: LineEvent): string | null {
  if (e.mode === 'standby' || (e.type !== 'join' && e.type !== 'message')) return null;
  const id =
    e.source?.type === 'group' ? e.source.groupId : e.source?.type === 'room' ? e.source.roomId : null;
  return typeof id === 'string' ? id : null;
}

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
  const position = m.data.type === 'location' ? positionOf(e) : null;
  if (position) return { ...base, kind: 'located', position };
  return { ...base, kind: 'media', media: mediaOf(m.data.type) };
}

type Base = { at: number; via: 'line'; spare: Spare };

function unsentOf(e: LineEvent, base: Base): Input | null {
  const unsend = z.looseObject({ messageId: z.string().max(64) }).safeParse(e.unsend);
  return unsend.success ? { ...base, kind: 'unsent', ref: unsend.data.messageId } : null;
}

/** Postback data: `q=<question>&o=<option>` for an option, `c=<command>` for a lasting button (also the rich menu's). */
function tapOf(e: LineEvent): { question: string | null; option: string } {
  const postback = z.looseObject({ data: z.string().max(300) }).safeParse(e.postback);
  const data = new URLSearchParams(postback.success ? postback.data.data : '');
  return { question: data.get('q'), option: data.get('o') ?? data.get('c') ?? 'menu' };
}

function positionOf(e: LineEvent): Position | null {
  const place = z
    .looseObject({ latitude: z.number().min(-90).max(90), longitude: z.number().min(-180).max(180) })
    .safeParse(e.message);
  return place.success ? { lat: place.data.latitude, lng: place.data.longitude } : null;
}

const MEDIA: readonly Media[] = ['image', 'sticker', 'audio', 'video', 'file', 'location'];
const mediaOf = (type: string): Media => MEDIA.find((m) => m === type) ?? 'unknown';
