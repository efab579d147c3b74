/**
 * 合言葉: whoever holds the phone is not yet the person. A word chosen on sending opens the page; five wrong ones shut it until
 * staff open it again, and staff are told, never the phone.
 */
import type { Fact } from '../case/case.ts';
import { sql } from '../store/port.ts';
import { commit } from './act.ts';
import { loadCase } from './cases.ts';
import type { Deps } from './deps.ts';
import { checkPassword, hashPassword, NOBODY } from './password.ts';

export const WORD_MIN = 4;
export const WORD_MAX = 40;
export const TRIES = 5;

/** As it is compared: without spaces, kana and width as one. It must never change, or words no longer open what they opened. */
const folded = (word: string): string =>
  word
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s\p{P}]+/gu, '')
    .replace(/[ァ-ヶ]/gu, (c) => String.fromCodePoint(c.codePointAt(0)! - 0x60));

/** The hash to keep of a word; null when it is too short or too long. */
export async function hashWord(word: string): Promise<string | null> {
  const own = folded(word);
  const length = [...own].length;
  return length < WORD_MIN || length > WORD_MAX ? null : hashPassword(own);
}

/** Whether a 合言葉 guards a talk. */
export async function isGuarded(deps: Deps, talk: string): Promise<boolean> {
  return (await deps.store.all('SELECT 1 FROM watchwords WHERE talk = ?', talk)).length > 0;
}

/**
 * Whether a word is the one of the talk. A wrong one and any one at a shut page take as long and answer alike. Tries are
 * counted before the word is looked at, so that many at once are no more than five.
 */
export async function tryWord(deps: Deps, talk: string, word: string): Promise<boolean> {
  const [row] = await deps.store.all<{ hash: string; tries: number }>(
    'UPDATE watchwords SET tries = tries + 1 WHERE talk = ? AND tries < ? RETURNING hash, tries',
    talk,
    TRIES,
  );
  const right = await checkPassword(folded(word.slice(0, 200)), row?.hash ?? NOBODY);
  if (!row) return false;
  if (right) await deps.store.batch([sql('UPDATE watchwords SET tries = 0 WHERE talk = ?', talk)]);
  else if (row.tries === TRIES) await shut(deps, talk);
  return right;
}

/** Every device has to say the word again, and staff are told on the newest case. */
async function shut(deps: Deps, talk: string): Promise<void> {
  await deps.store.batch([sql('UPDATE devices SET unlocked = 0 WHERE talk = ?', talk)]);
  const [row] = await deps.store.all<{ id: string }>(
    'SELECT id FROM cases WHERE talk = ? ORDER BY opened_at DESC LIMIT 1',
    talk,
  );
  for (let i = 0; row && i < TRIES; i++) {
    const loaded = await loadCase(deps, row.id);
    const fact: Fact = { type: 'shutOut', at: deps.now(), by: 'system' };
    if (!loaded || (await commit(deps, loaded, fact, null)) === 'done') return;
  }
}
