/**
 * Passkeys (WebAuthn level 2): only public keys are kept. A challenge carries its own time and seal, so that asking for one
 * leaves nothing behind; each is answered once.
 */
import { randomBytes } from 'node:crypto';
import {
  type AuthenticationResponseJSON,
  generateAuthenticationOptions,
  generateRegistrationOptions,
  type RegistrationResponseJSON,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server';
import type { Staff } from '../case/permissions.ts';
import { sql } from '../store/port.ts';
import { finder } from '../store/seal.ts';
import type { Deps } from './deps.ts';
import { startSession } from './session.ts';

const CHALLENGE_LIFE = 5 * 60_000;
export const PASSKEYS_MAX = 10;

interface Row {
  id: string;
  staff: string;
  public_key: Uint8Array;
  counter: number;
}

const here = ({ settings: { publicUrl } }: Deps) => ({
  expectedOrigin: publicUrl.origin,
  expectedRPID: publicUrl.hostname,
  requireUserVerification: true,
});

/** 16 random bytes, the time, and a seal over both and `about` (whose key is made; empty for a login). */
function newChallenge(deps: Deps, about: string): Uint8Array<ArrayBuffer> {
  const plain = Buffer.concat([randomBytes(16), Buffer.alloc(8)]);
  plain.writeBigUInt64BE(BigInt(deps.now()), 16);
  return new Uint8Array(Buffer.concat([plain, Buffer.from(sealOf(deps, about, plain), 'base64url')]));
}

const sealOf = (deps: Deps, about: string, plain: Buffer): string =>
  finder(deps.master, 'challenge', `${about}\n${plain.toString('base64url')}`);

/** Whether a challenge is ours, young, and not answered yet; it is from now on. */
async function spend(deps: Deps, about: string, challenge: string): Promise<boolean> {
  const bytes = Buffer.from(challenge, 'base64url');
  const plain = bytes.subarray(0, 24);
  if (bytes.length !== 56 || sealOf(deps, about, plain) !== bytes.subarray(24).toString('base64url'))
    return false;
  const madeAt = Number(plain.readBigUInt64BE(16));
  const until = madeAt + CHALLENGE_LIFE;
  if (until < deps.now() || madeAt > deps.now()) return false;
  const spent = await deps.store.all(
    'INSERT INTO challenges (hash, until) VALUES (?, ?) ON CONFLICT DO NOTHING RETURNING hash',
    finder(deps.master, 'spent', challenge),
    until,
  );
  return spent.length === 1;
}

/** What the browser needs to make a key for somebody. */
export async function makeOptions(deps: Deps, staff: Staff) {
  const known = await deps.store.all<{ id: string }>('SELECT id FROM passkeys WHERE staff = ?', staff.id);
  return generateRegistrationOptions({
    rpName: `困った ${deps.content().content.city.name}`,
    rpID: deps.settings.publicUrl.hostname,
    userName: staff.name,
    userID: new TextEncoder().encode(staff.id),
    challenge: newChallenge(deps, staff.id),
    attestationType: 'none',
    excludeCredentials: known,
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  });
}

/** Keeps a key that was just made; false when it is not in order, or there are too many. */
export async function addPasskey(
  deps: Deps,
  staff: Staff,
  response: RegistrationResponseJSON,
  name: string,
): Promise<boolean> {
  const verified = await quietly(() =>
    verifyRegistrationResponse({
      response,
      expectedChallenge: (c) => spend(deps, staff.id, c),
      ...here(deps),
    }),
  );
  if (!verified?.verified) return false;
  const { id, publicKey, counter } = verified.registrationInfo.credential;
  const outcome = await deps.recorder.commit(
    [
      sql(
        `INSERT INTO passkeys (id, staff, public_key, counter, name, made_at)
         VALUES (?, ?, (SELECT ? WHERE (SELECT count(*) FROM passkeys WHERE staff = ?) < ?), ?, ?, ?)`,
        id,
        staff.id,
        publicKey,
        staff.id,
        PASSKEYS_MAX,
        counter,
        [...name.trim()].slice(0, 40).join('') || 'パスキー',
        deps.now(),
      ),
    ],
    [{ at: deps.now(), actor: `staff:${staff.id}`, act: 'staff.passkeyAdded' }],
  );
  return outcome === 'done';
}

/** What the browser needs to show that it holds a key. */
export const askOptions = (deps: Deps) =>
  generateAuthenticationOptions({
    rpID: deps.settings.publicUrl.hostname,
    userVerification: 'required',
    challenge: newChallenge(deps, ''),
  });

/** Whose key answered; null when it did not. */
async function holderOf(deps: Deps, response: AuthenticationResponseJSON): Promise<string | null> {
  const [row] = await deps.store.all<Row & Record<string, unknown>>(
    `SELECT p.id, p.staff, p.public_key, p.counter FROM passkeys p JOIN staff s ON s.id = p.staff
     WHERE p.id = ? AND s.ended_at IS NULL`,
    typeof response.id === 'string' ? response.id.slice(0, 1400) : '',
  );
  if (!row) return null;
  const { id, public_key, counter } = row;
  const verified = await quietly(() =>
    verifyAuthenticationResponse({
      response,
      expectedChallenge: (c) => spend(deps, '', c),
      credential: { id, publicKey: new Uint8Array(public_key), counter },
      ...here(deps),
    }),
  );
  if (!verified?.verified) return null;
  await deps.store.batch([
    sql(
      'UPDATE passkeys SET counter = ?, used_at = ? WHERE id = ?',
      verified.authenticationInfo.newCounter,
      deps.now(),
      id,
    ),
  ]);
  return row.staff;
}

/** A session token, or null. */
export async function passkeyLogin(deps: Deps, response: AuthenticationResponseJSON): Promise<string | null> {
  const staff = await holderOf(deps, response);
  return staff === null ? null : startSession(deps, staff, 'passkey');
}

/** Whether somebody who is logged in holds their key. */
export const passkeyProof = async (
  deps: Deps,
  staff: string,
  response: AuthenticationResponseJSON,
): Promise<boolean> => (await holderOf(deps, response)) === staff;

/** The library throws at whatever is not in order: to whoever sent it that is all one. */
async function quietly<T>(verify: () => Promise<T>): Promise<T | null> {
  try {
    return await verify();
  } catch {
    return null;
  }
}

export interface Passkey {
  id: string;
  name: string;
  madeAt: number;
  usedAt: number | null;
}

export const passkeysOf = (deps: Deps, staff: string): Promise<Passkey[]> =>
  deps.store.all<Passkey & Record<string, unknown>>(
    'SELECT id, name, made_at AS madeAt, used_at AS usedAt FROM passkeys WHERE staff = ? ORDER BY made_at',
    staff,
  );

/** Takes a key away; nothing happens when it is none of theirs. */
export async function removePasskey(deps: Deps, staff: string, id: string): Promise<void> {
  const own = (await passkeysOf(deps, staff)).some((p) => p.id === id);
  if (!own) return;
  await deps.recorder.commit(
    [sql('DELETE FROM passkeys WHERE id = ? AND staff = ?', id, staff)],
    [{ at: deps.now(), actor: `staff:${staff}`, act: 'staff.passkeyRemoved' }],
  );
}
