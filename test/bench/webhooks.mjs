/** Signed webhooks as whole HTTP requests, made beforehand: the cost of signing is LINE's, not the bot's. */
import { createHash, createHmac, randomBytes } from 'node:crypto';

/** Far fewer than the events: most are the next message of a resident known already, as in service. */
const USERS = 1_000;

const hex = (of, length) => createHash('sha256').update(of).digest('hex').slice(0, length);
const user = (n) => `U${hex(`user ${n}`, 32)}`;
const eventId = (n) => `01BENCH${String(n).padStart(19, '0')}`;

/** The reply token of the n-th event. */
export const replyTokenOf = (n) => hex(`reply ${n}`, 32);

/** https://developers.line.biz/en/reference/messaging-api/#wh-text */
const textEvent = (n, text) => ({
  type: 'message',
  message: { type: 'text', id: String(5e17 + n), quoteToken: randomBytes(66).toString('base64url'), text },
  webhookEventId: eventId(n),
  deliveryContext: { isRedelivery: false },
  timestamp: Date.now(),
  source: { type: 'user', userId: user((n * 2_654_435_761) % USERS) },
  replyToken: replyTokenOf(n),
  mode: 'active',
});

/** `count` requests, each a new event of two to four sentences (550 to 900 bytes a body). */
export function signedRequests(count, secret, sentences) {
  const textOf = (n) =>
    Array.from({ length: 2 + (n % 3) }, (_, i) => sentences[(n + i * 7) % sentences.length]).join('。');
  return Array.from({ length: count }, (_, n) => {
    const body = JSON.stringify({ destination: user('bot'), events: [textEvent(n, textOf(n))] });
    const signature = createHmac('sha256', secret).update(body).digest('base64');
    return Buffer.from(
      `POST /webhook HTTP/1.1\r\nHost: localhost\r\nUser-Agent: LineBotWebhook/2.0\r\n` +
        `Content-Type: application/json; charset=utf-8\r\nContent-Length: ${Buffer.byteLength(body)}\r\n` +
        `X-Line-Signature: ${signature}\r\n\r\n${body}`,
    );
  });
}
