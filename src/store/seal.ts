/**
 * Sealing: AES-256-GCM with the row id as additional data, so that a box moved to another row does not open.
 * Box = version 0x01 ‖ nonce (12) ‖ tag (16) ‖ ciphertext. node:crypto runs on both engines.
 */
import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';

export type Key = Uint8Array;

const VERSION = 1;
const NONCE = 12;
const TAG = 16;

/** Drawn for many nonces at once: asking for 6 KB costs hardly more than asking for 12 bytes. None is used twice. */
let drawn = Buffer.alloc(0);
function freshNonce(): Uint8Array {
  if (drawn.length === 0) drawn = randomBytes(512 * NONCE);
  const nonce = drawn.subarray(0, NONCE);
  drawn = drawn.subarray(NONCE);
  return nonce;
}

/** Seals a text for one row. */
export function seal(key: Key, row: string, text: string): Uint8Array {
  const nonce = freshNonce();
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  cipher.setAAD(Buffer.from(row, 'utf8'));
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([Buffer.from([VERSION]), nonce, cipher.getAuthTag(), body]);
}

/** Opens a box; null when the key, the row or the bytes are not the ones it was sealed with. */
export function unseal(key: Key, row: string, box: Uint8Array): string | null {
  if (box.length < 1 + NONCE + TAG || box[0] !== VERSION) return null;
  const decipher = createDecipheriv('aes-256-gcm', key, box.subarray(1, 1 + NONCE));
  decipher.setAAD(Buffer.from(row, 'utf8'));
  decipher.setAuthTag(box.subarray(1 + NONCE, 1 + NONCE + TAG));
  try {
    return Buffer.concat([decipher.update(box.subarray(1 + NONCE + TAG)), decipher.final()]).toString('utf8');
  } catch {
    return null;
  }
}

/** What KOMATTA_KEY is used for, each with a key of its own. */
export interface MasterKeys {
  /** Wraps data keys. */
  wrap: Key;
  /** Finds ids (LINE users, message ids, tokens) without keeping them. */
  find: Key;
}

/** Derives the working keys from KOMATTA_KEY (32 bytes). */
export function masterKeys(secret: Uint8Array): MasterKeys {
  const derive = (info: string): Key =>
    new Uint8Array(hkdfSync('sha256', secret, new Uint8Array(0), `komatta ${info} v1`, 32));
  return { wrap: derive('wrap'), find: derive('find') };
}

/** A keyed hash by which a value is found again; `kind` keeps the kinds apart. base64url, 43 characters. */
export const finder = (keys: MasterKeys, kind: string, value: string): string =>
  createHmac('sha256', keys.find).update(`${kind}\n${value}`, 'utf8').digest('base64url');
