/** komatta log export: the log as it stands, line by line as it was hashed (JSONL), or as a table (--csv). The export is an entry too. */
import { writeCsv } from 'hucre/csv';
import type { Deps } from '../run/deps.ts';
import { answer, type Call, type Exit, tell } from './command.ts';
import { cliActor, notRecorded, withHost } from './withHost.ts';

const PAGE = 1000;
const COLUMNS = ['番号', '日時', 'だれが', '何を', '相談', '窓口', 'くわしく'];

export async function logExport(call: Call): Promise<Exit> {
  const csv = call.values.csv === true;
  return withHost(call, async (deps) => {
    const format = csv ? 'csv' : 'jsonl';
    const entry = { at: deps.now(), actor: cliActor(), act: 'log.exported', detail: { format } };
    // First the entry, then the bytes: it stands in what it tells of.
    if ((await deps.recorder.commit([], [entry])) !== 'done') return notRecorded();
    if (csv) answer(`\uFEFF${row(COLUMNS)}`);
    let n = 0;
    for await (const line of linesOf(deps)) {
      n++;
      answer(csv ? row(cellsOf(line)) : line);
    }
    tell(
      `${n}件を出しました。書きかえられていないかは「komatta log verify 記録.jsonl」か tools/verify_log.py で確かめられます。`,
    );
    return 0;
  });
}

async function* linesOf(deps: Deps): AsyncGenerator<string> {
  let after = 0;
  for (;;) {
    const rows = await deps.store.all<{ seq: number; line: string }>(
      'SELECT seq, line FROM log WHERE seq > ? ORDER BY seq LIMIT ?',
      after,
      PAGE,
    );
    for (const { line } of rows) yield line;
    if (rows.length < PAGE) return;
    after = rows.at(-1)!.seq;
  }
}

interface Line {
  seq: number;
  at: string;
  actor: string;
  act: string;
  case?: string;
  window?: string;
  detail?: object;
}

function cellsOf(line: string): string[] {
  const e = JSON.parse(line) as Line;
  const detail = JSON.stringify(e.detail ?? {});
  return [String(e.seq), e.at, e.actor, e.act, e.case ?? '', e.window ?? '', detail === '{}' ? '' : detail];
}

/** One line of the table; `answer` adds the LF behind its CR. A spreadsheet would take =, +, - or @ at the beginning for a formula. */
const row = (cells: readonly string[]): string =>
  `${writeCsv([cells.map((c) => (/^[=+\-@\t]/.test(c) ? `'${c}` : c))], { lineSeparator: '\r\n' }).trimEnd()}\r`;
