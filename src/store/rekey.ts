/** Wrapping everything under another KOMATTA_KEY. The key by which ids are found stays what it is, for their hashes cannot be made anew. */
import Database from 'better-sqlite3';
import { type MasterKeys, seal, unseal } from './seal.ts';
import { CHECK_KEY, FIND_KEY } from './vault.ts';

/** The tables of the words' database that hold something directly under the key, and the rows' names. */
const SECRETS = [
  { table: 'staff', id: 'id', row: (id: string) => `staff:${id}` },
  { table: 'invites', id: 'hash', row: (id: string) => `invite:${id}` },
] as const;

/** Seals secrets of staff anew, in one transaction; what is under the new key already stays. */
export function rewrapSecrets(file: string, old: MasterKeys, fresh: MasterKeys): void {
  const db = new Database(file);
  try {
    db.pragma('synchronous = FULL');
    db.pragma('secure_delete = ON');
    db.transaction(() => {
      for (const { table, id, row } of SECRETS) {
        const put = db.prepare(`UPDATE ${table} SET totp_sealed = ? WHERE ${id} = ?`);
        for (const r of db.prepare(`SELECT ${id} AS id, totp_sealed AS box FROM ${table}`).all() as {
          id: string;
          box: Uint8Array;
        }[]) {
          const secret = unseal(old.wrap, row(r.id), r.box);
          if (secret !== null) put.run(seal(fresh.wrap, row(r.id), secret), r.id);
        }
      }
    })();
    db.pragma('wal_checkpoint(TRUNCATE)');
  } finally {
    db.close();
  }
}

/**
 * Wraps all data keys anew, in one transaction: how many, 'done before' when they are under the new key already, 'wrong'
 * when they are under neither.
 */
export function rewrapKeys(
  file: string,
  old: MasterKeys,
  fresh: MasterKeys,
): number | 'done before' | 'wrong' {
  const db = new Database(file);
  try {
    db.pragma('synchronous = FULL');
    db.pragma('secure_delete = ON');
    const rows = db.prepare('SELECT id, wrapped FROM keys').all() as { id: string; wrapped: Uint8Array }[];
    const check = rows.find((r) => r.id === CHECK_KEY);
    if (check && unseal(fresh.wrap, CHECK_KEY, check.wrapped) !== null) return 'done before';
    if (check && unseal(old.wrap, CHECK_KEY, check.wrapped) === null) return 'wrong';
    db.transaction(() => {
      const put = db.prepare('UPDATE keys SET wrapped = ? WHERE id = ?');
      for (const { id, wrapped } of rows) {
        const key = unseal(old.wrap, id, wrapped);
        if (key === null) throw new Error('a key opens under neither');
        put.run(seal(fresh.wrap, id, key), id);
      }
      if (!rows.some((r) => r.id === FIND_KEY))
        db.prepare('INSERT INTO keys (id, wrapped, made_at) VALUES (?, ?, 0)').run(
          FIND_KEY,
          seal(fresh.wrap, FIND_KEY, Buffer.from(old.find).toString('base64')),
        );
    })();
    db.pragma('wal_checkpoint(TRUNCATE)');
    return rows.length;
  } finally {
    db.close();
  }
}
