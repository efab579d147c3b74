/** Coming in and leaving: login, logout, and accepting an invite. */
import type { Context } from 'hono';
import { generateURI } from 'otplib';
import { visitorAddress } from '../html/address.ts';
import { deleteDesk, deskToken, keepDesk, keepKnownDevice, knownDevices } from '../html/cookies.ts';
import { readForm } from '../html/form.ts';
import { documentOf } from '../html/frame.tsx';
import type { Deps } from '../run/deps.ts';
import { hasNoStaff, invite, join, openInvite } from '../run/invite.ts';
import { login } from '../run/login.ts';
import { endSession, type Session, sessionOf } from '../run/session.ts';
import { InvitePage, LoginPage } from './entrance.tsx';
import { DeskNotice } from './frame.tsx';

/** The session of a request; null when nobody is logged in. */
export const currentSession = (c: Context, deps: Deps, touch: boolean): Promise<Session | null> =>
  sessionOf(deps, deskToken(c, deps.settings), touch);

/** GET /desk/login */
export async function loginAsk(c: Context): Promise<Response> {
  return c.html(documentOf(c, <LoginPage fault={null} />));
}

const LOGIN_FAULTS = {
  wrong:
    '名前・パスワード・番号のどれかがちがいます。アプリの番号は30秒ごとに変わり、印刷した番号も、一度しか使えません。',
  later: 'まちがいが続いたため、少しのあいだ止めています。5分ほどして、もう一度ためしてください。',
} as const;

/** POST /desk/login */
export async function loginTry(c: Context, deps: Deps): Promise<Response> {
  const form = await readForm(c);
  const tried = { name: form.text('name'), password: form.text('password'), code: form.text('code') };
  const whence = { address: visitorAddress(c, deps.settings), devices: knownDevices(c, deps.settings) };
  const logged = await login(deps, tried, whence);
  if (logged === 'wrong' || logged === 'later') {
    return c.html(documentOf(c, <LoginPage fault={LOGIN_FAULTS[logged]} />), logged === 'wrong' ? 403 : 429);
  }
  keepDesk(c, deps.settings, logged.token);
  keepKnownDevice(c, deps.settings, logged.device);
  return c.redirect('/desk', 303);
}

/** POST /desk/logout */
export async function logout(c: Context, deps: Deps, session: Session): Promise<Response> {
  await endSession(deps, session);
  deleteDesk(c, deps.settings);
  return c.redirect('/desk/login', 303);
}

const GONE =
  'この招待は使えません（一度使ったか、期限がすぎました）。新しい招待は「komatta invite」で作れます。';

/** GET /desk/invite/:token */
export async function inviteAsk(c: Context, deps: Deps): Promise<Response> {
  return drawInvite(c, deps, null, '');
}

const JOIN_FAULTS = {
  gone: GONE,
  name: '名前を40文字までで書いてください。',
  nameTaken: 'その名前は使われています。別の名前にしてください。',
  password: 'パスワードは12文字以上、200文字までにしてください。',
  code: '6けたの番号がちがいます。アプリに出ている今の番号を入れてください。',
} as const;

/** POST /desk/invite/:token */
export async function inviteAccept(c: Context, deps: Deps): Promise<Response> {
  const form = await readForm(c);
  const account = { name: form.text('name'), password: form.text('password'), code: form.text('code') };
  const joined = await join(deps, c.req.param('token') ?? '', account);
  if (!joined.ok) return drawInvite(c, deps, JOIN_FAULTS[joined.reason], account.name);
  keepDesk(c, deps.settings, joined.token);
  return c.redirect('/desk', 303);
}

async function drawInvite(c: Context, deps: Deps, fault: string | null, name: string): Promise<Response> {
  const invited = await openInvite(deps, c.req.param('token') ?? '');
  if (!invited)
    return c.html(documentOf(c, <DeskNotice staff={null} title="招待が使えません" text={GONE} />), 410);
  const { content } = deps.content();
  const windows = invited.windows.map((id) => content.windows[id]?.name ?? id);
  const uri = generateURI({
    issuer: `Komatta ${content.city.name}`,
    label: deps.settings.publicUrl.host,
    secret: invited.secret,
  });
  return c.html(
    documentOf(c, <InvitePage invited={invited} windows={windows} uri={uri} fault={fault} name={name} />),
    fault ? 400 : 200,
  );
}

/** A first invite (統括) when nobody can log in yet; null otherwise. */
export async function firstInvite(deps: Deps): Promise<string | null> {
  return (await hasNoStaff(deps)) ? invite(deps, 'system', 'lead', []) : null;
}
