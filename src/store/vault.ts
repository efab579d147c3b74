/** Data keys: made before the first word under them, kept wrapped in a store of their own, destroyed to forget. */
import { randomBytes } from 'node:crypto';
import { type Store, StoreFault, sql } from './port.ts';
import { type Key, type MasterKeys, seal, unseal } from './seal.ts';

export interface Vault {
  /** The key with this id, made and durable if there is none yet. */
  make(id: string, now: number): Promise<Key>;
  /** The key with this id; null when it never was or has been destroyed. */
  find(id: string): Promise<Key | null>;
  /** The key with this id if it is in memory already: every webhook asks, and should not wait for a promise. */
  held(id: string): Key | null;
  /** Ids of all keys made before an instant, in order. */
  madeBefore(instant: number): Promise<string[]>;
  /** Destroys keys: what they sealed can never be opened again. */
  destroy(ids: string[]): Promise<void>;
}

/** A key that seals nothing: a KOMATTA_KEY that does not open it is the wrong one. Made once for each keys.db. */
export const CHECK_KEY = 'check';

/** The key by which ids are found, from the first change of KOMATTA_KEY on: it stays what it was (see rekey.ts). */
export const FIND_KEY = 'find';

/** Keys held in memory at once; the rest is unwrapped again when needed. */
const CACHE_MAX = 10_000;

/** A vault over its own store. */
export function openVault(store: Store, master: MasterKeys): Vault {
  const cache = new Map<string, Key>();
  const remember = (id: string, key: Key): Key => {
    if (cache.size >= CACHE_MAX) cache.delete(cache.keys().next().value!);
    cache.set(id, key);
    return key;
  };
  const find = async (id: string): Promise<Key | null> => {
    const cached = cache.get(id);
    if (cached) return cached;
    const [row] = await store.all<{ wrapped: Uint8Array }>('SELECT wrapped FROM keys WHERE id = ?', id);
    if (!row) return null;
    const text = unseal(master.wrap, id, row.wrapped);
    if (text === null) throw new StoreFault('key_does_not_open');
    return remember(id, Buffer.from(text, 'base64'));
  };
  return {
    find,
    held: (id) => cache.get(id) ?? null,
    async make(id, now) {
      const known = await find(id);
      if (known) return known;
      const key = randomBytes(32);
      const wrapped = seal(master.wrap, id, key.toString('base64'));
      // Two makers at once: the first row stays, both read it.
      await store.batch([
        sql(
          'INSERT INTO keys (id, wrapped, made_at) VALUES (?, ?, ?) ON CONFLICT (id) DO NOTHING',
          id,
          wrapped,
          now,
        ),
      ]);
      return (await find(id))!;
    },
    async madeBefore(instant) {
      const rows = await store.all<{ id: string }>(
        'SELECT id FROM keys WHERE made_at < ? ORDER BY id',
        instant,
      );
      return rows.map((r) => r.id);
    },
    async destroy(ids) {
      for (const id of ids) cache.delete(id);
      await store.batch(ids.map((id) => sql('DELETE FROM keys WHERE id = ?', id)));
    },
  };
}
