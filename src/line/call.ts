/** One HTTP call to LINE: with a timeout of its own, no redirects, and no exception that could carry what was sent. */
import type { LineSettings } from '../config.ts';

export interface LineCall {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  path: string;
  /** Sent as JSON; a picture as it is. */
  body?: object | Uint8Array;
  headers?: Record<string, string>;
  /** Pictures go to a host of their own. */
  data?: boolean;
  /** Milliseconds. */
  timeout: number;
}

/** LINE's answer, read in full; null when there was none. */
export type LineAnswer = { status: number; text: string } | null;

/** Calls LINE once. */
export async function callLine(settings: LineSettings, call: LineCall): Promise<LineAnswer> {
  const { method, path, body, headers = {}, data = false, timeout } = call;
  const picture = body instanceof Uint8Array;
  try {
    const response = await fetch(`${data ? dataBase(settings) : settings.apiBase}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${settings.accessToken}`,
        ...(body ? { 'content-type': picture ? 'image/png' : 'application/json' } : {}),
        ...headers,
      },
      ...(body ? { body: picture ? new Uint8Array(body) : JSON.stringify(body) } : {}),
      redirect: 'error',
      signal: AbortSignal.timeout(timeout),
    });
    return { status: response.status, text: await response.text() };
  } catch {
    return null;
  }
}

/** https://developers.line.biz/en/reference/messaging-api/#domain-name */
const dataBase = ({ apiBase }: LineSettings): string =>
  apiBase === 'https://api.line.me' ? 'https://api-data.line.me' : apiBase;
