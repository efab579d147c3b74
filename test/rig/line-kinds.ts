/** Every kind of webhook a bot has to cope with, forgeries too: what LINE would send for one person, in order. */
import { createHash } from 'node:crypto';
import {
  audioEvent,
  BOT_USER_ID,
  fileEvent,
  followEvent,
  groupTextEvent,
  imageEvent,
  joinEvent,
  type LineEvent,
  locationEvent,
  messageId,
  postbackEvent,
  redelivered,
  standby,
  stickerEvent,
  textEvent,
  unfollowEvent,
  unknownEvent,
  unknownMessageEvent,
  unsendEvent,
  userId,
  videoEvent,
  withoutSource,
  withoutUserId,
} from './line-events.ts';
import { body, sign } from './line-webhook.ts';

/** accept: 2xx · refuse: 4xx, and nothing happens · any: no 5xx, and nothing happens unless it is accepted. */
export type Expected = 'accept' | 'refuse' | 'any';

export interface Webhook {
  events: LineEvent[];
  raw: string;
  signature: string | undefined;
  expected: Expected;
}

interface Made {
  events?: LineEvent[];
  raw?: string;
  expected?: Expected;
  escapeAstral?: boolean;
  destination?: string;
  /** What stands in the header instead of the right signature; null: no header. */
  signature?: (raw: string, secret: string) => string | null;
  /** Changes the body after it was signed. */
  tamper?: (raw: string) => string;
}

const WORDS = '母の通院に付き添うので、また勤めを休みました';

/** Gives a message more properties. */
const withMessage = (event: LineEvent, more: object): LineEvent => ({
  ...event,
  message: { ...event.message!, ...more },
});

/** A message as another type of event, or with other properties. */
const as = (event: LineEvent, more: object): LineEvent => ({ ...event, ...more });

const forged = (user: string, how: Pick<Made, 'signature' | 'tamper'>): Made[] => [
  { events: [textEvent({ user, text: WORDS })], expected: 'refuse', ...how },
];

const KINDS: Record<string, (user: string) => Made[]> = {
  text: (user) => [{ events: [textEvent({ user, text: WORDS })] }],
  emoji: (user) =>
    [true, false].map((escapeAstral) => ({
      escapeAstral,
      events: [textEvent({ user, text: '眠れない🥺💦 \\ "え" \n改行' })],
    })),
  'long-text': (user) => [{ events: [textEvent({ user, text: 'わ'.repeat(5000) })] }],
  'line-emoji': (user) => [
    {
      events: [
        withMessage(textEvent({ user, text: 'おはよう(love)' }), {
          emojis: [{ index: 4, length: 6, productId: '5ac1bfd5040ab15980c9b435', emojiId: '001' }],
        }),
      ],
    },
  ],
  quote: (user) => [
    { events: [withMessage(textEvent({ user, text: 'さっきのこれ' }), { quotedMessageId: messageId() })] },
  ],
  postback: (user) => [{ events: [postbackEvent({ user, data: 'c=menu' })] }],
  'postback-datetime': (user) => [
    { events: [postbackEvent({ user, data: 'c=menu', params: { datetime: '2026-12-25T10:00' } })] },
  ],
  'postback-richmenu': (user) => [
    {
      events: [
        postbackEvent({
          user,
          data: 'c=staff',
          params: { newRichMenuAliasId: 'menu-b', status: 'SUCCESS' },
        }),
      ],
    },
  ],
  follow: (user) => [{ events: [followEvent({ user })] }],
  unblock: (user) => [{ events: [followEvent({ user, isUnblocked: true })] }],
  unfollow: (user) => [{ events: [unfollowEvent({ user })] }],
  unsend: (user) => {
    const first = textEvent({ user, text: 'これは消すつもりのことば' });
    return [{ events: [first] }, { events: [unsendEvent({ user, messageId: first.message!.id })] }];
  },
  sticker: (user) => [{ events: [stickerEvent({ user })] }],
  image: (user) => [{ events: [imageEvent({ user })] }],
  'image-set': (user) =>
    [2, 1].map((index) => ({
      events: [
        withMessage(imageEvent({ user }), {
          imageSet: { id: createHash('sha256').update(user).digest('hex'), index, total: 2 },
        }),
      ],
    })),
  video: (user) => [{ events: [videoEvent({ user })] }],
  audio: (user) => [{ events: [audioEvent({ user })] }],
  file: (user) => [{ events: [fileEvent({ user })] }],
  location: (user) => [{ events: [locationEvent({ user, address: '神奈川県平塚市浅間町9-1' })] }],
  'location-bare': (user) => [{ events: [locationEvent({ user })] }],
  'group-text': (user) => [{ events: [groupTextEvent({ user, group: `g-${user}`, text: WORDS })] }],
  'room-text': (user) => [{ events: [textEvent({ user, room: `r-${user}`, text: WORDS })] }],
  'group-edited': (user) => [
    {
      events: [as(groupTextEvent({ user, group: `e-${user}`, text: '書き直し' }), { type: 'messageEdited' })],
    },
  ],
  join: (user) => [{ events: [joinEvent({ user, group: `j-${user}` })] }],
  leave: (user) => {
    const { replyToken: _, ...event } = joinEvent({ user, group: `l-${user}` });
    return [{ events: [as(event as LineEvent, { type: 'leave' })] }];
  },
  'member-joined': (user) => [
    {
      events: [
        as(joinEvent({ user, group: `m-${user}` }), {
          type: 'memberJoined',
          joined: { members: [{ type: 'user', userId: userId(`new-${user}`) }] },
        }),
      ],
    },
  ],
  'account-link': (user) => [
    {
      events: [as(followEvent({ user }), { type: 'accountLink', link: { result: 'ok', nonce: 'bm9uY2U' } })],
    },
  ],
  'account-link-failed': (user) => [
    {
      events: [
        withoutSource(
          as(followEvent({ user }), { type: 'accountLink', link: { result: 'failed', nonce: 'bm9uY2U' } }),
        ),
      ],
    },
  ],
  verify: () => [{ events: [] }],
  multi: (user) => [
    {
      events: [
        textEvent({ user: `${user}-a`, text: WORDS }),
        followEvent({ user: `${user}-b` }),
        unfollowEvent({ user: `${user}-c` }),
        postbackEvent({ user: `${user}-a`, data: 'c=menu' }),
      ],
    },
  ],
  redelivery: (user) => {
    const event = textEvent({ user, text: WORDS });
    return [{ events: [event] }, { events: [redelivered(event)] }];
  },
  'redelivery-only': (user) => [
    { events: [redelivered(textEvent({ user, text: WORDS, timestamp: Date.now() - 30_000 }))] },
  ],
  duplicate: (user) => {
    const event = textEvent({ user, text: WORDS });
    return [{ events: [event] }, { events: [event] }];
  },
  'duplicate-in-one': (user) => {
    const event = textEvent({ user, text: WORDS });
    return [{ events: [event, event] }];
  },
  'out-of-order': (user) => {
    const now = Date.now();
    const first = textEvent({ user, text: WORDS, timestamp: now - 5000 });
    return [{ events: [textEvent({ user, text: 'つづきです', timestamp: now })] }, { events: [first] }];
  },
  standby: (user) => [{ events: [standby(textEvent({ user, text: WORDS }))] }],
  'no-user-id': (user) => [{ events: [withoutUserId(textEvent({ user, text: WORDS }))] }],
  'no-source': (user) => [{ events: [withoutSource(textEvent({ user, text: WORDS }))] }],
  'unknown-event': (user) => [{ events: [unknownEvent({ user }), textEvent({ user, text: WORDS })] }],
  'unknown-message': (user) => [{ events: [unknownMessageEvent({ user })] }],
  'unknown-property': (user) => [
    {
      events: [
        as(withMessage(textEvent({ user, text: WORDS }), { futureProperty: true }), {
          futureProperty: { a: [1] },
        }),
      ],
    },
  ],
  'bad-signature': (user) =>
    forged(user, { signature: () => Buffer.from('0'.repeat(32)).toString('base64') }),
  'short-signature': (user) => forged(user, { signature: () => 'AAAA' }),
  // Right but for a letter that base64 leaves out.
  'non-ascii-signature': (user) => [
    {
      events: [textEvent({ user, text: WORDS })],
      expected: 'any',
      signature: (raw, secret) => `${sign(raw, secret)}é`,
    },
  ],
  'no-signature': (user) => forged(user, { signature: () => null }),
  'other-secret': (user) => forged(user, { signature: (raw) => sign(raw, 'another-channel-secret') }),
  tampered: (user) => forged(user, { tamper: (raw) => raw.replace('"mode":"active"', '"mode":"active" ') }),
  'not-json': () => [{ raw: 'hello', expected: 'refuse' }],
  'signed-array': () => [{ raw: '[]', expected: 'refuse' }],
  'signed-null-events': () => [
    { raw: JSON.stringify({ destination: BOT_USER_ID, events: null }), expected: 'refuse' },
  ],
  'other-destination': (user) => [
    { events: [textEvent({ user, text: WORDS })], destination: `U${'9'.repeat(32)}`, expected: 'any' },
  ],
};

/** The names of all kinds. */
export const LINE_KINDS: readonly string[] = Object.keys(KINDS);

/** The webhooks of a kind, from a person of this name. */
export const webhooksOf = (kind: string, user: string, secret: string): Webhook[] =>
  KINDS[kind]!(user).map((made) => signed(made, secret));

/** The same webhook as LINE sends it again when no 2xx came. */
export const again = (webhook: Webhook, secret: string): Webhook =>
  webhook.expected === 'refuse' ? webhook : signed({ events: webhook.events.map(redelivered) }, secret);

function signed({ events = [], expected = 'accept', ...made }: Made, secret: string): Webhook {
  const { escapeAstral = true, destination = BOT_USER_ID } = made;
  const raw = made.raw ?? body(events, { escapeAstral, destination });
  const signature = made.signature ? made.signature(raw, secret) : sign(raw, secret);
  return { events, raw: made.tamper?.(raw) ?? raw, signature: signature ?? undefined, expected };
}
