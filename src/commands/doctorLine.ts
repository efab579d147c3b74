/** What doctor knows of LINE from the service's own notes: nothing is asked of LINE, no id is read. */
import { existsSync } from 'node:fs';
import { configure } from '../config.ts';
import { isShort } from '../line/quota.ts';
import { knownQuota } from '../run/quota.ts';
import type { Store } from '../store/port.ts';
import { openSqlite } from '../store/sqlite.ts';
import { type Finding, hint } from './finding.ts';
import { quotaInWords } from './lineWords.ts';

/** The month's pushes, and open cases that no word can reach any more. `now` is the moment asked about. */
export async function lineFindings(now: number): Promise<Finding[]> {
  const configured = configure(process.env);
  if (!configured.ok || !configured.settings.line || !existsSync(configured.settings.database)) return [];
  const store = openSqlite(configured.settings.database);
  try {
    return [...(await quotaFindings(store, now)), ...(await blockedFindings(store))];
  } catch {
    return [hint('データベースがこの版のものではありません。サービスを始め直すと、新しくなります。')];
  } finally {
    await store.close();
  }
}

async function quotaFindings(store: Store, now: number): Promise<Finding[]> {
  const quota = await knownQuota(store, now);
  if (!quota)
    return [
      hint('今月あと何通送れるか分かりません。サービスが動いていて、LINE につながるかを確かめてください。'),
    ];
  if (quota.limit === null) return [];
  const short = isShort(quota)
    ? ' 残りが少ないので、終わりのお知らせは送っていません。プランを確かめてください。'
    : '';
  return [hint(`${quotaInWords(quota)}。${short}`)];
}

async function blockedFindings(store: Store): Promise<Finding[]> {
  const [row] = await store.all<{ blocked: number; open: number }>(
    `SELECT count(*) AS blocked, coalesce(sum(EXISTS (SELECT 1 FROM cases c WHERE c.talk = t.id
       AND c.state IN ('waiting', 'held'))), 0) AS open FROM talks t WHERE t.blocked = 1`,
  );
  if (!row || row.blocked === 0) return [];
  const open =
    row.open > 0 ? `。うち ${row.open} 人は相談の途中で、返事が届きません。職員に知らせてください` : '';
  return [hint(`アカウントをブロックした人が ${row.blocked} 人います${open}。`)];
}
