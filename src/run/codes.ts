/** Printed one-time codes, for whoever has no app at hand: ten at a time, each works once, only hashes are kept. */
import { randomBytes } from 'node:crypto';
import { sql } from '../store/port.ts';
import { finder } from '../store/seal.ts';
import type { Deps } from './deps.ts';

const CODES = 10;
/** Letters and digits that are not taken for one another; 32 of them. */
const LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';
const LENGTH = 10;

/** New codes in place of all former ones. Shown once. 50 bits each. */
export async function makeCodes(deps: Deps, staff: string): Promise<string[]> {
  const codes = Array.from({ length: CODES }, newCode);
  const now = deps.now();
  const outcome = await deps.recorder.commit(
    [
      sql('DELETE FROM codes WHERE staff = ?', staff),
      ...codes.map((c) =>
        sql('INSERT INTO codes (hash, staff, made_at) VALUES (?, ?, ?)', hashOf(deps, staff, c), staff, now),
      ),
    ],
    [{ at: now, actor: `staff:${staff}`, act: 'staff.codesMade', detail: { codes: CODES } }],
  );
  if (outcome !== 'done') throw new Error('codes could not be made');
  return codes;
}

const newCode = (): string =>
  Array.from(randomBytes(LENGTH), (b) => LETTERS[b & 31])
    .join('')
    .replace(/^(.{5})/, '$1-');

/** Uses up a code; false when it is none of theirs. */
export async function spendCode(deps: Deps, staff: string, typed: string): Promise<boolean> {
  const spent = await deps.store.all(
    'DELETE FROM codes WHERE hash = ? AND staff = ? RETURNING hash',
    hashOf(deps, staff, typed.slice(0, 100)),
    staff,
  );
  return spent.length === 1;
}

/** How many are left. */
export async function codesLeft(deps: Deps, staff: string): Promise<number> {
  const [row] = await deps.store.all<{ n: number }>('SELECT count(*) AS n FROM codes WHERE staff = ?', staff);
  return row?.n ?? 0;
}

const hashOf = (deps: Deps, staff: string, code: string): string =>
  finder(
    deps.master,
    'code',
    `${staff}\n${code
      .normalize('NFKC')
      .toUpperCase()
      .replace(/[^A-Z0-9]/g, '')}`,
  );
