/** FNV-1a over a value as JSON: no secret, only a way to tell one thing shown from another. */
export function fingerprint(value: unknown): string {
  let h = 0x811c9dc5;
  for (const c of JSON.stringify(value)) h = Math.imul(h ^ c.codePointAt(0)!, 0x01000193) >>> 0;
  return h.toString(36);
}
