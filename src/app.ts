/**
 * Every HTTP route, and who may use it, on one page. The app is built from this table, so a route that is
 * not in it does not exist. Deny unless permitted.
 */
import { type Context, Hono, type MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { csrf } from 'hono/csrf';
import { HTTPException } from 'hono/http-exception';
import { secureHeaders } from 'hono/secure-headers';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { ROLES, type Role } from './case/permissions.ts';
import { isLoopback } from './config.ts';
import * as audit from './desk/audit.tsx';
import * as doing from './desk/doing.tsx';
import * as entrance from './desk/enter.tsx';
import * as figures from './desk/figures.tsx';
import * as me from './desk/me.tsx';
import * as paper from './desk/paper.tsx';
import * as passkeys from './desk/passkeys.tsx';
import { changePeople, showPeople } from './desk/people.tsx';
import { proveAsk, proveFirst, proveTry } from './desk/prove.tsx';
import { searchAsk, searchFor } from './desk/search.tsx';
import { turnSwitch } from './desk/switch.tsx';
import { setGrant, showGrants } from './desk/unhandled.tsx';
import * as work from './desk/work.tsx';
import { isFromHere } from './html/address.ts';
import { ASSETS } from './html/assets.ts';
import { deviceToken } from './html/cookies.ts';
import { resize } from './html/size.tsx';
import * as page from './page/visit.tsx';
import { accept } from './run/accept.ts';
import type { Deps } from './run/deps.ts';
import { deviceTalk } from './run/doorway.ts';
import { metricsText } from './run/metrics.ts';
import type { Session } from './run/session.ts';
import { StoreFault } from './store/port.ts';
import { finder } from './store/seal.ts';

type Answer = Promise<Response>;
type Method = 'GET' | 'POST';

/**
 * anyone: no identity · line: LINE's signature over the raw body · watcher: this machine, or METRICS_TOKEN ·
 * device: a device session of a talk · a list: staff with one of these roles. `byItself`: an open page asks on its own, which keeps no session alive.
 * `proof`: only for whoever showed lately who they are.
 */
export type Route = { method: Method; path: string; byItself?: boolean; proof?: boolean } & (
  | { who: 'anyone' | 'line' | 'watcher'; run: (c: Context, deps: Deps) => Answer }
  | { who: 'device'; run: (c: Context, deps: Deps, talk: string) => Answer }
  | { who: readonly Role[]; run: (c: Context, deps: Deps, session: Session) => Answer }
);

const WORKERS_OF_CASES = ['clerk', 'lead'] as const;
/** Counts hold no words. */
const COUNTERS = ['lead', 'operator', 'auditor'] as const;
const LEADS = ['lead'] as const;
/** The log holds no words either. */
const AUDITORS = ['lead', 'auditor'] as const;

export const ROUTES: readonly Route[] = [
  { method: 'POST', path: '/webhook', who: 'line', run: webhook },
  { method: 'GET', path: '/healthz', who: 'anyone', run: async (c) => c.text('ok') },
  { method: 'GET', path: '/readyz', who: 'anyone', run: ready },
  { method: 'GET', path: '/metrics', who: 'watcher', run: metrics },
  { method: 'GET', path: '/assets/:file', who: 'anyone', run: asset },

  { method: 'GET', path: '/', who: 'anyone', run: page.home },
  { method: 'POST', path: '/say', who: 'anyone', run: page.say },
  { method: 'POST', path: '/tap', who: 'device', run: page.tap },
  { method: 'POST', path: '/later', who: 'device', run: page.later },
  { method: 'POST', path: '/send', who: 'device', run: page.send },
  { method: 'POST', path: '/phrase', who: 'device', run: page.phrase },
  { method: 'POST', path: '/callback', who: 'device', run: page.callback },
  { method: 'POST', path: '/callback/stop', who: 'device', run: page.stopCallback },
  { method: 'POST', path: '/withdraw', who: 'device', run: page.withdraw },
  { method: 'POST', path: '/connected', who: 'device', run: page.howItWent },
  { method: 'POST', path: '/move', who: 'device', run: page.move },
  { method: 'POST', path: '/unlock', who: 'anyone', run: page.unlockTry },
  { method: 'POST', path: '/watchword', who: 'device', run: page.watchword },
  { method: 'GET', path: '/print', who: 'device', run: page.print },
  { method: 'GET', path: '/changes', who: 'device', run: page.changes, byItself: true },
  { method: 'POST', path: '/close', who: 'anyone', run: page.close },
  { method: 'GET', path: '/about', who: 'anyone', run: page.about },
  { method: 'POST', path: '/here', who: 'device', run: page.here },
  { method: 'GET', path: '/closed', who: 'anyone', run: page.closed },
  { method: 'POST', path: '/size', who: 'anyone', run: resize },
  { method: 'GET', path: '/open/:token', who: 'anyone', run: page.openAsk },
  { method: 'POST', path: '/open/:token', who: 'anyone', run: page.openSpend },
  { method: 'GET', path: '/return', who: 'anyone', run: page.returnAsk },
  { method: 'POST', path: '/return', who: 'anyone', run: page.returnUse },

  { method: 'GET', path: '/desk/login', who: 'anyone', run: entrance.loginAsk },
  { method: 'POST', path: '/desk/login', who: 'anyone', run: entrance.loginTry },
  { method: 'GET', path: '/desk/invite/:token', who: 'anyone', run: entrance.inviteAsk },
  { method: 'POST', path: '/desk/invite/:token', who: 'anyone', run: entrance.inviteAccept },
  { method: 'POST', path: '/desk/logout', who: ROLES, run: entrance.logout },
  { method: 'GET', path: '/desk', who: ROLES, run: work.queue },
  { method: 'GET', path: '/desk/unhandled', who: ['lead'], run: showGrants },
  { method: 'POST', path: '/desk/unhandled', who: ['lead'], run: setGrant },
  { method: 'POST', path: '/desk/window', who: WORKERS_OF_CASES, run: turnSwitch },
  { method: 'GET', path: '/desk/search', who: WORKERS_OF_CASES, run: searchAsk },
  { method: 'POST', path: '/desk/search', who: WORKERS_OF_CASES, run: searchFor },
  { method: 'GET', path: '/desk/changes', who: WORKERS_OF_CASES, run: work.changes, byItself: true },
  { method: 'GET', path: '/desk/prove', who: ROLES, run: proveAsk },
  { method: 'POST', path: '/desk/prove', who: ROLES, run: proveTry },
  { method: 'POST', path: '/desk/passkey/ask', who: 'anyone', run: passkeys.ask },
  { method: 'POST', path: '/desk/passkey/login', who: 'anyone', run: passkeys.loginBy },
  { method: 'POST', path: '/desk/passkey/prove', who: ROLES, run: passkeys.proveBy },
  { method: 'POST', path: '/desk/passkey/make', who: ROLES, proof: true, run: passkeys.make },
  { method: 'POST', path: '/desk/passkey/add', who: ROLES, proof: true, run: passkeys.add },
  { method: 'GET', path: '/desk/me', who: ROLES, run: me.showMe },
  { method: 'POST', path: '/desk/me/codes', who: ROLES, proof: true, run: me.newCodes },
  { method: 'POST', path: '/desk/me/passkey', who: ROLES, proof: true, run: me.dropPasskey },
  { method: 'GET', path: '/desk/people', who: LEADS, run: showPeople },
  { method: 'POST', path: '/desk/people/:act', who: LEADS, proof: true, run: changePeople },
  { method: 'GET', path: '/desk/figures', who: COUNTERS, run: figures.figures },
  { method: 'GET', path: '/desk/figures/gaps', who: COUNTERS, run: figures.gaps },
  { method: 'GET', path: '/desk/figures/public.csv', who: COUNTERS, proof: true, run: figures.publicCsv },
  { method: 'GET', path: '/desk/log', who: AUDITORS, run: audit.showLog },
  { method: 'POST', path: '/desk/log', who: AUDITORS, run: audit.searchLog },
  { method: 'GET', path: '/desk/log.csv', who: AUDITORS, proof: true, run: audit.logCsv },
  { method: 'GET', path: '/desk/cases/:id', who: WORKERS_OF_CASES, run: work.showCase },
  { method: 'GET', path: '/desk/cases/:id/paper', who: WORKERS_OF_CASES, run: paper.paper },
  { method: 'GET', path: '/desk/cases/:id/conference', who: WORKERS_OF_CASES, run: paper.conference },
  { method: 'POST', path: '/desk/cases/:id/answer', who: WORKERS_OF_CASES, run: doing.answer },
  { method: 'POST', path: '/desk/cases/:id/undo', who: WORKERS_OF_CASES, run: doing.undo },
  { method: 'POST', path: '/desk/cases/:id/draft', who: WORKERS_OF_CASES, run: doing.draft },
  { method: 'POST', path: '/desk/cases/:id/take', who: WORKERS_OF_CASES, run: doing.act },
  { method: 'POST', path: '/desk/cases/:id/note', who: WORKERS_OF_CASES, run: doing.act },
  { method: 'POST', path: '/desk/cases/:id/call', who: WORKERS_OF_CASES, run: doing.act },
  { method: 'POST', path: '/desk/cases/:id/assign', who: WORKERS_OF_CASES, run: doing.act },
  { method: 'POST', path: '/desk/cases/:id/askMove', who: WORKERS_OF_CASES, run: doing.act },
  { method: 'POST', path: '/desk/cases/:id/confer', who: WORKERS_OF_CASES, run: doing.act },
  { method: 'POST', path: '/desk/cases/:id/report', who: WORKERS_OF_CASES, run: doing.act },
  { method: 'POST', path: '/desk/cases/:id/check', who: WORKERS_OF_CASES, run: doing.act },
  { method: 'POST', path: '/desk/cases/:id/complain', who: WORKERS_OF_CASES, run: doing.act },
  { method: 'POST', path: '/desk/cases/:id/askLead', who: WORKERS_OF_CASES, run: doing.act },
  { method: 'POST', path: '/desk/cases/:id/close', who: WORKERS_OF_CASES, run: doing.act },
  { method: 'POST', path: '/desk/cases/:id/merge', who: WORKERS_OF_CASES, run: doing.act },
  { method: 'POST', path: '/desk/cases/:id/letIn', who: WORKERS_OF_CASES, run: doing.act },
  { method: 'POST', path: '/desk/cases/:id/watchword', who: WORKERS_OF_CASES, run: doing.askWord },
  { method: 'POST', path: '/desk/cases/:id/reopen', who: WORKERS_OF_CASES, run: doing.act },
  { method: 'POST', path: '/desk/cases/:id/advise', who: ['lead'], run: doing.act },
  { method: 'POST', path: '/desk/cases/:id/hold', who: LEADS, run: doing.act },
  { method: 'POST', path: '/desk/cases/:id/endHold', who: LEADS, run: doing.act },
  { method: 'POST', path: '/desk/cases/:id/purge', who: LEADS, proof: true, run: doing.purge },
  { method: 'POST', path: '/desk/cases/:id/move', who: LEADS, proof: true, run: doing.act },
];

/** LINE's own limit for a request is 2 MB; our forms are far smaller. */
export const WEBHOOK_MAX = 2 * 1024 * 1024;
const FORM_MAX = 64 * 1024;

/** The whole service as one value: `app.request(…)` in tests, `app.fetch` in both entries. */
export function createApp(deps: Deps): Hono {
  const app = new Hono();
  // LINE comes first: what only browsers need (page headers, no-store, CSRF) is not done for its machines.
  for (const route of ROUTES)
    if (route.who === 'line')
      app.on(route.method, route.path, atMost(WEBHOOK_MAX), (c) => route.run(c, deps));
  app.use(headers(deps));
  const sameSite = csrf({ origin: (origin, c) => isOwnOrigin(origin, c, deps), secFetchSite: 'same-origin' });
  for (const route of ROUTES)
    if (route.who !== 'line')
      app.on(route.method, route.path, atMost(FORM_MAX), sameSite, (c) => serve(route, c, deps));
  app.notFound((c) => tell(c, deps, 'このページはありません。', 404));
  app.onError((e, c) => {
    if (e instanceof HTTPException && e.status === 400)
      return tell(c, deps, '送られた内容が読めませんでした。もう一度ためしてください。', 400);
    if (e instanceof HTTPException)
      return tell(
        c,
        deps,
        'このページの中からだけ送れます。はじめのページから、もう一度ためしてください。',
        e.status as ContentfulStatusCode,
      );
    deps.report({ what: 'http.fault', outcome: e instanceof StoreFault ? e.code : e.name });
    return tell(
      c,
      deps,
      'いま使えません。少しして、もう一度ためしてください。',
      e instanceof StoreFault ? 503 : 500,
    );
  });
  return app;
}

/** One sentence: to a resident's browser as a page with the way out on it, to all others plain. */
const tell = (c: Context, deps: Deps, text: string, status: ContentfulStatusCode): Response =>
  c.req.header('accept')?.includes('text/html') && !c.req.path.startsWith('/desk')
    ? page.notice(c, deps, text, status)
    : c.text(text, status);

/**
 * bodyLimit alone looks at `raw.body`, for which @hono/node-server builds a whole web Request with a stream:
 * half of what a webhook cost. Where a length is declared it is enough, Node's parser reads no more.
 */
function atMost(max: number): MiddlewareHandler {
  const refuse = (c: Context) => c.text('長すぎます', 413);
  const counted = bodyLimit({ maxSize: max, onError: refuse });
  return async (c, next) => {
    const length = c.req.header('content-length');
    if (length === undefined || c.req.header('transfer-encoding') !== undefined) return counted(c, next);
    return Number(length) > max ? refuse(c) : next();
  };
}

async function serve(route: Route, c: Context, deps: Deps): Answer {
  c.header('cache-control', 'no-store');
  if (route.who === 'anyone' || route.who === 'line') return route.run(c, deps);
  if (route.who === 'watcher') {
    const permitted = isFromHere(c, deps.settings) || hasToken(c, deps);
    return permitted
      ? route.run(c, deps)
      : c.text('この機械の中から、または METRICS_TOKEN を付けて見てください', 403);
  }
  if (route.who === 'device') {
    const talk = await deviceTalk(deps, deviceToken(c, deps.settings), !route.byItself);
    return talk ? route.run(c, deps, talk) : refuse(c, '/');
  }
  const session = await entrance.currentSession(c, deps, !route.byItself);
  if (!session) return refuse(c, '/desk/login');
  if (!route.who.includes(session.staff.role)) return c.text('この役では使えません', 403);
  return route.proof && !session.proved ? proveFirst(c, session) : route.run(c, deps, session);
}

/** Pages lead to where one comes in; calls by script get 401. */
function refuse(c: Context, entrance: string): Response {
  const script = c.req.header('accept')?.includes('application/json');
  return script ? c.json({ fault: 'はいり直してください' }, 401) : c.redirect(entrance, 303);
}

/** Older browsers send no Sec-Fetch-Site: then the Origin has to be ours. */
function isOwnOrigin(origin: string, c: Context, deps: Deps): boolean {
  if (origin === deps.settings.publicUrl.origin) return true;
  return isLoopback(deps.settings.publicUrl) && origin === new URL(c.req.url).origin;
}

function headers(deps: Deps) {
  const own = ["'self'"];
  return secureHeaders({
    contentSecurityPolicy: {
      defaultSrc: ["'none'"],
      styleSrc: own,
      scriptSrc: own,
      imgSrc: own,
      connectSrc: own,
      formAction: own,
      baseUri: ["'none'"],
      frameAncestors: ["'none'"],
    },
    strictTransportSecurity: deps.settings.secure ? 'max-age=31536000; includeSubDomains' : false,
    // Not no-referrer: with it browsers send `Origin: null`, and older ones nothing else to tell our own forms by.
    referrerPolicy: 'same-origin',
    xFrameOptions: 'DENY',
    crossOriginOpenerPolicy: 'same-origin',
    permissionsPolicy: { camera: [], microphone: [], geolocation: ['self'] },
  });
}

async function webhook(c: Context, deps: Deps): Answer {
  const raw = new Uint8Array(await c.req.arrayBuffer());
  const status = await accept(deps, raw, c.req.header('x-line-signature'));
  return c.body(null, status);
}

async function ready(c: Context, deps: Deps): Answer {
  await deps.store.all('SELECT 1');
  return c.text('ok');
}

async function metrics(c: Context, deps: Deps): Answer {
  const type = 'text/plain; version=0.0.4; charset=utf-8';
  return c.body(await metricsText(deps), 200, { 'content-type': type });
}

/** `Authorization: Bearer …`, compared by its keyed hash so that the time taken tells nothing. */
function hasToken(c: Context, { settings, master }: Deps): boolean {
  const given = /^Bearer (\S{24,200})$/.exec(c.req.header('authorization') ?? '')?.[1];
  if (settings.metricsToken === null || given === undefined) return false;
  return finder(master, 'metrics', given) === finder(master, 'metrics', settings.metricsToken);
}

async function asset(c: Context): Answer {
  const found = ASSETS.get(c.req.param('file') ?? '');
  if (!found) return c.notFound() as Response;
  return c.body(found.body, 200, { 'content-type': found.type, 'cache-control': 'public, max-age=300' });
}
