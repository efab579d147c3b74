/** 記録: who did what when, case by case, for auditors and leads. No words stand in it, and none can be reached from it. */
import type { Context } from 'hono';
import { stream } from 'hono/streaming';
import type { Staff } from '../case/permissions.ts';
import { type Form, readForm } from '../html/form.ts';
import { documentOf } from '../html/frame.tsx';
import { ACTS, actName, detailName } from '../log/names.ts';
import type { Deps } from '../run/deps.ts';
import { csvHead, csvOfLine, type LogLine, linesOf } from '../run/logTable.ts';
import type { Session } from '../run/session.ts';
import type { Bind } from '../store/port.ts';
import { dateAndTime } from '../windows/tokyo.ts';
import { DeskFrame } from './frame.tsx';
import { codeOf } from './list.ts';

const ROWS = 100;

interface Asked {
  code: string;
  staff: string;
  act: string;
  from: string;
  until: string;
  /** Entries before this number. */
  before: string;
}
const FIELDS = ['code', 'staff', 'act', 'from', 'until', 'before'] as const;
const NOTHING: Asked = { code: '', staff: '', act: '', from: '', until: '', before: '' };

/** GET /desk/log */
export const showLog = (c: Context, deps: Deps, session: Session): Promise<Response> =>
  draw(c, deps, session, NOTHING);

/** POST /desk/log: a form, so that no number of a case stands in an address. */
export async function searchLog(c: Context, deps: Deps, session: Session): Promise<Response> {
  return draw(c, deps, session, askedOf(await readForm(c)));
}

const askedOf = (form: Form): Asked =>
  Object.fromEntries(FIELDS.map((f) => [f, form.text(f).trim().slice(0, 60)])) as unknown as Asked;

/** GET /desk/log.csv: all of it; that it was taken out stands in it. */
export async function logCsv(c: Context, deps: Deps, { staff }: Session): Promise<Response> {
  const entry = {
    at: deps.now(),
    actor: `staff:${staff.id}`,
    act: 'log.exported',
    detail: { format: 'csv' },
  };
  if ((await deps.recorder.commit([], [entry])) !== 'done')
    throw new Error('an export could not be recorded');
  c.header('content-type', 'text/csv; charset=utf-8');
  c.header('content-disposition', 'attachment; filename="komatta-log.csv"');
  return stream(c, async (out) => {
    await out.write(`${csvHead()}\n`);
    for await (const line of linesOf(deps)) await out.write(`${csvOfLine(line)}\n`);
  });
}

const isDay = (text: string): boolean => /^\d{4}-\d\d-\d\d$/.test(text);

/** Entries asked for, newest first. Nobody reads of a complaint that is about them. */
async function entriesFor(deps: Deps, staff: Staff, asked: Asked): Promise<LogLine[]> {
  const field = (name: string): string => `json_extract(line, '$.${name}')`;
  const conditions: [string, Bind[]][] = [
    ['seq > 0', []],
    [
      `coalesce(${field('case')}, '') NOT IN (SELECT id FROM cases WHERE barred <> '[]' AND EXISTS
         (SELECT 1 FROM json_each(barred) WHERE value = ?))`,
      [staff.id],
    ],
  ];
  const when = (wanted: boolean, sql: string, ...binds: Bind[]): void => {
    if (wanted) conditions.push([sql, binds]);
  };
  when(asked.code !== '', `${field('case')} IN (SELECT id FROM cases WHERE code = ?)`, codeOf(asked.code));
  when(asked.staff !== '', `${field('actor')} = ?`, `staff:${asked.staff}`);
  when(asked.act !== '', `${field('act')} = ?`, asked.act);
  when(isDay(asked.from), `${field('at')} >= ?`, asked.from);
  when(isDay(asked.until), `${field('at')} < ?`, `${asked.until}T24`);
  when(/^\d{1,15}$/.test(asked.before), 'seq < ?', Number(asked.before));
  const rows = await deps.store.all<{ line: string }>(
    `SELECT line FROM log WHERE ${conditions.map(([sql]) => sql).join(' AND ')} ORDER BY seq DESC LIMIT ?`,
    ...conditions.flatMap(([, binds]) => binds),
    ROWS,
  );
  return rows.map((r) => JSON.parse(r.line) as LogLine);
}

async function draw(c: Context, deps: Deps, { staff, proved }: Session, asked: Asked): Promise<Response> {
  const entries = await entriesFor(deps, staff, asked);
  const people = await deps.store.all<{ id: string; name: string }>(
    'SELECT id, name FROM staff ORDER BY name',
  );
  const ids = JSON.stringify(entries.flatMap((e) => e.case ?? []));
  const codes = await deps.store.all<{ id: string; code: string }>(
    'SELECT id, code FROM cases WHERE id IN (SELECT value FROM json_each(?))',
    ids,
  );
  const names: Names = {
    people: new Map(people.map((p) => [p.id, p.name])),
    codes: new Map(codes.map((r) => [r.id, r.code])),
    window: (id) => deps.content().content.windows[id]?.name ?? id,
  };
  return c.html(
    documentOf(
      c,
      <DeskFrame title="記録" staff={staff}>
        <h1>記録</h1>
        <p class="note">
          だれが、いつ、何をしたか。言葉は入っていません。書きかえられていないことは、控えと合わせて komatta
          log verify で確かめられます。
        </p>
        <Search asked={asked} people={people} acts={ACTS} />
        {entries.length === 0 ? (
          <p class="box">当てはまる記録はありません。</p>
        ) : (
          <Entries entries={entries} names={names} />
        )}
        {entries.length === ROWS ? <Older asked={asked} before={entries.at(-1)!.seq} /> : null}
        <p class="box">
          <a href={proved ? '/desk/log.csv' : '/desk/prove?to=/desk/log'}>ぜんぶを CSV で出す</a>　
          {proved ? '出したことも記録に残ります。' : '先に、もう一度本人か確かめます。'}
        </p>
      </DeskFrame>,
    ),
  );
}

function Search({
  asked,
  people,
  acts,
}: {
  asked: Asked;
  people: { id: string; name: string }[];
  acts: readonly string[];
}) {
  return (
    <form method="post" action="/desk/log" class="box line">
      <label>
        受付番号
        <input name="code" inputmode="numeric" value={asked.code} autocomplete="off" />
      </label>
      <label>
        だれが
        <select name="staff">
          <option value="">すべて</option>
          {people.map((p) => (
            <option value={p.id} selected={p.id === asked.staff}>
              {p.name}
            </option>
          ))}
        </select>
      </label>
      <label>
        何を
        <select name="act">
          <option value="">すべて</option>
          {acts.map((a) => (
            <option value={a} selected={a === asked.act}>
              {actName(a)}
            </option>
          ))}
        </select>
      </label>
      <label>
        日（から）
        <input type="date" name="from" value={asked.from} />
      </label>
      <label>
        （まで）
        <input type="date" name="until" value={asked.until} />
      </label>
      <button class="main">さがす</button>
    </form>
  );
}

interface Names {
  people: ReadonlyMap<string, string>;
  codes: ReadonlyMap<string, string>;
  window(id: string): string;
}

function Entries({ entries, names }: { entries: LogLine[]; names: Names }) {
  return (
    <ol class="thread" aria-label="記録の行">
      {entries.map((e) => (
        <li>
          <span class="meta">
            {e.seq}・{dateAndTime(Date.parse(e.at))}・{whoOf(e.actor, names)}
          </span>
          <div>
            {actName(e.act)}
            {e.window ? `（${names.window(e.window)}）` : ''}
            {detailText(e, names)}
          </div>
          {e.case && names.codes.has(e.case) ? (
            <form method="post" action="/desk/log" class="meta">
              <button class="quiet" name="code" value={names.codes.get(e.case)!}>
                相談 {names.codes.get(e.case)} の記録
              </button>
            </form>
          ) : null}
        </li>
      ))}
    </ol>
  );
}

function whoOf(actor: string, { people }: Names): string {
  if (actor === 'resident') return '本人';
  if (actor === 'system') return '自動';
  if (actor.startsWith('staff:')) return people.get(actor.slice(6)) ?? '（いない職員）';
  return actor.replace(/^cli:/, '命令：');
}

/** Ids of staff and windows by their names; the rest as it stands. */
function detailText({ detail = {} }: LogLine, { people, window }: Names): string {
  const parts = Object.entries(detail)
    .filter(([, value]) => value !== null && value !== '')
    .map(([key, value]) => {
      const text = typeof value === 'boolean' ? (value ? 'はい' : 'いいえ') : String(value);
      const named = key === 'checkBy' ? dateAndTime(Number(value)) : (people.get(text) ?? window(text));
      return `${detailName(key)}：${named}`;
    });
  return parts.length === 0 ? '' : `　${parts.join('・')}`;
}

function Older({ asked, before }: { asked: Asked; before: number }) {
  return (
    <form method="post" action="/desk/log">
      {FIELDS.filter((f) => f !== 'before').map((f) => (
        <input type="hidden" name={f} value={asked[f]} />
      ))}
      <button name="before" value={String(before)}>
        もっと前の記録
      </button>
    </form>
  );
}
