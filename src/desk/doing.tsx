/** Acts on a case, as forms send them. */
import type { Context } from 'hono';
import { CALL_RESULTS, type Case, COMPLAINTS, GAPS, OUTCOMES, REPORTS } from '../case/case.ts';
import { type Act, REFUSALS } from '../case/decide.ts';
import { MAY_WORK_SQL, mayWork, mayWorkParams, type Staff } from '../case/permissions.ts';
import { type NextWord, nextWordOf } from '../case/promise.ts';
import { type Form, readForm } from '../html/form.ts';
import { type Acted, recordWord, staffAct } from '../run/act.ts';
import { loadCase } from '../run/cases.ts';
import type { Deps } from '../run/deps.ts';
import { beginAnswer, keepDraft, staffOf, undoAnswer } from '../run/drafts.ts';
import { type Purged, purgeCase } from '../run/purge.ts';
import type { Session } from '../run/session.ts';
import { tryWord } from '../run/watchword.ts';
import { dueAt } from '../talk/promised.ts';
import { codeOf } from './list.ts';
import { desksOf, drawCase, notFound } from './work.tsx';

const idOf = (c: Context): string => c.req.param('id') ?? '';

/** POST /desk/cases/:id/<act> */
export async function act(c: Context, deps: Deps, session: Session): Promise<Response> {
  const form = await readForm(c);
  const name = c.req.path.split('/').at(-1) ?? '';
  const wanted = await actOf(deps, session.staff, idOf(c), name, form);
  if (typeof wanted === 'string')
    return drawCase(c, deps, session, { fault: wanted, typed: { act: name, words: form.text('words') } });
  return answered(c, deps, session, form, name, await staffAct(deps, session.staff, idOf(c), wanted));
}

/** POST /desk/cases/:id/answer: begins the ten seconds in which it can be taken back. */
export async function answer(c: Context, deps: Deps, session: Session): Promise<Response> {
  const form = await readForm(c);
  const next = promiseOf(form, deps.now());
  const words = form.text('words').replaceAll('\r\n', '\n');
  if (next === 'bad') {
    await keepDraft(deps, session.staff, idOf(c), words, null);
    return drawCase(c, deps, session, { fault: NO_PROMISE, typed: { act: 'answer', words } });
  }
  const acted = await beginAnswer(deps, session.staff, idOf(c), words, next);
  return answered(c, deps, session, form, 'answer', acted);
}

const NO_PROMISE =
  '次の約束を選んでください。書く日を約束するときは、これから60日までの日と時間を、しないときは「約束はしない」を選びます。';

/** POST /desk/cases/:id/undo */
export async function undo(c: Context, deps: Deps, session: Session): Promise<Response> {
  const undone = await undoAnswer(deps, session.staff, idOf(c));
  if (undone) return c.redirect(`/desk/cases/${idOf(c)}`, 303);
  return drawCase(c, deps, session, {
    fault: 'もう送られていました。書き足すときは、もう一度返事を書いてください。',
  });
}

/** POST /desk/cases/:id/draft: by the page itself while somebody writes, or by a press. */
export async function draft(c: Context, deps: Deps, session: Session): Promise<Response> {
  const form = await readForm(c);
  const next = promiseOf(form, deps.now());
  const words = form.text('words').replaceAll('\r\n', '\n');
  const kept = await keepDraft(
    deps,
    session.staff,
    idOf(c),
    words.slice(0, 5000),
    next === 'bad' ? null : next,
  );
  if (kept === 'missing') return notFound(c, session);
  return c.req.header('accept')?.includes('application/json')
    ? c.json({ kept: true })
    : c.redirect(`/desk/cases/${idOf(c)}`, 303);
}

const NOT_PURGED: Record<Exclude<Purged, 'done' | 'missing'>, string> = {
  open: '終わっていない相談は消せません。先に終わりにしてください。',
  held: '保全しているので消せません。先に保全を終えてください。',
  dutyOpen: '安全の確認がすんでいないので消せません。',
  busy: 'こみ合っていて消せませんでした。もう一度押してください。',
};

/** POST /desk/cases/:id/purge: the resident's words go before their time. */
export async function purge(c: Context, deps: Deps, session: Session): Promise<Response> {
  const loaded = await loadCase(deps, idOf(c));
  if (!loaded || !mayWork(session.staff, loaded.current)) return notFound(c, session);
  const purged = await purgeCase(deps, `staff:${session.staff.id}`, loaded.id);
  if (purged === 'done') return c.redirect(`/desk/cases/${loaded.id}`, 303);
  return purged === 'missing'
    ? notFound(c, session)
    : drawCase(c, deps, session, { fault: NOT_PURGED[purged] });
}

/** POST /desk/cases/:id/watchword: somebody at the counter says the word. Counts as a try, like on the page, and is an entry. */
export async function askWord(c: Context, deps: Deps, session: Session): Promise<Response> {
  const word = (await readForm(c)).text('word');
  const loaded = await loadCase(deps, idOf(c));
  if (!loaded || !mayWork(session.staff, loaded.current)) return notFound(c, session);
  const right = await tryWord(deps, loaded.talk, word);
  await recordWord(deps, session.staff, loaded, right);
  const text = right
    ? '合言葉は合っています。'
    : '合言葉がちがうか、なんどもちがって閉じています。内容は話さないでください。';
  return drawCase(c, deps, session, { found: { text, good: right } });
}

function answered(
  c: Context,
  deps: Deps,
  session: Session,
  form: Form,
  name: string,
  acted: Acted,
): Response | Promise<Response> {
  // Whoever moved a case away, or handed on a complaint, may not see it any more: back to the list.
  if (acted === 'done')
    return c.redirect(name === 'move' || name === 'complain' ? '/desk' : `/desk/cases/${idOf(c)}`, 303);
  if (acted === 'missing' || acted === 'notYours') return notFound(c, session);
  const fault =
    acted === 'busy' ? 'こみ合っていて受けとれませんでした。もう一度押してください。' : REFUSALS[acted];
  return drawCase(c, deps, session, { fault, typed: { act: name, words: form.text('words') } });
}

/** The promise chosen with an answer; null: none is made. */
function promiseOf(form: Form, now: number): NextWord | null | 'bad' {
  if (form.text('promise') === 'none') return null;
  if (form.text('promise') !== 'day') return 'bad';
  return nextWordOf(form.text('day'), form.text('band'), now) ?? 'bad';
}

const among = <T extends string>(all: readonly T[], text: string): T | null =>
  all.find((x) => x === text) ?? null;

/** What a form asks for, or the sentence that says what is missing. */
async function actOf(deps: Deps, staff: Staff, id: string, name: string, form: Form): Promise<Act | string> {
  const words = form.text('words').replaceAll('\r\n', '\n');
  switch (name) {
    case 'take':
    case 'letIn':
    case 'reopen':
      return { act: name };
    case 'note':
    case 'confer':
    case 'check':
    case 'askLead':
    case 'advise':
    case 'endHold':
      return { act: name, words };
    case 'hold': {
      const basis = deps.content().content.basis.bases.find((b) => b.id === form.text('basis'));
      return basis ? { act: 'hold', basis: basis.id, words } : '根拠を選んでください。';
    }
    case 'call': {
      const result = among(CALL_RESULTS, form.text('result'));
      return result ? { act: 'call', result } : '電話の結果を選んでください。';
    }
    case 'close': {
      const outcome = among(OUTCOMES, form.text('outcome'));
      const gap = among(GAPS, form.text('gap'));
      return outcome
        ? { act: 'close', outcome, gap: outcome === 'はざま' ? gap : null }
        : '結果を選んでください。';
    }
    case 'report': {
      const kind = among(REPORTS, form.text('kind'));
      return kind ? { act: 'report', kind, words } : '種類を選んでください。';
    }
    case 'complain': {
      const about = among(COMPLAINTS, form.text('about'));
      return about ? { act: 'complain', about, words } : '何についての苦情かを選んでください。';
    }
    case 'merge':
      return form.text('same') === 'yes'
        ? { act: 'merge', into: await otherOf(deps, staff, id, form.text('code')), words }
        : '同じ人だと本人に確かめてから、まとめてください。';
    case 'assign': {
      const to = await staffOf(deps, form.text('to'));
      return to ? { act: 'assign', to } : 'その職員はいません。選び直してください。';
    }
    default:
      return moveOf(deps, name, form.text('to'), form.text('basis'), words);
  }
}

/** The case of a code, where one may work on it and it is not this one. */
async function otherOf(deps: Deps, staff: Staff, id: string, code: string) {
  const [other] = await deps.store.all<{ id: string; state: Case['state'] }>(
    `SELECT c.id, c.state FROM cases c WHERE c.code = ? AND c.id <> ? AND ${MAY_WORK_SQL}`,
    codeOf(code),
    id,
    ...mayWorkParams(staff),
  );
  return other ?? null;
}

function moveOf(deps: Deps, name: string, to: string, basis: string, words: string): Act | string {
  const prepared = deps.content();
  const { content } = prepared;
  if (!desksOf(content, '').some((d) => d.id === to))
    return 'その窓口は、ここでは受けていません。選び直してください。';
  if (name === 'askMove') return { act: 'askMove', to };
  if (!content.basis.bases.some((b) => b.id === basis)) return '根拠を選んでください。';
  return { act: 'move', to, basis, words, dueAt: dueAt(prepared, to, deps.now()) };
}
