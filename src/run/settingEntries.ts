/** Settings that somebody had to approve, once each in the log, where an auditor finds them. */
import { departuresOf } from '../content/departures.ts';
import type { Entry } from '../log/chain.ts';
import type { Deps } from './deps.ts';

/** Writes an entry for every approved departure and approval number that has none yet. Called at start and by the cron. */
export async function recordSettings(deps: Deps): Promise<void> {
  const { city, windows } = deps.content().content;
  const departed = departuresOf(city, Object.values(windows)).map(({ setting, approval }) => ({
    act: 'setting.departed',
    detail: { setting, by: approval?.approved_by ?? null, on: approval?.on ?? null },
  }));
  const approval = deps.settings.foreignStorage;
  const foreign = approval === null ? [] : [{ act: 'setting.foreignStorage', detail: { approval } }];
  for (const { act, detail } of [...departed, ...foreign]) {
    if (await isRecorded(deps, act, detail)) continue;
    await deps.recorder.commit([], [{ at: deps.now(), actor: 'system', act, detail }]);
  }
}

async function isRecorded(deps: Deps, act: string, detail: NonNullable<Entry['detail']>): Promise<boolean> {
  const known = await deps.store.all(
    'SELECT 1 FROM log WHERE instr(line, ?) > 0 AND instr(line, ?) > 0 LIMIT 1',
    JSON.stringify({ act }).slice(1, -1),
    JSON.stringify(detail).slice(1, -1),
  );
  return known.length > 0;
}
