/** Ways into the page: one-time links from LINE, device sessions, return phrases. Only keyed hashes are kept. */
import { type Statement, sql } from '../store/port.ts';
import { finder } from '../store/seal.ts';
import type { Deps } from './deps.ts';
import { newPhrase, newToken, readPhrase } from './spare.ts';

const MINUTE = 60_000;
const LINK_LIFE = 10 * MINUTE;
/** A device left idle this long has to come in again. */
export const DEVICE_IDLE = 30 * MINUTE;

/** A link into the page for a talk, good once and for ten minutes. */
export async function mintLink(deps: Deps, talk: string): Promise<string> {
  const token = newToken();
  await deps.store.batch([
    sql(
      'INSERT INTO links (hash, talk, expires_at) VALUES (?, ?, ?)',
      finder(deps.master, 'link', token),
      talk,
      deps.now() + LINK_LIFE,
    ),
  ]);
  return new URL(`/open/${token}`, deps.settings.publicUrl).href;
}

/** Spends a link: a new device token for its talk, or null when it is unknown, used or too old. */
export async function spendLink(deps: Deps, token: string): Promise<string | null> {
  const [row] = await deps.store.all<{ talk: string }>(
    'DELETE FROM links WHERE hash = ? AND expires_at > ? RETURNING talk',
    finder(deps.master, 'link', token),
    deps.now(),
  );
  return row ? startDevice(deps, row.talk) : null;
}

/** A device session for a talk; returns its token for the cookie. */
export async function startDevice(deps: Deps, talk: string): Promise<string> {
  const token = newToken();
  await deps.store.batch([
    sql(
      'INSERT INTO devices (hash, talk, seen_at) VALUES (?, ?, ?)',
      finder(deps.master, 'device', token),
      talk,
      deps.now(),
    ),
  ]);
  return token;
}

/**
 * The talk of a device; null when there is none, it idled too long, or the 合言葉 of the talk was not said on it. `touch`: a person did something, which
 * counts against idling (noted at most once a minute); a page looking for news by itself does not.
 */
export async function deviceTalk(
  deps: Deps,
  token: string | undefined,
  touch = true,
): Promise<string | null> {
  if (!token) return null;
  const hash = finder(deps.master, 'device', token);
  const [row] = await deps.store.all<{ talk: string; seen_at: number }>(
    `SELECT talk, seen_at FROM devices d WHERE hash = ? AND seen_at > ?
       AND (unlocked = 1 OR NOT EXISTS (SELECT 1 FROM watchwords w WHERE w.talk = d.talk))`,
    hash,
    deps.now() - DEVICE_IDLE,
  );
  if (!row) return null;
  if (touch && deps.now() - row.seen_at > MINUTE)
    await deps.store.batch([sql('UPDATE devices SET seen_at = ? WHERE hash = ?', deps.now(), hash)]);
  return row.talk;
}

/** Forgets a device (すぐ閉じる on a shared one). */
export async function endDevice(deps: Deps, token: string): Promise<void> {
  await deps.store.batch([sql('DELETE FROM devices WHERE hash = ?', finder(deps.master, 'device', token))]);
}

/** Makes a talk's return phrase, replacing an older one. Shown once; only its keyed hash is kept. */
export async function makePhrase(deps: Deps, talk: string): Promise<string> {
  const phrase = newPhrase();
  const hash = finder(deps.master, 'phrase', readPhrase(phrase)!);
  await deps.store.batch([
    sql('DELETE FROM phrases WHERE talk = ?', talk),
    sql('INSERT INTO phrases (hash, talk, made_at) VALUES (?, ?, ?)', hash, talk, deps.now()),
  ]);
  return phrase;
}

/** Comes back by return phrase: a device token, or null. 65 bits need no throttle, which anyone could turn on everyone. */
export async function usePhrase(deps: Deps, typed: string): Promise<string | null> {
  const kana = readPhrase(typed);
  if (!kana) return null;
  const [row] = await deps.store.all<{ talk: string }>(
    'SELECT talk FROM phrases WHERE hash = ?',
    finder(deps.master, 'phrase', kana),
  );
  return row ? startDevice(deps, row.talk) : null;
}

/** Sets the 合言葉 of a talk (its hash), or gives it up. */
export const guardStatement = (talk: string, hash: string | null): Statement =>
  hash === null
    ? sql('DELETE FROM watchwords WHERE talk = ?', talk)
    : sql(
        'INSERT INTO watchwords (talk, hash) VALUES (?, ?) ON CONFLICT (talk) DO UPDATE SET hash = excluded.hash, tries = 0',
        talk,
        hash,
      );

/** The word was said on this device. */
export const unlock = (deps: Deps, token: string): Promise<unknown> =>
  deps.store.batch([
    sql('UPDATE devices SET unlocked = 1 WHERE hash = ?', finder(deps.master, 'device', token)),
  ]);

/** The talk of a device that still has to say the word; null when it need not, or is none. */
export async function lockedTalk(deps: Deps, token: string | undefined): Promise<string | null> {
  if (!token) return null;
  const [row] = await deps.store.all<{ talk: string }>(
    'SELECT d.talk FROM devices d JOIN watchwords w ON w.talk = d.talk WHERE d.hash = ? AND d.unlocked = 0',
    finder(deps.master, 'device', token),
  );
  return row?.talk ?? null;
}
