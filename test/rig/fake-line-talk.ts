/** Replies, pushes, the quota, and the people they reach. */
import type { Channel } from './fake-line-channel.ts';
import { type Answer, type Call, type Endpoints, ok, refuse, refuseBody } from './fake-line-http.ts';
import {
  fieldsOf,
  isChatId,
  isUserId,
  isUuid,
  loadingComplaints,
  messagesComplaints,
  replyComplaints,
} from './fake-line-rules.ts';

/** Everything about messages and the people who get them. */
export const talkEndpoints = (channel: Channel): Endpoints => ({
  'POST /v2/bot/message/reply': { run: (call) => reply(channel, call) },
  'POST /v2/bot/message/push': { run: (call) => push(channel, call), retryable: true },
  'POST /v2/bot/message/validate/reply': { run: validate },
  'POST /v2/bot/message/validate/push': { run: validate },
  'GET /v2/bot/message/quota': {
    run: () => ok(channel.quota === null ? { type: 'none' } : { type: 'limited', value: channel.quota }),
  },
  'GET /v2/bot/message/quota/consumption': { run: () => ok({ totalUsage: channel.usage }) },
  'GET /v2/bot/profile/:id': { run: (_, id) => profile(channel, id) },
  'POST /v2/bot/chat/loading/start': {
    run: ({ body }) => refuseBody(loadingComplaints(fieldsOf(body))) ?? { status: 202, body: {} },
  },
});

function validate({ body }: Call): Answer {
  return refuseBody(messagesComplaints(fieldsOf(body).messages)) ?? ok();
}

/** Spends the token last: a refused request leaves it as it was. */
function reply(channel: Channel, { body }: Call): Answer {
  const refusal = refuseBody(replyComplaints(fieldsOf(body)));
  if (refusal) return refusal;
  const { replyToken, messages } = body as { replyToken: string; messages: unknown[] };
  const spent = channel.spend(replyToken);
  if ('why' in spent) return refuse(400, 'Invalid reply token', spent.why);
  return ok({ sentMessages: channel.deliver('reply', spent.to, messages) });
}

function push(channel: Channel, { body, headers, requestId }: Call): Answer {
  const retryKey = headers['x-line-retry-key'] as string | undefined;
  const repeated = retryKey === undefined ? undefined : answerRepeated(channel, retryKey);
  const refusal = repeated ?? refusePush(channel, fieldsOf(body));
  if (refusal) return refusal;
  const { to, messages } = body as { to: string; messages: unknown[] };
  const sentMessages = channel.deliver('push', to, messages);
  if (retryKey !== undefined) channel.acceptPush(retryKey, requestId, sentMessages);
  return ok({ sentMessages });
}

/** A retry key works once in 24 hours; the second time LINE repeats what it answered the first time. */
function answerRepeated(channel: Channel, retryKey: string): Answer | undefined {
  if (!isUuid(retryKey)) return refuse(400, "The value for the 'X-Line-Retry-Key' header is invalid");
  const first = channel.acceptedPush(retryKey);
  if (!first) return undefined;
  return {
    status: 409,
    body: { message: 'The retry key is already accepted', sentMessages: first.sentMessages },
    headers: { 'x-line-accepted-request-id': first.requestId },
    why: `same retry key as request ${first.requestId}`,
  };
}

function refusePush(channel: Channel, { to, messages }: Record<string, unknown>): Answer | undefined {
  if (!isChatId(to)) return refuse(400, "The property, 'to', in the request body is invalid");
  const refusal = refuseBody(messagesComplaints(messages));
  if (refusal) return refusal;
  if (!channel.isKnown(to)) return refuse(400, 'Failed to send messages', 'unknown in this channel');
  const left = (channel.quota ?? Number.POSITIVE_INFINITY) - channel.usage;
  return left > 0 ? undefined : refuse(429, 'You have reached your monthly limit.');
}

function profile(channel: Channel, userId: string): Answer {
  if (!isUserId(userId)) return refuse(400, "The value for the 'userId' parameter is invalid");
  if (!channel.isKnown(userId) || channel.hasBlocked(userId)) return refuse(404, 'Not found');
  return ok({ userId, displayName: `住民${userId.slice(1, 5)}`, language: 'ja' });
}
