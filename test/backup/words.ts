/** Everything sealed in a pair of databases, opened: what lacks its key, and what was said on pages. */
import { readFileSync } from 'node:fs';
import Database from 'better-sqlite3';
import { type Key, masterKeys, unseal } from '../../src/store/seal.ts';

/** Each sealed column: key id, row id, box. */
const SEALED = `
  SELECT 'talk:' || id AS key, 'talk:' || id AS row, state_sealed AS box FROM talks
  UNION ALL SELECT 'talk:' || talk, 'turn:' || event, shown_sealed FROM turns WHERE shown_sealed IS NOT NULL
  UNION ALL SELECT 'case:' || case_id, 'fact:' || case_id || ':' || n, words_sealed FROM facts WHERE words_sealed IS NOT NULL
  UNION ALL SELECT 'talk:' || talk, 'outbox:' || id, body_sealed FROM outbox WHERE body_sealed IS NOT NULL
  UNION ALL SELECT box, 'inbox:' || event, body_sealed FROM inbox`;

export interface Words {
  /** Boxes opened. */
  opened: number;
  /** Row ids whose box does not open. */
  lost: string[];
  /** Texts written on pages, in order of the talk's turns. */
  said: string[];
  /** Talks whose number of turns is not the number of their last turn. */
  torn: number;
}

/** Opens all of it with the key that lies in `keyFile`. */
export function readWords(files: { words: string; keys: string }, keyFile: string): Words {
  const { wrap } = masterKeys(Buffer.from(readFileSync(keyFile, 'utf8').trim(), 'base64'));
  const db = new Database(files.words, { readonly: true });
  const keys = new Database(files.keys, { readonly: true });
  try {
    const held = new Map<string, Key>();
    for (const { id, wrapped } of keys.prepare('SELECT id, wrapped FROM keys').all() as {
      id: string;
      wrapped: Buffer;
    }[])
      held.set(id, Buffer.from(unseal(wrap, id, wrapped)!, 'base64'));
    const rows = db.prepare(SEALED).all() as { key: string; row: string; box: Buffer }[];
    const texts = rows.map((r) => ({
      row: r.row,
      text: held.has(r.key) ? unseal(held.get(r.key)!, r.row, r.box) : null,
    }));
    const said = db.prepare('SELECT event FROM turns ORDER BY talk, turn').pluck().all() as string[];
    const byRow = new Map(texts.map((t) => [t.row, t.text]));
    return {
      opened: texts.filter((t) => t.text !== null).length,
      lost: texts.filter((t) => t.text === null).map((t) => t.row),
      said: said
        .map((event) => (JSON.parse(byRow.get(`turn:${event}`) ?? '{}') as { said?: string | null }).said)
        .filter((s): s is string => typeof s === 'string'),
      torn: db
        .prepare('SELECT count(*) FROM talks t WHERE turn <> (SELECT max(turn) FROM turns WHERE talk = t.id)')
        .pluck()
        .get() as number,
    };
  } finally {
    db.close();
    keys.close();
  }
}
