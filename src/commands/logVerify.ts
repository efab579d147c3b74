/** komatta log verify [FILE.jsonl|db]: whether the log is whole and unaltered, from file and checkpoints alone. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import Database from 'better-sqlite3';
import { logRows } from '../backup/examine.ts';
import { readCheckpoints } from '../log/checkpoint.ts';
import { type Row, type Verified, verify } from '../log/verify.ts';
import { walDamage } from '../store/wal.ts';
import { answer, type Call, type Exit, misuse, tell, text } from './command.ts';

/** Behind the number of the entry at fault. */
export const LOG_FAULTS = {
  altered: '番の行が書きかえられています。',
  missing: '番の行が抜けています。',
  forked: '番までが、控えとちがうものに置きかわっています。',
  truncated: '番から後ろが切り取られています。',
} as const;

export async function logVerify(call: Call): Promise<Exit> {
  const file = call.positionals[0] ?? (process.env.DATABASE || 'var/komatta.db');
  if (!existsSync(file)) return misuse(`${file} がありません。`);
  const named = text(call, 'checkpoints');
  const kept = named ?? (process.env.LOG_CHECKPOINTS || path.join(path.dirname(file), 'checkpoints.txt'));
  const checkpoints = existsSync(kept) ? readCheckpoints(readFileSync(kept, 'utf8')) : [];
  if (named !== undefined && checkpoints.length === 0) {
    tell(`${named} に、読める控えがありません。--checkpoints の場所を確かめてください。`);
    return 3;
  }
  let result: Verified;
  try {
    result = file.endsWith('.jsonl') ? verify(fromLines(file), checkpoints) : fromDatabase(file, checkpoints);
  } catch {
    tell(`${file} が読めません。記録のファイル（.jsonl）か、データベースのファイルを指してください。`);
    return 3;
  }
  if (call.values.json) answer(JSON.stringify(result));
  else
    answer(
      result.ok
        ? `記録は正しくつながっています（${result.size}件、控えで確かめられたのは${result.proven}件）。`
        : `記録が正しくありません：${result.seq}${LOG_FAULTS[result.why!]}`,
    );
  return result.ok ? 0 : 1;
}

function* fromLines(file: string): Generator<Row> {
  let seq = 0;
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    if (line === '') continue;
    seq += 1;
    yield { seq: numberOf(line) ?? seq, line, head: null };
  }
}

function numberOf(line: string): number | null {
  const m = /^\{"seq":(\d{1,15}),/.exec(line);
  return m ? Number(m[1]) : null;
}

/** A WAL whose frames do not add up is reported before SQLite quietly reads around it. */
function fromDatabase(file: string, checkpoints: ReturnType<typeof readCheckpoints>): Verified {
  const damaged = walDamage(`${file}-wal`);
  const db = new Database(file, { readonly: true, fileMustExist: true });
  try {
    const result = verify(logRows(db), checkpoints);
    return damaged && result.ok ? { ...result, ok: false, seq: result.size + 1, why: 'truncated' } : result;
  } finally {
    db.close();
  }
}
