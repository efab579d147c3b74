/** The cookies: two that are keys to a session, and one for the size of print. `__Host-` and Secure wherever the service is reached by https. */
import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import type { Settings } from '../config.ts';

type Kind = 'talk' | 'desk';

const nameOf = (kind: Kind, s: Settings): string => (s.secure ? `__Host-komatta-${kind}` : `komatta-${kind}`);

/** Lax, so that a link from LINE's browser still finds the session; form posts are checked on their own. */
function keep(c: Context, s: Settings, kind: Kind, token: string, sameSite: 'Lax' | 'Strict'): void {
  setCookie(c, nameOf(kind, s), token, { path: '/', httpOnly: true, secure: s.secure, sameSite });
}

export const deviceToken = (c: Context, s: Settings): string | undefined => getCookie(c, nameOf('talk', s));
export const keepDevice = (c: Context, s: Settings, token: string): void => keep(c, s, 'talk', token, 'Lax');
export const deleteDevice = (c: Context, s: Settings): void =>
  void deleteCookie(c, nameOf('talk', s), { path: '/', secure: s.secure });

export const deskToken = (c: Context, s: Settings): string | undefined => getCookie(c, nameOf('desk', s));
export const keepDesk = (c: Context, s: Settings, token: string): void => keep(c, s, 'desk', token, 'Strict');
export const deleteDesk = (c: Context, s: Settings): void =>
  void deleteCookie(c, nameOf('desk', s), { path: '/', secure: s.secure });

/**
 * Says who of the staff logged in from this device before, newest first: an office shares its PCs. Opens nothing by itself.
 * Kept for half a year.
 */
const KNOWN_DAYS = 180;
const KNOWN_MAX = 8;
const knownName = (s: Settings): string => (s.secure ? '__Host-komatta-known' : 'komatta-known');

export const knownDevices = (c: Context, s: Settings): string[] =>
  (getCookie(c, knownName(s)) ?? '').split('.').slice(0, KNOWN_MAX);

export function keepKnownDevice(c: Context, s: Settings, value: string): void {
  const others = knownDevices(c, s).filter((v) => v !== value && v !== '');
  setCookie(c, knownName(s), [value, ...others].slice(0, KNOWN_MAX).join('.'), {
    path: '/',
    httpOnly: true,
    secure: s.secure,
    sameSite: 'Strict',
    maxAge: KNOWN_DAYS * 86_400,
  });
}

/** No secret and no trace of whom it is for: it ends with the browser and with すぐ閉じる. */
const SIZE = 'komatta-size';

export const isLarge = (c: Context): boolean => getCookie(c, SIZE) === 'large';
export const keepSize = (c: Context, s: Settings, large: boolean): void =>
  large
    ? setCookie(c, SIZE, 'large', { path: '/', httpOnly: true, secure: s.secure, sameSite: 'Lax' })
    : void deleteCookie(c, SIZE, { path: '/', secure: s.secure });
