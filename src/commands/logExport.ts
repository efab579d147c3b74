/** komatta log export: the log as it stands, line by line as it was hashed (JSONL), or as a table (--csv). The export is an entry too. */
import { csvHead, csvOfLine, linesOf } from '../run/logTable.ts';
import { answer, type Call, type Exit, tell } from './command.ts';
import { cliActor, notRecorded, withHost } from './withHost.ts';

export async function logExport(call: Call): Promise<Exit> {
  const csv = call.values.csv === true;
  return withHost(call, async (deps) => {
    const format = csv ? 'csv' : 'jsonl';
    const entry = { at: deps.now(), actor: cliActor(), act: 'log.exported', detail: { format } };
    // First the entry, then the bytes: it stands in what it tells of.
    if ((await deps.recorder.commit([], [entry])) !== 'done') return notRecorded();
    if (csv) answer(csvHead());
    let n = 0;
    for await (const line of linesOf(deps)) {
      n++;
      answer(csv ? csvOfLine(line) : line);
    }
    tell(
      `${n}件を出しました。書きかえられていないかは「komatta log verify 記録.jsonl」か tools/verify_log.py で確かめられます。`,
    );
    return 0;
  });
}
