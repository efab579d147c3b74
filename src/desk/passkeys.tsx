/** Passkeys, asked for by the page's script. Without a script, or in an old browser, password and code remain. */
import type { Context } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { keepDesk } from '../html/cookies.ts';
import type { Deps } from '../run/deps.ts';
import { addPasskey, askOptions, makeOptions, passkeyLogin, passkeyProof } from '../run/passkeys.ts';
import { markProved, type Session } from '../run/session.ts';

interface ButtonProps {
  use: 'login' | 'prove' | 'add';
  /** Where to go on. */
  to: string;
}

const LABELS = {
  login: 'パスキーではいる',
  prove: 'パスキーで確かめる',
  add: 'このパソコンや電話に、パスキーを作る',
} as const;

/** Hidden until the script finds that the browser can. */
export function PasskeyButton({ use, to }: ButtonProps) {
  return (
    <div class="box" data-passkey={use} data-to={to} hidden>
      <button type="button">{LABELS[use]}</button>
      <p class="note" role="status"></p>
    </div>
  );
}

/** POST /desk/passkey/ask */
export const ask = async (c: Context, deps: Deps): Promise<Response> => c.json(await askOptions(deps));

/** POST /desk/passkey/login */
export async function loginBy(c: Context, deps: Deps): Promise<Response> {
  const { credential } = await read(c);
  const token = await passkeyLogin(deps, credential as never);
  if (token === null) return c.json({ fault: 'このパスキーでは、はいれません。' }, 403);
  keepDesk(c, deps.settings, token);
  return c.json({ to: '/desk' });
}

/** POST /desk/passkey/prove */
export async function proveBy(c: Context, deps: Deps, session: Session): Promise<Response> {
  const { credential } = await read(c);
  if (!(await passkeyProof(deps, session.staff.id, credential as never)))
    return c.json({ fault: 'このパスキーでは、確かめられません。' }, 400);
  await markProved(deps, session);
  return c.json({});
}

/** POST /desk/passkey/make */
export const make = async (c: Context, deps: Deps, { staff }: Session): Promise<Response> =>
  c.json(await makeOptions(deps, staff));

/** POST /desk/passkey/add */
export async function add(c: Context, deps: Deps, { staff }: Session): Promise<Response> {
  const { credential, name } = await read(c);
  return (await addPasskey(deps, staff, credential as never, typeof name === 'string' ? name : ''))
    ? c.json({})
    : c.json({ fault: 'パスキーを作れませんでした。もう一度ためすか、パスワードでつづけてください。' }, 409);
}

/** What the script sends. Its shape is the library's to judge; that it is an object is ours. */
async function read(c: Context): Promise<{ credential: object; name?: unknown }> {
  const body: unknown = await c.req.json().catch(() => null);
  if (typeof body !== 'object' || body === null || !('credential' in body)) throw new HTTPException(400);
  const { credential } = body;
  if (typeof credential !== 'object' || credential === null) throw new HTTPException(400);
  return { ...body, credential };
}
