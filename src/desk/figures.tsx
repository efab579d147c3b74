/** 件数: the plan's own indicators first, then what came in, how it was met and how it ended. Counts only. */
import type { Context } from 'hono';
import { writeCsv } from 'hucre/csv';
import type { PlanFile } from '../content/schema.ts';
import type { Figures } from '../figures/count.ts';
import { NOTE, publicRows } from '../figures/public.ts';
import { spanOf, yearName, yearOf } from '../figures/year.ts';
import { documentOf } from '../html/frame.tsx';
import type { Deps } from '../run/deps.ts';
import { yearFigures } from '../run/figures.ts';
import type { Session } from '../run/session.ts';
import { dateOf, dayOf, type Instant } from '../windows/tokyo.ts';
import { DeskFrame } from './frame.tsx';
import { Bars, Columns } from './plot.tsx';

/** GET /desk/figures?year=2026 */
export async function figures(c: Context, deps: Deps, { staff }: Session): Promise<Response> {
  const year = yearAsked(c, deps);
  const counted = await yearFigures(deps, year);
  return c.html(
    documentOf(
      c,
      <DeskFrame title={`件数 ${yearName(year)}`} staff={staff}>
        <h1>件数　{yearName(year)}</h1>
        <Years years={await yearsOf(deps)} year={year} />
        <Plan plan={deps.content().content.plan} now={deps.now()} />
        <CameIn figures={counted} />
        <Met figures={counted} />
        <Ended figures={counted} year={year} />
        <ForThePublic year={year} over={isOver(year, deps.now())} />
      </DeskFrame>,
    ),
  );
}

/** GET /desk/figures/gaps?year=2026: はざまの記録, for the city's 懇話会. */
export async function gaps(c: Context, deps: Deps, { staff }: Session): Promise<Response> {
  const year = yearAsked(c, deps);
  const { gaps } = await yearFigures(deps, year);
  return c.html(
    documentOf(
      c,
      <DeskFrame title={`はざまの記録 ${yearName(year)}`} staff={staff}>
        <p class="screen line">
          <button type="button" class="main" id="print" hidden>
            印刷する
          </button>
          <a href={`/desk/figures?year=${year}`}>件数にもどる</a>
        </p>
        <section class="a4" aria-label="はざまの記録">
          <h1>はざまの記録（{yearName(year)}）</h1>
          <p>
            どの窓口も受けられなかった相談を、困りごとと、わけごとに数えました。本人の言葉や名前は入っていません。
          </p>
          {gaps.length === 0 ? (
            <p>この年度に、はざまで終わった相談はありません。</p>
          ) : (
            <GapTable gaps={gaps} />
          )}
          <p class="note">
            小さい数がそのまま出ます。市の外に出すときは、件数の画面の「公表用」を使ってください。
          </p>
        </section>
      </DeskFrame>,
    ),
  );
}

function GapTable({ gaps }: Pick<Figures, 'gaps'>) {
  return (
    <table class="bars">
      <thead>
        <tr>
          <th scope="col">困りごと</th>
          <th scope="col">受けられなかったわけ</th>
          <th scope="col">件数</th>
        </tr>
      </thead>
      <tbody>
        {gaps.map((g) => (
          <tr>
            <th scope="row">{g.need}</th>
            <td>{g.gap}</td>
            <td>{g.count}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** GET /desk/figures/public.csv?year=2025. Of whole years only: two counts of one year would show what changed between them. */
export async function publicCsv(c: Context, deps: Deps, { staff }: Session): Promise<Response> {
  const year = yearAsked(c, deps);
  if (!isOver(year, deps.now()))
    return c.text(
      `公表用の表は、年度が終わってから出せます（${yearName(year)}はまだ終わっていません）。`,
      409,
    );
  const entry = { at: deps.now(), actor: `staff:${staff.id}`, act: 'figures.exported', detail: { year } };
  if ((await deps.recorder.commit([], [entry])) !== 'done')
    throw new Error('an export could not be recorded');
  const rows = publicRows(await yearFigures(deps, year));
  const table = [
    ['年度', '表', '項目', '件数'],
    ...rows.map((r) => [yearName(year), ...r]),
    [yearName(year), '注', NOTE, ''],
  ];
  return c.body(`\uFEFF${writeCsv(table, { lineSeparator: '\r\n' })}`, 200, {
    'content-type': 'text/csv; charset=utf-8',
    'content-disposition': `attachment; filename="komatta-${year}.csv"`,
  });
}

const isOver = (year: number, now: Instant): boolean => spanOf(year).before <= now;

/** The year asked for, or this one. */
function yearAsked(c: Context, deps: Deps): number {
  const asked = c.req.query('year') ?? '';
  return /^20\d\d$/.test(asked) ? Number(asked) : yearOf(deps.now());
}

/** From the year of the first case to this one, newest first. */
async function yearsOf(deps: Deps): Promise<number[]> {
  const [row] = await deps.store.all<{ first: number | null }>(
    'SELECT min(opened_at) AS first FROM cases WHERE drill = 0',
  );
  const last = yearOf(deps.now());
  const first = row?.first == null ? last : yearOf(row.first);
  return Array.from({ length: last - first + 1 }, (_, i) => last - i);
}

function Years({ years, year }: { years: number[]; year: number }) {
  return (
    <form method="get" action="/desk/figures" class="line">
      <label>
        年度
        <select name="year">
          {years.map((y) => (
            <option value={String(y)} selected={y === year}>
              {yearName(y)}
            </option>
          ))}
        </select>
      </label>
      <button>見る</button>
    </form>
  );
}

function Plan({ plan, now }: { plan: PlanFile | null; now: Instant }) {
  if (!plan) return null;
  const today = dayOf(now);
  return (
    <section class="box" aria-label="計画の成果指標">
      <h2>計画の成果指標</h2>
      {plan.indicators.map(({ id, name, steps }) => {
        const bodies = plan.bodies.filter((b) => b.indicator === id && b.from <= today);
        const cells = steps.map((s, i) => ({ name: stepName(s.year, i), count: s.bodies }));
        return (
          <>
            <h3>{name}</h3>
            <p>
              名簿にあるのは、いま <strong>{bodies.length}者</strong>
              {bodies.length > 0
                ? `（${bodies.map((b) => b.name).join('、')}）`
                : '。名簿は plan.yaml に書きます'}
              。 計画の数は {steps.map((s) => s.bodies).join(' → ')}。
            </p>
            <Columns
              cells={cells}
              line={bodies.length}
              label={`${name}。計画：${cells.map((c) => `${c.name} ${c.count}`).join('、')}。いま：${bodies.length}`}
            />
          </>
        );
      })}
      <p class="note">
        {plan.source}。線が、いまの数です。
        {plan.indicators.some((i) => i.steps.some((s) => s.year === null))
          ? '目標の年度は、まだ確かめられていません（plan.yaml の year）。'
          : ''}
      </p>
    </section>
  );
}

const stepName = (year: number | null, i: number): string =>
  year === null ? (i === 0 ? 'はじめ' : `目標${i}`) : yearName(year);

function CameIn({ figures: f }: { figures: Figures }) {
  return (
    <section class="box" aria-label="届いた相談">
      <h2>届いた相談</h2>
      <dl class="first">
        <Tile name="新規" count={f.fresh} what="この年度に届いた" />
        <Tile name="継続" count={f.carried} what="前の年度から続いた" />
        <Tile name="実人数" count={f.people} what="新規と継続の人" />
        <Tile name="延べ" count={f.contacts} what="返事と、話せた電話" />
      </dl>
      <h3>月ごと（新規）</h3>
      <Columns
        cells={f.byMonth}
        label={`月ごとの新規：${f.byMonth.map((m) => `${m.name} ${m.count}件`).join('、')}`}
      />
      <h3>分野ごと（新規）</h3>
      <Bars cells={f.byField} head="分野" />
      <h3>経路ごと（新規）</h3>
      <Bars cells={f.byDoor} head="経路" />
    </section>
  );
}

function Tile({ name, count, what }: { name: string; count: number; what: string }) {
  return (
    <div>
      <dt>
        {name}（{what}）
      </dt>
      <dd>{count}</dd>
    </div>
  );
}

function Met({ figures: { firstAnswer: a } }: { figures: Figures }) {
  return (
    <section class="box" aria-label="はじめの返事まで">
      <h2>はじめの返事まで</h2>
      <p>
        {a.median === null
          ? 'まだ返事をした相談はありません。'
          : `半分の人に、${timeText(a.median)}のうちに返事をしました（中央値）。`}
      </p>
      <Bars
        cells={[
          { name: '約束のうちに返事をした', count: a.kept },
          { name: '約束におくれた（まだの相談も）', count: a.late },
        ]}
        head="約束"
      />
    </section>
  );
}

const HOUR = 3_600_000;

/** 「40分」「5時間」「3日」: rounded up, so that nothing looks quicker than it was. */
function timeText(ms: number): string {
  if (ms < HOUR) return `${Math.max(1, Math.ceil(ms / 60_000))}分`;
  return ms < 48 * HOUR ? `${Math.ceil(ms / HOUR)}時間` : `${Math.ceil(ms / (24 * HOUR))}日`;
}

function Ended({ figures: f, year }: { figures: Figures; year: number }) {
  const unmet = f.gaps.reduce((sum, g) => sum + g.count, 0);
  return (
    <section class="box" aria-label="終わった相談">
      <h2>終わった相談</h2>
      <Bars cells={f.byOutcome} head="結果" />
      <h3>つながりましたか（ページで、答えたい人だけ）</h3>
      <Bars cells={f.connected} head="答え" />
      <h3>はざま</h3>
      <p>
        どの窓口も受けられなかった相談は {unmet}件です。
        <a href={`/desk/figures/gaps?year=${year}`}>はざまの記録（印刷できます）</a>
      </p>
    </section>
  );
}

function ForThePublic({ year, over }: { year: number; over: boolean }) {
  const { before } = spanOf(year);
  return (
    <section class="box" aria-label="公表用">
      <h2>公表用</h2>
      {over ? (
        <p>
          <a href={`/desk/figures/public.csv?year=${year}`}>公表用の表（CSV）</a>
          　5未満の数と、そこから逆算できる数は出ません。出したことは記録に残ります。
        </p>
      ) : (
        <p>
          公表用の表は、年度が終わってから（{dateOf(dayOf(before))}
          から）出せます。とちゅうで何回も出すと、差から人が分かるおそれがあるためです。
        </p>
      )}
    </section>
  );
}
