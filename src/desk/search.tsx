/** Looking for cases by what is not words: number, need, town, days, state, who holds it, how it ended. */
import type { Context } from 'hono';
import { type Case, OUTCOMES } from '../case/case.ts';
import { mayWork } from '../case/permissions.ts';
import { type Form, readForm } from '../html/form.ts';
import { documentOf } from '../html/frame.tsx';
import type { Deps } from '../run/deps.ts';
import type { Session } from '../run/session.ts';
import { receives } from '../windows/lane.ts';
import { addDays, type Instant, startOf } from '../windows/tokyo.ts';
import { DeskFrame } from './frame.tsx';
import { codeOf, listCases, type QueueRow, ROWS_MAX, type Search } from './list.ts';
import { Rows, STATE_NAMES } from './queue.tsx';

/** GET /desk/search */
export const searchAsk = (c: Context, deps: Deps, session: Session): Promise<Response> =>
  draw(c, deps, session, {}, null);

/** POST /desk/search: a number is nothing for an address line or an access log. */
export async function searchFor(c: Context, deps: Deps, session: Session): Promise<Response> {
  const typed = typedOf(await readForm(c));
  return draw(c, deps, session, typed, await listCases(deps, session.staff, searchOf(typed)));
}

const FIELDS = ['code', 'need', 'window', 'area', 'state', 'staff', 'outcome', 'from', 'until'] as const;
type Typed = Partial<Record<(typeof FIELDS)[number], string>>;

const typedOf = (form: Form): Typed =>
  Object.fromEntries(
    FIELDS.map((f) => [f, form.text(f).normalize('NFKC').trim().slice(0, 100)]).filter(([, v]) => v !== ''),
  );

/** What was typed, as a search. Days that are none are left out. */
export function searchOf({ code, from, until, state, ...rest }: Typed): Search {
  const first = from ? instantOf(from) : null;
  const last = until ? instantOf(until) : null;
  return {
    ...rest,
    ...(code && codeOf(code) !== '' ? { code: codeOf(code) } : {}),
    ...(state && Object.hasOwn(STATE_NAMES, state) ? { state: state as Case['state'] } : {}),
    ...(first === null ? {} : { from: first }),
    ...(last === null ? {} : { before: startOf(addDays(until!, 1)) }),
  };
}

const instantOf = (day: string): Instant | null =>
  /^\d{4}-\d\d-\d\d$/.test(day) && !Number.isNaN(Date.parse(day)) ? startOf(day) : null;

async function draw(
  c: Context,
  deps: Deps,
  { staff }: Session,
  typed: Typed,
  rows: QueueRow[] | null,
): Promise<Response> {
  const { content } = deps.content();
  const people = await deps.store.all<{ id: string; name: string }>(
    'SELECT id, name FROM staff ORDER BY name',
  );
  const areas = await deps.store.all<{ area: string }>(
    'SELECT DISTINCT area FROM cases WHERE area IS NOT NULL ORDER BY area',
  );
  const windows = Object.values(content.windows).filter(
    (w) => receives(w) && mayWork(staff, { window: w.id, leadOnly: false, barred: [] }),
  );
  const page = (
    <DeskFrame title="さがす" staff={staff}>
      <h1>相談をさがす</h1>
      <form method="post" action="/desk/search" class="box">
        <div class="line">
          <label>
            受付番号
            <input name="code" inputmode="numeric" value={typed.code ?? ''} autocomplete="off" />
          </label>
          <Choice
            name="need"
            label="困りごと"
            typed={typed.need}
            options={Object.values(content.intents).map((i) => [i.id, i.title])}
          />
          <Choice
            name="window"
            label="窓口"
            typed={typed.window}
            options={windows.map((w) => [w.id, w.name])}
          />
          <Choice name="area" label="町" typed={typed.area} options={areas.map(({ area }) => [area, area])} />
          <Choice name="state" label="状態" typed={typed.state} options={Object.entries(STATE_NAMES)} />
          <Choice name="staff" label="担当" typed={typed.staff} options={people.map((s) => [s.id, s.name])} />
          <Choice name="outcome" label="結果" typed={typed.outcome} options={OUTCOMES.map((o) => [o, o])} />
          <label>
            届いた日（から）
            <input type="date" name="from" value={typed.from ?? ''} />
          </label>
          <label>
            （まで）
            <input type="date" name="until" value={typed.until ?? ''} />
          </label>
          <button class="main">さがす</button>
        </div>
        <p class="note">書かれた言葉では、さがせません。言葉は封をしてしまってあります。</p>
      </form>
      {rows === null ? null : <Found rows={rows} now={deps.now()} />}
    </DeskFrame>
  );
  return c.html(documentOf(c, page));
}

function Choice(p: { name: string; label: string; typed: string | undefined; options: string[][] }) {
  return (
    <label>
      {p.label}
      <select name={p.name}>
        <option value="">すべて</option>
        {p.options.map(([value, name]) => (
          <option value={value} selected={value === p.typed}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}

function Found({ rows, now }: { rows: QueueRow[]; now: Instant }) {
  if (rows.length === 0)
    return <p class="box">当てはまる相談はありません。条件をへらして、もう一度さがしてください。</p>;
  return (
    <section aria-label="見つかった相談">
      <h2>
        見つかった相談　
        <span class="note">{rows.length === ROWS_MAX ? `${ROWS_MAX}件より多い` : `${rows.length}件`}</span>
      </h2>
      <Rows rows={rows} now={now} />
    </section>
  );
}
