/** LINE's webhook signature: base64(HMAC-SHA256(channel secret, raw body)). */
// https://developers.line.biz/en/docs/messaging-api/verify-webhook-signature/
import { validateSignature } from '@line/bot-sdk';

/**
 * Whether the raw bytes were signed with one of the channel secrets (two while one is rotated).
 * The library throws on a missing signature, so that is settled here.
 */
export function isSigned(
  raw: Uint8Array,
  signature: string | undefined,
  secrets: readonly string[],
): boolean {
  if (!signature) return false;
  const body = Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength);
  return secrets.some((secret) => validateSignature(body, secret, signature));
}
