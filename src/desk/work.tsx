/** Reading cases: the queue, one case, what is new. */
import type { Context } from 'hono';
import { MAY_WORK_SQL, mayWork, mayWorkParams, type Staff } from '../case/permissions.ts';
import type { Content } from '../content/content.ts';
import { documentOf } from '../html/frame.tsx';
import type { DeliveryState } from '../line/delivery.ts';
import type { Deps } from '../run/deps.ts';
import { leaveDue, staffOf } from '../run/drafts.ts';
import type { Session } from '../run/session.ts';
import { type ReadCase, readForStaff } from '../run/view.ts';
import { isGuarded } from '../run/watchword.ts';
import { BANDS, openBands } from '../windows/bands.ts';
import { hoursText } from '../windows/hours.ts';
import { receives } from '../windows/lane.ts';
import { placeOf } from '../windows/route.ts';
import type { Typed } from './acts.tsx';
import { CasePage, type CasePageProps } from './case.tsx';
import { DeskNotice } from './frame.tsx';
import { dangerName, listCases, needName, ROWS_MAX } from './list.ts';
import { WrongNumbers, wrongNumbers } from './numbers.tsx';
import { QueuePage } from './queue.tsx';
import { switchesFor } from './switch.tsx';
import { reasonsOf } from './why.tsx';

/** GET /desk */
export async function queue(c: Context, deps: Deps, session: Session): Promise<Response> {
  const { staff } = session;
  const keepsContent = staff.role === 'lead' || staff.role === 'operator';
  const wrong = keepsContent ? await wrongNumbers(deps) : [];
  if (staff.role === 'operator' || staff.role === 'auditor') {
    return c.html(
      documentOf(
        c,
        <DeskNotice
          staff={staff}
          title="相談は見られません"
          text="この役では、相談の内容や一覧は見られません。"
        >
          <WrongNumbers numbers={wrong} />
        </DeskNotice>,
      ),
    );
  }
  const now = deps.now(); // before reading: what comes in meanwhile counts as news
  const rows = await listCases(deps, staff);
  const full = rows.length === ROWS_MAX;
  return c.html(
    documentOf(
      c,
      <QueuePage
        staff={staff}
        rows={rows}
        now={now}
        fault={null}
        full={full}
        wrong={wrong}
        switches={switchesFor(deps, staff)}
      />,
    ),
  );
}

/** GET /desk/cases/:id */
export async function showCase(c: Context, deps: Deps, session: Session): Promise<Response> {
  return drawCase(c, deps, session, {});
}

/** What the page of a case says beside the case. */
interface Told {
  /** What was refused. */
  fault?: string;
  /** The words of what was refused, given back. */
  typed?: Typed;
  /** What was found, good or bad, where nothing was asked to be changed. */
  found?: { text: string; good: boolean };
}

/** The page of a case. */
export async function drawCase(
  c: Context,
  deps: Deps,
  session: Session,
  { fault, typed, found }: Told,
): Promise<Response> {
  await leaveDue(deps);
  const now = deps.now();
  const read = await readForStaff(deps, session.staff, session.id, c.req.param('id') ?? '');
  // Another window's case and a case that never was answer alike.
  if (!read) return notFound(c, session);
  const around = await aroundOf(deps, session.staff, read);
  const page = (
    <CasePage
      staff={session.staff}
      proved={session.proved}
      read={read}
      now={now}
      fault={fault ?? (found && !found.good ? found.text : null)}
      good={found?.good ? found.text : null}
      typed={typed ?? null}
      {...around}
    />
  );
  return c.html(documentOf(c, page), fault ? 409 : 200);
}

export const notFound = (c: Context, session: Session): Response =>
  c.html(
    documentOf(c, <DeskNotice staff={session.staff} title="見つかりません" text="この相談はありません。" />),
    404,
  ) as Response;

type Around = Omit<CasePageProps, 'staff' | 'proved' | 'read' | 'now' | 'fault' | 'good' | 'typed'>;

/** What a case's page needs besides the case: names, colleagues, other windows, phrases. */
async function aroundOf(deps: Deps, staff: Staff, { loaded, packet }: ReadCase): Promise<Around> {
  const prepared = deps.content();
  const { content } = prepared;
  const { current, id, talk } = loaded;
  const people = await deps.store.all<{ id: string; name: string; ended_at: number | null }>(
    'SELECT id, name, ended_at FROM staff',
  );
  const working = await Promise.all(
    people.filter((p) => p.ended_at === null).map((p) => staffOf(deps, p.id)),
  );
  const window = content.windows[current.window];
  return {
    window: window?.name ?? current.window,
    body: window?.body ?? '',
    need: needName(deps, current.need),
    danger: dangerName(deps, current.danger?.class ?? null),
    names: {
      staff: new Map(people.map((p) => [p.id, p.name])),
      window: (w) => content.windows[w]?.name ?? w,
      basis: (b) => content.basis.bases.find((x) => x.id === b)?.law ?? b,
    },
    colleagues: working.filter((s): s is Staff => s !== null && mayWork(s, current)),
    deliveries: await deps.store.all<{ state: DeliveryState; at: number }>(
      'SELECT state, received_at AS at FROM outbox WHERE case_id = ? ORDER BY id',
      id,
    ),
    others: await deps.store.all(
      `SELECT c.id, c.code, c.opened_at AS openedAt, c.state FROM cases c WHERE c.talk = ? AND c.id <> ? AND ${MAY_WORK_SQL} ORDER BY c.opened_at`,
      talk,
      id,
      ...mayWorkParams(staff),
    ),
    reasons: packet ? reasonsOf(prepared, packet, current) : [],
    merged: (
      await deps.store.all<{ id: string; code: string; into: number }>(
        `SELECT c.id, c.code, c.id = ? AS "into" FROM cases c WHERE (c.merged_into = ? OR c.id = ?) AND ${MAY_WORK_SQL} ORDER BY c.opened_at`,
        current.mergedInto,
        id,
        current.mergedInto,
        ...mayWorkParams(staff),
      )
    ).map((m) => ({ ...m, into: m.into === 1 })),
    guarded: await isGuarded(deps, talk),
    desks: desksOf(content, current.window),
    bases: content.basis.bases.filter((b) => window && b.bodies.includes(window.body)),
    basesReviewed: content.basis.reviewed !== null,
    phrases: phrasesFor(deps, current.window),
    bands: window ? openBands(window).map((b) => b.band) : BANDS,
  };
}

/** The windows that receive cases in this console, but for one. */
export const desksOf = (content: Content, but: string) =>
  Object.values(content.windows)
    .filter((w) => receives(w) && w.id !== but)
    .map(({ id, name, body }) => ({ id, name, body }));

/** Canned phrases with the window of the case filled in; of numbers only one that may be shown. */
function phrasesFor(deps: Deps, id: string) {
  const prepared = deps.content();
  const { content } = prepared;
  const window = content.windows[id] ?? content.windows[content.city.handoff.window]!;
  const place = placeOf(prepared, window, deps.now(), []);
  const answering = place.numbers[0] ? place : place.instead;
  const fill: Record<string, string> = {
    '{窓口}': window.name,
    '{役}': window.desk?.role ?? '職員',
    '{電話}': answering?.numbers[0]
      ? `${answering.window.name} ${answering.numbers[0].display}`
      : '（電話番号は確かめられていません）',
    '{時間}': hoursText(answering?.window ?? window),
  };
  return content.phrases.map(({ name, text }) => ({
    name,
    text: text.replace(/\{[^}]*\}/gu, (place) => fill[place] ?? place),
  }));
}

/** GET /desk/changes?since=<ms>: how many of the cases one may see changed after `since`. */
export async function changes(c: Context, deps: Deps, { staff }: Session): Promise<Response> {
  const since = Number(c.req.query('since') ?? 0);
  if (!Number.isFinite(since)) return c.json({ fault: 'since は数です' }, 400);
  await leaveDue(deps);
  const [row] = await deps.store.all<{ n: number }>(
    `SELECT count(*) AS n FROM cases c WHERE (c.changed_at > ? OR EXISTS
       (SELECT 1 FROM drafts d WHERE d.case_id = c.id AND d.staff <> ? AND d.saved_at > ?)) AND ${MAY_WORK_SQL}`,
    since,
    staff.id,
    since,
    ...mayWorkParams(staff),
  );
  return c.json({ changed: row?.n ?? 0, now: deps.now() });
}
