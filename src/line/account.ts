/**
 * The account behind the channel: where its webhooks go and which rich menus it has. Only `komatta line setup`
 * calls these. Every call ends in a value; what went wrong is named, never thrown.
 */
import * as z from 'zod';
import type { LineSettings } from '../config.ts';
import { callLine, type LineAnswer, type LineCall } from './call.ts';
import { jsonOf, type Quota, quotaOf } from './quota.ts';
import type { RichMenu } from './richMenu.ts';

/**
 * token: the access token is not taken · forbidden: this channel may not · refused: LINE will never take it ·
 * missing: there is no such thing · busy: too many calls · down: LINE's own fault, or an answer nobody can read ·
 * unreachable: no answer.
 */
export type Failure = 'token' | 'forbidden' | 'refused' | 'missing' | 'busy' | 'down' | 'unreachable';
export type Outcome<T> = { ok: true; value: T } | { ok: false; failure: Failure };

export interface Bot {
  userId: string;
  basicId: string;
  displayName: string;
  /** `chat`: staff can write by hand in LINE's own manager, too. */
  chatMode: string;
}
export interface Webhook {
  /** '' when none is set. */
  endpoint: string;
  /** "Use webhook" in the console. */
  active: boolean;
}
export interface KnownMenu {
  id: string;
  name: string;
}
/** LINE called our webhook and tells how it went; `statusCode` is 0 or less when nobody answered. */
export interface Tested {
  success: boolean;
  statusCode: number;
  reason: string;
}

const TIMEOUT = 10_000;
/** LINE waits for our own answer meanwhile. */
const TEST_TIMEOUT = 30_000;
const UPLOAD_TIMEOUT = 60_000;

const bot = z.looseObject({
  userId: z.string(),
  basicId: z.string(),
  displayName: z.string(),
  chatMode: z.string(),
});
const webhook = z.looseObject({ endpoint: z.string(), active: z.boolean() });
const tested = z.looseObject({
  success: z.boolean().default(false),
  statusCode: z.number(),
  reason: z.string(),
});
/** It goes into paths. */
const menuId = z.string().regex(/^richmenu-[0-9A-Za-z]{1,64}$/);
const menus = z.looseObject({
  richmenus: z.array(z.looseObject({ richMenuId: menuId, name: z.string() })),
});
const oneMenu = z.looseObject({ richMenuId: menuId });
/** What LINE answers to a change: `{}`. A page of some gateway is not an answer. */
const nothing = z.looseObject({});

export type Account = ReturnType<typeof accountOf>;

/** The account of a channel. */
export function accountOf(settings: LineSettings) {
  const call = async <S extends z.ZodType>(
    schema: S,
    line: Omit<LineCall, 'timeout'> & { timeout?: number },
  ): Promise<Outcome<z.infer<S>>> => read(schema, await callLine(settings, { timeout: TIMEOUT, ...line }));
  const get = <S extends z.ZodType>(schema: S, path: string) => call(schema, { method: 'GET', path });
  const endpoint = '/v2/bot/channel/webhook/endpoint';
  const all = '/v2/bot/user/all/richmenu';

  return {
    bot: (): Promise<Outcome<Bot>> => get(bot, '/v2/bot/info'),
    webhook: async (): Promise<Outcome<Webhook>> =>
      orWhenMissing(await get(webhook, endpoint), { endpoint: '', active: false }),
    setWebhook: (url: string) => call(nothing, { method: 'PUT', path: endpoint, body: { endpoint: url } }),
    testWebhook: (url: string): Promise<Outcome<Tested>> =>
      call(tested, {
        method: 'POST',
        path: '/v2/bot/channel/webhook/test',
        body: { endpoint: url },
        timeout: TEST_TIMEOUT,
      }),
    async menus(): Promise<Outcome<KnownMenu[]>> {
      const listed = await get(menus, '/v2/bot/richmenu/list');
      if (!listed.ok) return listed;
      return { ok: true, value: listed.value.richmenus.map((m) => ({ id: m.richMenuId, name: m.name })) };
    },
    /** null: none, or one that another channel has set and that we cannot see (403). */
    async defaultMenu(): Promise<Outcome<string | null>> {
      const found = await get(oneMenu, all);
      if (found.ok) return { ok: true, value: found.value.richMenuId };
      const none = found.failure === 'missing' || found.failure === 'forbidden';
      return none ? { ok: true, value: null } : found;
    },
    async hasPicture(id: string): Promise<Outcome<boolean>> {
      const path = `/v2/bot/richmenu/${id}/content`;
      const answer = await callLine(settings, { method: 'GET', path, data: true, timeout: UPLOAD_TIMEOUT });
      if (answer?.status === 404) return { ok: true, value: false };
      return answer?.status === 200 ? { ok: true, value: true } : failed(answer);
    },
    validateMenu: (menu: RichMenu) =>
      call(nothing, { method: 'POST', path: '/v2/bot/richmenu/validate', body: menu }),
    async makeMenu(menu: RichMenu): Promise<Outcome<string>> {
      const made = await call(oneMenu, { method: 'POST', path: '/v2/bot/richmenu', body: menu });
      return made.ok ? { ok: true, value: made.value.richMenuId } : made;
    },
    givePicture: (id: string, picture: Uint8Array) =>
      call(nothing, {
        method: 'POST',
        path: `/v2/bot/richmenu/${id}/content`,
        body: picture,
        data: true,
        timeout: UPLOAD_TIMEOUT,
      }),
    setDefault: (id: string) => call(nothing, { method: 'POST', path: `${all}/${id}` }),
    clearDefault: () => call(nothing, { method: 'DELETE', path: all }),
    deleteMenu: (id: string) => call(nothing, { method: 'DELETE', path: `/v2/bot/richmenu/${id}` }),
    async quota(): Promise<Outcome<Quota>> {
      const quota = await quotaOf(settings);
      return quota ? { ok: true, value: quota } : { ok: false, failure: 'down' };
    },
  };
}

function read<S extends z.ZodType>(schema: S, answer: LineAnswer): Outcome<z.infer<S>> {
  if (answer === null || answer.status < 200 || answer.status > 299) return failed(answer);
  const value = schema.safeParse(jsonOf(answer));
  return value.success ? { ok: true, value: value.data } : { ok: false, failure: 'down' };
}

function orWhenMissing<T>(outcome: Outcome<T>, value: T): Outcome<T> {
  return !outcome.ok && outcome.failure === 'missing' ? { ok: true, value } : outcome;
}

const FAILURES: Record<number, Failure> = { 401: 'token', 403: 'forbidden', 404: 'missing', 429: 'busy' };

function failed(answer: LineAnswer): { ok: false; failure: Failure } {
  if (answer === null) return { ok: false, failure: 'unreachable' };
  const failure =
    FAILURES[answer.status] ?? (answer.status >= 500 || answer.status < 400 ? 'down' : 'refused');
  return { ok: false, failure };
}
