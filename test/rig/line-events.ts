/** Webhook events as the LINE platform makes them, and variations that real bots get wrong. */
import { createHash, randomBytes, randomInt } from 'node:crypto';
import { ulid } from 'ulidx';

/** Loose on purpose: LINE adds event types and properties unannounced, and so do the tests. */
export interface LineEvent {
  type: string;
  mode: string;
  timestamp: number;
  webhookEventId: string;
  deliveryContext: { isRedelivery: boolean };
  source?: Source;
  replyToken?: string;
  message?: { id: string; type: string; [property: string]: unknown };
  [property: string]: unknown;
}

export interface Source {
  type: string;
  userId?: string;
  groupId?: string;
  roomId?: string;
}

/** Who speaks, where and when. Names become stable ids; without `group` or `room` it is a 1:1 talk. */
export interface Circumstances {
  user?: string;
  group?: string;
  room?: string;
  timestamp?: number;
  eventId?: string;
  replyToken?: string;
}

interface InMessage extends Circumstances {
  messageId?: string;
}

// ---- ids -----------------------------------------------------------------------------------------------

/** The same name always gives the same id; a real id passes through. */
const stableId = (prefix: 'U' | 'C' | 'R', name: string): string =>
  /^[UCR][0-9a-f]{32}$/.test(name)
    ? name
    : prefix + createHash('sha256').update(`${prefix}${name}`).digest('hex').slice(0, 32);

/** A resident's LINE id. */
export const userId = (name: string): string => stableId('U', name);
/** A group's LINE id. */
export const groupId = (name: string): string => stableId('C', name);
/** A multi-person room's LINE id. */
export const roomId = (name: string): string => stableId('R', name);
/** The bot's own id, the `destination` of every webhook. */
export const BOT_USER_ID = userId('the bot');

// A random start keeps two test processes that share a database from colliding.
let messages = randomInt(50_000);
/** A fresh message id: digits, as LINE's. */
export const messageId = (): string => `${Date.now()}${String(messages++ % 100_000).padStart(5, '0')}`;

const longToken = (): string => randomBytes(66).toString('base64url');

// ---- events --------------------------------------------------------------------------------------------

function source({ user = 'resident', group, room }: Circumstances): Source {
  if (group !== undefined) return { type: 'group', groupId: groupId(group), userId: userId(user) };
  if (room !== undefined) return { type: 'room', roomId: roomId(room), userId: userId(user) };
  return { type: 'user', userId: userId(user) };
}

/** An event without a reply token: nothing can be answered to it. */
function silent(type: string, detail: object, o: Circumstances): LineEvent {
  const timestamp = o.timestamp ?? Date.now();
  return {
    type,
    ...detail,
    webhookEventId: o.eventId ?? ulid(timestamp),
    deliveryContext: { isRedelivery: false },
    timestamp,
    source: source(o),
    mode: 'active',
  };
}

const answerable = (type: string, detail: object, o: Circumstances): LineEvent => ({
  ...silent(type, detail, o),
  replyToken: o.replyToken ?? randomBytes(16).toString('hex'),
});

const messageEvent = (type: string, content: object, o: InMessage): LineEvent =>
  answerable(
    'message',
    { message: { id: o.messageId ?? messageId(), type, markAsReadToken: longToken(), ...content } },
    o,
  );

const mediaEvent = (type: string, content: object, o: InMessage): LineEvent =>
  messageEvent(type, { contentProvider: { type: 'line' }, ...content }, o);

/** A typed message. */
export const textEvent = ({ text, ...o }: InMessage & { text: string }): LineEvent =>
  messageEvent('text', { text, quoteToken: longToken() }, o);

/** A typed message in a group. */
export const groupTextEvent = ({ group = 'family', ...o }: InMessage & { text: string }): LineEvent =>
  textEvent({ group, ...o });

/** A tap on a button, quick reply or rich menu; `params` for date pickers and menu switches. */
export const postbackEvent = ({
  data,
  params,
  ...o
}: Circumstances & { data: string; params?: Record<string, string> }): LineEvent =>
  answerable('postback', { postback: params ? { data, params } : { data } }, o);

/** The account was added, or unblocked. */
export const followEvent = ({
  isUnblocked = false,
  ...o
}: Circumstances & { isUnblocked?: boolean } = {}): LineEvent =>
  answerable('follow', { follow: { isUnblocked } }, o);

/** The account was blocked. */
export const unfollowEvent = (o: Circumstances = {}): LineEvent => silent('unfollow', {}, o);

/** A message was taken back: its words must go. */
export const unsendEvent = ({ messageId, ...o }: Circumstances & { messageId: string }): LineEvent =>
  silent('unsend', { unsend: { messageId } }, o);

/** A sticker. */
export const stickerEvent = (o: InMessage = {}): LineEvent =>
  messageEvent(
    'sticker',
    {
      packageId: '11537',
      stickerId: '52002734',
      stickerResourceType: 'ANIMATION',
      keywords: ['cony', 'sally', 'thanks'],
      quoteToken: longToken(),
    },
    o,
  );

/** A picture. */
export const imageEvent = (o: InMessage = {}): LineEvent =>
  mediaEvent('image', { quoteToken: longToken() }, o);

/** A film. */
export const videoEvent = (o: InMessage = {}): LineEvent =>
  mediaEvent('video', { duration: 60_000, quoteToken: longToken() }, o);

/** A voice message. */
export const audioEvent = (o: InMessage = {}): LineEvent => mediaEvent('audio', { duration: 12_000 }, o);

/** A file. */
export const fileEvent = (o: InMessage = {}): LineEvent =>
  messageEvent('file', { fileName: '診断書.pdf', fileSize: 2138 }, o);

/** A place; `address` is not always there. */
export const locationEvent = ({ address, ...o }: InMessage & { address?: string } = {}): LineEvent =>
  messageEvent(
    'location',
    { ...(address === undefined ? {} : { address }), latitude: 35.67966, longitude: 139.73669 },
    o,
  );

/** The bot was invited to a group. */
export const joinEvent = ({ group = 'family', ...o }: Circumstances = {}): LineEvent =>
  answerable('join', {}, { group, ...o });

/** An event type that does not exist yet. */
export const unknownEvent = (o: Circumstances = {}): LineEvent =>
  silent('somethingNew2027', { somethingNew2027: { a: 1 } }, o);

/** A message type that does not exist yet. */
export const unknownMessageEvent = (o: InMessage = {}): LineEvent =>
  messageEvent('hologram', { url: 'x' }, o);

// ---- variations on an event ----------------------------------------------------------------------------

/** The same event, sent once more because no 2xx came. */
export const redelivered = (event: LineEvent): LineEvent => ({
  ...event,
  deliveryContext: { isRedelivery: true },
});

/** The event as it comes while another module holds the talk: the bot must keep quiet. */
export function standby({ replyToken: _, ...event }: LineEvent): LineEvent {
  return { ...event, mode: 'standby' };
}

/** The event as it comes from people who never agreed to share their profile. */
export const withoutUserId = (event: LineEvent): LineEvent => {
  const { userId: _, ...rest } = event.source ?? { type: 'user' };
  return { ...event, source: rest };
};

/** The event as a failed account link has it. */
export function withoutSource({ source: _, ...event }: LineEvent): LineEvent {
  return event;
}
