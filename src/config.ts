/**
 * Environment → settings. Unsafe or half-made settings are refused before anything opens, each with one
 * Japanese sentence that names the cause and the cure.
 */
import { createHash } from 'node:crypto';
import type { MailSettings } from './notice/mail.ts';
import { type Retention, retentionOf } from './run/retention.ts';

export interface LineSettings {
  secrets: string[];
  accessToken: string;
  apiBase: string;
}

export interface Settings {
  port: number;
  city: string;
  database: string;
  /** Unwrapped: data keys' file, beside the database. */
  keysDatabase: string;
  /** null: made once in the database's folder (loopback only). */
  key: Uint8Array | null;
  publicUrl: URL;
  /** Cookies are Secure and `__Host-` named. */
  secure: boolean;
  line: LineSettings | null;
  /** Address to listen at; null: this machine alone while PUBLIC_URL is on it, all addresses otherwise. */
  listen: string | null;
  /** X-Forwarded-For is our own proxy's and tells who asks; the other X-Forwarded-* are never needed (PUBLIC_URL). */
  trustProxy: boolean;
  /** Lets a monitoring system on another machine read /metrics. */
  metricsToken: string | null;
  /** Notices to staff by mail; null where SMTP_URL is not set. */
  mail: MailSettings | null;
  noticeWebhook: URL | null;
  checkpoints: string;
  contentDir: string | null;
  /** Started with this time on the clock (loopback only). */
  clock: number | null;
  /** How long things are kept, in days. */
  retention: Retention;
  /** Approval number for keeping consultation words abroad; only the Workers entry asks for it. */
  foreignStorage: string | null;
}

export type Env = Record<string, string | undefined>;
export type Configured = { ok: true; settings: Settings } | { ok: false; problems: string[] };

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;
/** True for addresses that never leave this machine. */
export const isLoopback = (url: URL): boolean => LOOPBACK.test(url.hostname);

/** Reads the environment. All problems at once; none of them quotes a secret. */
export function configure(env: Env): Configured {
  const problems: string[] = [];
  const port = portOf(env, problems);
  const publicUrl = urlOf(env.PUBLIC_URL, `http://localhost:${port}`, 'PUBLIC_URL', problems);
  const loopback = isLoopback(publicUrl);
  if (!loopback && publicUrl.protocol !== 'https:') {
    problems.push('PUBLIC_URL が http です。外から使うときは https:// で始まるアドレスにしてください。');
  }
  const database = env.DATABASE || 'var/komatta.db';
  if (/(?:^|\/)(?:keys\.db|checkpoints\.txt|komatta\.key)$/.test(database)) {
    problems.push(
      'DATABASE に、鍵や控えのファイルの名前は使えません。komatta.db のような別の名前にしてください。',
    );
  }
  const folder = database.includes('/') ? database.slice(0, database.lastIndexOf('/')) : '.';
  const settings: Settings = {
    port,
    city: cityOf(env, problems),
    database,
    keysDatabase: `${folder}/keys.db`,
    key: keyOf(env, loopback, problems),
    publicUrl,
    secure: publicUrl.protocol === 'https:',
    line: lineOf(env, loopback, problems),
    listen: listenOf(env, loopback, problems),
    trustProxy: trustOf(env, problems),
    metricsToken: tokenOf(env, problems),
    mail: mailOf(env, loopback, problems),
    noticeWebhook: noticeOf(env, loopback, problems),
    checkpoints: env.LOG_CHECKPOINTS || `${folder}/checkpoints.txt`,
    contentDir: env.CONTENT_DIR || null,
    clock: clockOf(env, loopback, problems),
    retention: retentionOf(env, problems),
    foreignStorage: env.ACCEPT_FOREIGN_STORAGE || null,
  };
  return problems.length > 0 ? { ok: false, problems } : { ok: true, settings };
}

function portOf(env: Env, problems: string[]): number {
  const port = env.PORT ? Number(env.PORT) : 3000;
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  problems.push('PORT が数ではありません。3000 のような数にしてください。');
  return 3000;
}

function cityOf(env: Env, problems: string[]): string {
  const city = env.CITY || 'hiratsuka';
  if (/^[a-z][a-z0-9-]*$/.test(city)) return city;
  problems.push('CITY の書き方がちがいます。data/ の中のフォルダの名前（hiratsuka など）にしてください。');
  return 'hiratsuka';
}

function urlOf(value: string | undefined, fallback: string, name: string, problems: string[]): URL {
  try {
    const url = new URL(value || fallback);
    if (url.protocol === 'http:' || url.protocol === 'https:') return url;
  } catch {
    // falls through to the one sentence below
  }
  problems.push(`${name} がアドレスとして読めません。https://soudan.example.jp の形で書いてください。`);
  return new URL(fallback);
}

function keyOf(env: Env, loopback: boolean, problems: string[]): Uint8Array | null {
  if (!env.KOMATTA_KEY) {
    if (!loopback)
      problems.push(
        'KOMATTA_KEY がありません。「openssl rand -base64 32」で作り、安全な所にも控えてください。',
      );
    return null;
  }
  const key = Buffer.from(env.KOMATTA_KEY, 'base64');
  if (key.length === 32 && new Set(key).size > 4) return key;
  problems.push(
    'KOMATTA_KEY が32バイトの乱数ではありません。「openssl rand -base64 32」で作り直してください。',
  );
  return null;
}

function listenOf(env: Env, loopback: boolean, problems: string[]): string | null {
  if (!env.LISTEN) return null;
  if (!/^[\w.:]+$/.test(env.LISTEN))
    problems.push('LISTEN がアドレスとして読めません。127.0.0.1 のように書いてください。');
  else if (loopback && !LOOPBACK.test(env.LISTEN) && env.LISTEN !== '::1')
    problems.push(
      'LISTEN が外に開いているのに、PUBLIC_URL がこの機械の中です。PUBLIC_URL を https のアドレスにするか、LISTEN を消してください。',
    );
  return env.LISTEN;
}

function trustOf(env: Env, problems: string[]): boolean {
  if (env.TRUST_PROXY && !/^[01]$/.test(env.TRUST_PROXY))
    problems.push('TRUST_PROXY は、前に中継を置くときだけ 1 にし、ほかは空にしてください。');
  return env.TRUST_PROXY === '1';
}

function tokenOf(env: Env, problems: string[]): string | null {
  if (!env.METRICS_TOKEN) return null;
  if (env.METRICS_TOKEN.length < 24)
    problems.push('METRICS_TOKEN が短すぎます。「openssl rand -base64 32」で作ってください。');
  return env.METRICS_TOKEN;
}

function lineOf(env: Env, loopback: boolean, problems: string[]): LineSettings | null {
  const secret = env.LINE_CHANNEL_SECRET;
  const accessToken = env.LINE_CHANNEL_ACCESS_TOKEN;
  if (!secret && !accessToken) return null;
  if (!secret)
    problems.push(
      'LINE_CHANNEL_SECRET がありません。LINE Developers の「Basic settings」から写してください。',
    );
  if (!accessToken)
    problems.push(
      'LINE_CHANNEL_ACCESS_TOKEN がありません。LINE Developers の「Messaging API」で発行してください。',
    );
  const api = urlOf(env.LINE_API_BASE, 'https://api.line.me', 'LINE_API_BASE', problems);
  if (api.protocol !== 'https:' && !isLoopback(api))
    problems.push('LINE_API_BASE が http です。https にしてください。');
  if (isLoopback(api) && !loopback)
    problems.push('LINE_API_BASE が試験用のアドレスのままです。この行を消してください。');
  const secrets = [secret, env.LINE_CHANNEL_SECRET_NEXT].filter((s): s is string => Boolean(s));
  return { secrets, accessToken: accessToken ?? '', apiBase: api.origin };
}

const ADDRESS = /^[^\s@<>,"]+@[^\s@<>,"]+$/;

/** Mail goes out only to addresses that were set, and off this machine only over TLS (smtps, or STARTTLS enforced). */
function mailOf(env: Env, loopback: boolean, problems: string[]): MailSettings | null {
  if (!env.SMTP_URL) {
    if (env.NOTICE_TO || env.NOTICE_FROM)
      problems.push(
        'NOTICE_TO や NOTICE_FROM があるのに、SMTP_URL がありません。smtps://送信サーバー:465 の形で足してください。',
      );
    return null;
  }
  const url = parsed(env.SMTP_URL);
  if (!url || !/^smtps?:$/.test(url.protocol) || !url.hostname) {
    problems.push('SMTP_URL が読めません。smtps://名前:パスワード@送信サーバー:465 の形で書いてください。');
    return null;
  }
  if (isLoopback(url) && !loopback && url.port === '')
    problems.push('SMTP_URL がこの機械の中です。ポートまで書いてください（smtp://localhost:25 のように）。');
  const to = (env.NOTICE_TO ?? '')
    .split(',')
    .map((a) => a.trim())
    .filter((a) => a !== '');
  const from = env.NOTICE_FROM ?? '';
  if (to.length === 0 || !to.every((a) => ADDRESS.test(a)))
    problems.push(
      'NOTICE_TO に、知らせを受ける人のメールアドレスを書いてください（いくつかなら , で区切ります）。',
    );
  if (!ADDRESS.test(from)) problems.push('NOTICE_FROM に、送る側のメールアドレスを一つ書いてください。');
  return { url, from, to };
}

function noticeOf(env: Env, loopback: boolean, problems: string[]): URL | null {
  if (!env.NOTICE_WEBHOOK_URL) return null;
  const url = parsed(env.NOTICE_WEBHOOK_URL);
  const safe = url?.protocol === 'https:' || (loopback && url?.protocol === 'http:' && isLoopback(url));
  if (url && safe) return url;
  problems.push('NOTICE_WEBHOOK_URL は、https:// で始まるアドレスにしてください。');
  return null;
}

function parsed(text: string): URL | null {
  try {
    return new URL(text);
  } catch {
    return null;
  }
}

function clockOf(env: Env, loopback: boolean, problems: string[]): number | null {
  if (!env.KOMATTA_CLOCK) return null;
  const at = Date.parse(env.KOMATTA_CLOCK);
  if (!loopback) problems.push('KOMATTA_CLOCK は試験のための時計です。外から使うときは消してください。');
  if (Number.isNaN(at) || !/(?:Z|[+-]\d{2}:\d{2})$/.test(env.KOMATTA_CLOCK)) {
    problems.push('KOMATTA_CLOCK が読めません。2026-11-24T10:00:00+09:00 の形で書いてください。');
    return null;
  }
  return at;
}

/** A short name for this deployment that says nothing secret, for checkpoints. */
export const originOf = (s: Settings): string =>
  `${s.city}@${s.publicUrl.host}/${createHash('sha256').update(s.publicUrl.origin).digest('hex').slice(0, 6)}`;
