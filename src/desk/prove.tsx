/** もう一度、本人か確かめる: before what cannot be undone, or takes words or counts out of here. */
import type { Context } from 'hono';
import type { Staff } from '../case/permissions.ts';
import { readForm } from '../html/form.ts';
import { documentOf } from '../html/frame.tsx';
import type { Deps } from '../run/deps.ts';
import { proveAgain } from '../run/login.ts';
import { markProved, type Session } from '../run/session.ts';
import { PasswordAndCode } from './entrance.tsx';
import { DeskFrame } from './frame.tsx';
import { PasskeyButton } from './passkeys.tsx';

/** Where to go on: a page of the desk, and nothing else. */
const pathOf = (typed: string): string =>
  /^\/desk(?:\/[\w.-]+)*(?:\?[\w=&.-]*)?$/.test(typed) ? typed : '/desk';

/** GET /desk/prove?to=/desk/… */
export async function proveAsk(c: Context, _deps: Deps, { staff }: Session): Promise<Response> {
  return c.html(page(c, staff, pathOf(c.req.query('to') ?? ''), null));
}

/** What a route that asks for it answers to whoever did not show it lately; back to where they came from. */
export function proveFirst(c: Context, { staff }: Session): Response {
  const from = c.req.method === 'GET' ? c.req.url : (c.req.header('referer') ?? '');
  const to = URL.canParse(from) ? new URL(from) : null;
  return c.html(page(c, staff, pathOf(to ? to.pathname + to.search : ''), null), 403) as Response;
}

const FAULTS = {
  wrong: 'パスワードか番号がちがいます。アプリの番号は、一度使うと次の30秒まで待ちます。',
  later: 'まちがいが続いたため、少しのあいだ止めています。5分ほどして、もう一度ためしてください。',
} as const;

/** POST /desk/prove */
export async function proveTry(c: Context, deps: Deps, session: Session): Promise<Response> {
  const form = await readForm(c);
  const to = pathOf(form.text('to'));
  const proved = await proveAgain(deps, session.staff.id, {
    password: form.text('password'),
    code: form.text('code'),
  });
  if (proved !== 'right')
    return c.html(page(c, session.staff, to, FAULTS[proved]), proved === 'wrong' ? 400 : 429);
  await markProved(deps, session);
  return c.redirect(to, 303);
}

const page = (c: Context, staff: Staff, to: string, fault: string | null): string =>
  documentOf(
    c,
    <DeskFrame title="本人か確かめる" staff={staff} fault={fault}>
      <form class="box narrow" method="post" action="/desk/prove">
        <h1>もう一度、本人か確かめます</h1>
        <p>取り消せないことや、外へ出すことの前に確かめます。確かめると、10分のあいだ続けられます。</p>
        <input type="hidden" name="to" value={to} />
        <input type="hidden" name="username" value={staff.name} autocomplete="username" />
        <PasswordAndCode />
        <p>
          <button class="main">確かめる</button>
        </p>
      </form>
      <PasskeyButton use="prove" to={to} />
    </DeskFrame>,
  );
