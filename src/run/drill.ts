/**
 * A drill: a resident who does not exist goes the whole way, from a sentence to a case that staff are told of, and
 * withdraws. Marked as such wherever it shows, and left out of all figures.
 */
import type { Input } from '../talk/input.ts';
import type { Deps } from './deps.ts';
import { play } from './play.ts';
import { newId, newSpare } from './spare.ts';

/** Talks of drills are known by their id. */
const DRILL = 'drill-';
export const isDrill = (talk: string): boolean => talk.startsWith(DRILL);

/** 「見つからない」 of a step is told to whoever runs the drill. */
export interface DrillStep {
  text: string;
  good: boolean;
}

type Step =
  | { kind: 'said'; text: string; ref: null }
  | { kind: 'consented'; removed: []; shown: null }
  | { kind: 'withdrew' };

/** Goes the way. `wait` is called between looks at the notices; gives up after `patience` looks. */
export async function drill(deps: Deps, wait: () => Promise<void>, patience: number): Promise<DrillStep[]> {
  const talk = `${DRILL}${newId()}`;
  const begin = { door: 'page', who: null, lineId: null } as const;
  const go = async (step: Step): Promise<boolean> => {
    const input: Input = { ...step, at: deps.now(), via: 'page', spare: newSpare() };
    return (await play(deps, { talk, event: `page:${newId()}`, input, begin })).outcome === 'done';
  };
  const steps: DrillStep[] = [];
  const told = (text: string, good: boolean): boolean => steps.push({ text, good }) > 0 && good;
  if (
    !told(
      '文を受けとって答える',
      await go({ kind: 'said', text: '訓練です。庭の枝を切る手がいります', ref: null }),
    )
  )
    return steps;
  const sent =
    (await go({ kind: 'said', text: '人と話す', ref: null })) &&
    (await go({ kind: 'consented', removed: [], shown: null }));
  const [row] = await deps.store.all<{ id: string }>(
    'SELECT id FROM cases WHERE talk = ? AND drill = 1',
    talk,
  );
  if (!told('同意して送ると、職員の一覧に（訓練として）出る', sent && row !== undefined)) return steps;
  told('記録に残る', (await entriesOf(deps, row!.id)) > 0);
  for (const { way } of deps.notifiers)
    told(
      way === 'mail' ? 'メールの知らせが出る' : 'webhook の知らせが出る',
      await isSent(deps, `${row!.id}:1:${way}`, wait, patience),
    );
  told(
    '取りやめると、書いた言葉の鍵が消える',
    (await go({ kind: 'withdrew' })) && (await deps.vault.find(`case:${row!.id}`)) === null,
  );
  return steps;
}

async function entriesOf(deps: Deps, id: string): Promise<number> {
  const [row] = await deps.store.all<{ n: number }>(
    `SELECT count(*) AS n FROM log WHERE line LIKE '%"act":"case.opened"%' AND instr(line, ?) > 0`,
    JSON.stringify(id),
  );
  return row?.n ?? 0;
}

/** The serving process sends notices; this one only looks. */
async function isSent(
  deps: Deps,
  about: string,
  wait: () => Promise<void>,
  patience: number,
): Promise<boolean> {
  for (let i = 0; i < patience; i++) {
    const [row] = await deps.store.all<{ state: string }>('SELECT state FROM notices WHERE about = ?', about);
    if (!row || row.state === 'failed') return false;
    if (row.state === 'sent') return true;
    await wait();
  }
  return false;
}
