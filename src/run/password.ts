/** Passwords: scrypt, which both engines have; the cost stands in the stored string. */
import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';

export const PASSWORD_MIN = 12;
export const PASSWORD_MAX = 200;

/** scrypt N=2^15, r=8, p=1; the cost stands in the string so that it can be raised later. */
const COST = 15;

/** The string to store for a password. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  return `scrypt$${COST}$${salt.toString('base64url')}$${(await derive(password, salt, COST)).toString('base64url')}`;
}

/** Whether a password is the stored one, in constant time. */
export async function checkPassword(password: string, stored: string): Promise<boolean> {
  const [, cost, salt, hash] = stored.split('$');
  const derived = await derive(password, Buffer.from(salt!, 'base64url'), Number(cost));
  return timingSafeEqual(derived, Buffer.from(hash!, 'base64url'));
}

/** Stands in for an account that does not exist, so that its check takes as long. */
export const NOBODY = `scrypt$${COST}$${'A'.repeat(22)}$${'A'.repeat(43)}`;

function derive(password: string, salt: Uint8Array, cost: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(
      password.normalize('NFKC'),
      salt,
      32,
      { N: 2 ** cost, r: 8, p: 1, maxmem: 2 ** (cost + 11) },
      (e, key) => (e ? reject(e) : resolve(key)),
    );
  });
}
