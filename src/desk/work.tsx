/** Working on cases: the queue, one case, the acts on it. */
import type { Context } from 'hono';
import { CALL_RESULTS, type CallResult, type Case, OUTCOMES, type Outcome } from '../case/case.ts';
import { type Act, REFUSALS } from '../case/decide.ts';
import type { DangerClass } from '../content/schema.ts';
import { type Form, readForm } from '../html/form.ts';
import { documentOf } from '../html/frame.tsx';
import type { DeliveryState } from '../line/delivery.ts';
import { staffAct } from '../run/act.ts';
import type { Deps } from '../run/deps.ts';
import type { Session } from '../run/session.ts';
import { readForStaff } from '../run/view.ts';
import { CasePage, type Draft } from './case.tsx';
import { DeskNotice } from './frame.tsx';
import { WrongNumbers, wrongNumbers } from './numbers.tsx';
import { QueuePage, type QueueRow } from './queue.tsx';

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
  const rows = await queueRows(deps, session);
  return c.html(
    documentOf(
      c,
      <QueuePage
        staff={staff}
        rows={rows}
        now={now}
        fault={null}
        full={rows.length === QUEUE_MAX}
        wrong={wrong}
      />,
    ),
  );
}

interface CaseRow {
  id: string;
  code: string;
  window: string;
  state: Case['state'];
  need: string | null;
  danger_class: DangerClass | null;
  danger_level: string | null;
  minor: number;
  opened_at: number;
  due_at: number;
  answered_at: number | null;
  taken_by: string | null;
  taken_name: string | null;
}

const QUEUE_MAX = 200;

async function queueRows(deps: Deps, { staff }: Session): Promise<QueueRow[]> {
  const { content } = deps.content();
  const rows = await deps.store.all<CaseRow>(
    `SELECT c.*, s.name AS taken_name FROM cases c LEFT JOIN staff s ON s.id = c.taken_by
     WHERE ? = 'lead' OR c.window IN (SELECT value FROM json_each(?))
     ORDER BY c.state IN ('closed', 'withdrawn'), c.danger_level IS NULL, c.danger_level DESC, c.due_at LIMIT ?`,
    staff.role,
    JSON.stringify(staff.windows),
    QUEUE_MAX,
  );
  return rows.map((r) => ({
    id: r.id,
    code: r.code,
    window: content.windows[r.window]?.name ?? r.window,
    state: r.state,
    need: needName(deps, r.need),
    danger: dangerName(deps, r.danger_class),
    minor: r.minor === 1,
    openedAt: r.opened_at,
    dueAt: r.due_at,
    takenBy: r.taken_name,
    answered: r.answered_at !== null,
  }));
}

const needName = (deps: Deps, need: string | null): string | null =>
  need === null ? null : (deps.content().content.intents[need]?.title ?? null);
const dangerName = (deps: Deps, c: DangerClass | null): string | null =>
  c === null ? null : (deps.content().content.dangers[c]?.name ?? c);

/** GET /desk/cases/:id */
export async function showCase(c: Context, deps: Deps, session: Session): Promise<Response> {
  return drawCase(c, deps, session, null, null);
}

async function drawCase(
  c: Context,
  deps: Deps,
  session: Session,
  fault: string | null,
  draft: Draft | null,
): Promise<Response> {
  const now = deps.now();
  const read = await readForStaff(deps, session.staff, session.id, c.req.param('id') ?? '');
  // Another window's case and a case that never was answer alike.
  if (!read) return notFound(c, session);
  const { content } = deps.content();
  const { current, id } = read.loaded;
  const names = new Map(
    (await deps.store.all<{ id: string; name: string }>('SELECT id, name FROM staff')).map((s) => [
      s.id,
      s.name,
    ]),
  );
  const deliveries = await deps.store.all<{ state: DeliveryState; at: number }>(
    'SELECT state, received_at AS at FROM outbox WHERE case_id = ? ORDER BY id',
    id,
  );
  const page = (
    <CasePage
      staff={session.staff}
      read={read}
      names={names}
      deliveries={deliveries}
      now={now}
      fault={fault}
      draft={draft}
      window={content.windows[current.window]?.name ?? current.window}
      need={needName(deps, current.need)}
      danger={dangerName(deps, current.danger?.class ?? null)}
    />
  );
  return c.html(documentOf(c, page), fault ? 409 : 200);
}

const notFound = (c: Context, session: Session): Response =>
  c.html(
    documentOf(c, <DeskNotice staff={session.staff} title="見つかりません" text="この相談はありません。" />),
    404,
  ) as Response;

/** POST /desk/cases/:id/<act> */
export async function act(c: Context, deps: Deps, session: Session): Promise<Response> {
  const form = await readForm(c);
  const name = c.req.path.split('/').at(-1) ?? '';
  const wanted = actOf(name, form);
  if (!wanted) return drawCase(c, deps, session, '結果を選んでください。', null);
  const id = c.req.param('id') ?? '';
  const acted = await staffAct(deps, session.staff, id, wanted);
  if (acted === 'done') return c.redirect(`/desk/cases/${id}`, 303);
  if (acted === 'missing' || acted === 'notYours') return notFound(c, session);
  const fault =
    acted === 'busy' ? 'こみ合っていて受けとれませんでした。もう一度押してください。' : REFUSALS[acted];
  return drawCase(c, deps, session, fault, { act: name, words: form.text('words') });
}

function actOf(name: string, form: Form): Act | null {
  switch (name) {
    case 'take':
    case 'reopen':
      return { act: name };
    case 'answer':
    case 'note':
      return { act: name, words: form.text('words') };
    case 'close': {
      const outcome = OUTCOMES.find((o): o is Outcome => o === form.text('outcome'));
      return outcome ? { act: 'close', outcome } : null;
    }
    case 'call': {
      const result = CALL_RESULTS.find((r): r is CallResult => r === form.text('result'));
      return result ? { act: 'call', result } : null;
    }
    default:
      return null;
  }
}

/** GET /desk/changes?since=<ms>: how many of the cases one may see changed after `since`. */
export async function changes(c: Context, deps: Deps, { staff }: Session): Promise<Response> {
  const since = Number(c.req.query('since') ?? 0);
  if (!Number.isFinite(since)) return c.json({ fault: 'since は数です' }, 400);
  const [row] = await deps.store.all<{ n: number }>(
    `SELECT count(*) AS n FROM cases WHERE changed_at > ? AND (? = 'lead' OR window IN (SELECT value FROM json_each(?)))`,
    since,
    staff.role,
    JSON.stringify(staff.windows),
  );
  return c.json({ changed: row?.n ?? 0, now: deps.now() });
}
