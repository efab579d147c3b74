/** The account itself: stateless access tokens, what LINE says of the bot, where its webhooks go. */
import type { Channel } from './fake-line-channel.ts';
import { type Answer, type Endpoints, FORM_TYPE, ok, refuse } from './fake-line-http.ts';
import { fieldsOf } from './fake-line-rules.ts';
import { BOT_USER_ID, send } from './line-webhook.ts';

export interface Credentials {
  channelId: string;
  channelSecret: string;
}

/** Access tokens, the account's own data, and where its webhooks go. */
export function accountEndpoints(channel: Channel, credentials: Credentials): Endpoints {
  let endpoint = '';
  return {
    'POST /oauth2/v3/token': {
      open: true,
      accepts: [FORM_TYPE],
      run: ({ body }) => issueStatelessToken(channel, credentials, new URLSearchParams(String(body))),
    },
    'GET /v2/bot/info': {
      run: () =>
        ok({
          userId: BOT_USER_ID,
          basicId: '@000fake',
          displayName: '福祉の相談窓口',
          chatMode: 'bot',
          markAsReadMode: 'auto',
        }),
    },
    'GET /v2/bot/channel/webhook/endpoint': { run: () => ok({ endpoint, active: true }) },
    'PUT /v2/bot/channel/webhook/endpoint': {
      run: ({ body }) => {
        const wanted = String(fieldsOf(body).endpoint);
        if (!isReachable(wanted) && !wanted.startsWith('https://')) {
          return refuse(400, 'Invalid webhook endpoint URL');
        }
        endpoint = wanted;
        return ok();
      },
    },
    'POST /v2/bot/channel/webhook/test': {
      run: ({ body }) => testWebhook(String(fieldsOf(body).endpoint ?? endpoint), credentials.channelSecret),
    },
  };
}

function issueStatelessToken(channel: Channel, known: Credentials, form: URLSearchParams): Answer {
  const isOurs =
    form.get('grant_type') === 'client_credentials' &&
    form.get('client_id') === known.channelId &&
    form.get('client_secret') === known.channelSecret;
  if (!isOurs) {
    const body = { error: 'invalid_request', error_description: "Invalid 'client_credentials'." };
    return { status: 400, body, why: 'wrong grant type, channel id or channel secret' };
  }
  return ok({ token_type: 'Bearer', access_token: channel.issueBearer(900), expires_in: 900 });
}

/** LINE wants https from everyone; tests run on loopback, and the fake calls nobody else. */
const isReachable = (url: string): boolean => /^http:\/\/(127\.0\.0\.1|localhost)[:/]/.test(url);

/** Sends the webhook without events that LINE's "Verify" sends. */
async function testWebhook(endpoint: string, secret: string): Promise<Answer> {
  const { status, body } = isReachable(endpoint)
    ? await send(endpoint, secret, [])
    : { status: 0, body: 'the fake platform calls loopback addresses only' };
  const success = status >= 200 && status < 300;
  const reason = success ? 'OK' : status === 0 ? 'COULD_NOT_CONNECT' : 'ERROR_STATUS_CODE';
  const detail = status === 0 ? body : String(status);
  return ok({ success, timestamp: new Date().toISOString(), statusCode: status, reason, detail });
}
