/** JSON in and out of sealed columns: which key seals which row, in one place. */
import type { Actor } from '../case/case.ts';
import { seal, unseal } from '../store/seal.ts';
import type { Deps } from './deps.ts';

/** Seals a value for a row under the key `keyId`, making the key if there is none. */
export async function sealFor(deps: Deps, keyId: string, row: string, value: unknown): Promise<Uint8Array> {
  return seal(await deps.vault.make(keyId, deps.now()), row, JSON.stringify(value));
}

/** Opens a sealed value; null when it is absent, its key is destroyed, or it does not belong to the row. */
export async function openFrom<T>(
  deps: Deps,
  keyId: string,
  row: string,
  box: Uint8Array | null,
): Promise<T | null> {
  if (box === null) return null;
  const key = await deps.vault.find(keyId);
  const text = key && unseal(key, row, box);
  return text ? (JSON.parse(text) as T) : null;
}

export const talkKey = (talk: string): string => `talk:${talk}`;
export const caseKey = (id: string): string => `case:${id}`;
/** Seals what staff wrote in a case: the record of their body outlives what the resident takes back. */
export const recordKey = (id: string): string => `record:${id}`;
/** The key that a fact's words are sealed under. */
export const factKey = (id: string, by: Actor): string =>
  by.startsWith('staff:') ? recordKey(id) : caseKey(id);
/** Raw events share one key a day: none is made while a webhook waits, and the day's key is destroyed after it. */
export const inboxKey = (day: string): string => `inbox:${day}`;
export const unhandledKey = (day: string): string => `unhandled:${day}`;

/** Destroys keys and, where the engine can, the bytes that held them. */
export async function destroyKeys(deps: Deps, ids: string[]): Promise<void> {
  if (ids.length === 0) return;
  await deps.vault.destroy(ids);
  deps.scrub();
}
