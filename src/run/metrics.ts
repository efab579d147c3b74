/**
 * What a monitoring system reads, in Prometheus' text form (https://prometheus.io/docs/instrumenting/exposition_formats/).
 * Names and counts only. A count under 5 is left out, and danger cards are counted in steps of 5: in a small city one
 * more between two readings would be one person.
 */
import { DANGER_CLASSES } from '../content/schema.ts';
import type { Deps } from './deps.ts';

const SMALL = 5;
/** Entries looked through for the newest backup: months of a busy city. */
const BACKUP_LOOK = 20_000;

interface Sample {
  labels?: string;
  value: number;
}

/** The whole page. Counters begin anew with the process; gauges are read from the database. */
export async function metricsText(deps: Deps): Promise<string> {
  const { tally } = deps;
  const dangers = DANGER_CLASSES.map((kind) => ({
    labels: `class="${kind}"`,
    value: Math.floor((tally.dangers.get(kind) ?? 0) / SMALL) * SMALL,
  }));
  return [
    counts('komatta_events_accepted_total', 'counter', '200 と答えた LINE のイベント', [
      { value: tally.accepted },
    ]),
    counts('komatta_turns_total', 'counter', '会話のやりとり', [{ value: tally.turns }]),
    counts('komatta_danger_cards_total', 'counter', '出した危険のカード（5件きざみ）', dangers),
    counts('komatta_outbox', 'gauge', 'LINE に送るもの、状態ごと', await outboxStates(deps)),
    counts('komatta_inbox', 'gauge', '受けとって、まだ答えていないイベント', await inboxSize(deps)),
    times(
      'komatta_inbox_oldest_seconds',
      'いちばん古い、まだ答えていないイベントからの秒',
      await oldest(deps, 'inbox'),
    ),
    times(
      'komatta_outbox_oldest_seconds',
      'いちばん古い、まだ送っていないものからの秒',
      await oldest(deps, 'outbox'),
    ),
    times('komatta_backup_age_seconds', 'いちばん新しいバックアップからの秒', await backupAge(deps)),
  ].join('');
}

const counts = (name: string, type: 'counter' | 'gauge', help: string, samples: Sample[]): string =>
  metric(
    name,
    type,
    help,
    samples.filter((s) => s.value >= SMALL),
  );

const times = (name: string, help: string, seconds: number | null): string =>
  metric(name, 'gauge', help, seconds === null ? [] : [{ value: seconds }]);

function metric(name: string, type: string, help: string, samples: Sample[]): string {
  const lines = samples.map((s) => `${name}${s.labels ? `{${s.labels}}` : ''} ${s.value}\n`);
  return `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${lines.join('')}`;
}

async function outboxStates({ store }: Deps): Promise<Sample[]> {
  const rows = await store.all<{ state: string; n: number }>(
    'SELECT state, count(*) AS n FROM outbox GROUP BY state ORDER BY state',
  );
  return rows.map((r) => ({ labels: `state="${r.state}"`, value: r.n }));
}

async function inboxSize({ store }: Deps): Promise<Sample[]> {
  const [row] = await store.all<{ n: number }>('SELECT count(*) AS n FROM inbox');
  return [{ value: row!.n }];
}

/** Seconds since the oldest that waits; 0 when nothing does. */
async function oldest(deps: Deps, what: 'inbox' | 'outbox'): Promise<number> {
  const waits =
    what === 'inbox'
      ? 'SELECT min(received_at) AS at FROM inbox'
      : `SELECT min(received_at) AS at FROM outbox WHERE state = 'pending'`;
  const [row] = await deps.store.all<{ at: number | null }>(waits);
  return row!.at === null ? 0 : secondsSince(deps, row!.at);
}

/** null: none in sight. */
async function backupAge(deps: Deps): Promise<number | null> {
  const [row] = await deps.store.all<{ line: string }>(
    `SELECT line FROM log WHERE seq > (SELECT max(seq) FROM log) - ? AND line LIKE '%"act":"backup.made"%' ORDER BY seq DESC LIMIT 1`,
    BACKUP_LOOK,
  );
  return row ? secondsSince(deps, Date.parse((JSON.parse(row.line) as { at: string }).at)) : null;
}

const secondsSince = (deps: Deps, at: number): number => Math.max(0, Math.floor((deps.now() - at) / 1000));
