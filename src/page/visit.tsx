/** The resident's page: requests in, turns played, pages out. */
import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { CONNECTED, type Connected } from '../case/case.ts';
import { CARE_MAX, KNOWS, type Terms } from '../case/terms.ts';
import { type CallWish, type WishForm, wishOf } from '../case/wish.ts';
import type { Content } from '../content/content.ts';
import { deleteDevice, deviceToken, keepDevice, keepSize } from '../html/cookies.ts';
import { type Form, readForm } from '../html/form.ts';
import { documentOf } from '../html/frame.tsx';
import type { Deps } from '../run/deps.ts';
import {
  deviceTalk,
  endDevice,
  lockedTalk,
  makePhrase,
  spendLink,
  startDevice,
  unlock,
  usePhrase,
} from '../run/doorway.ts';
import { loadTalk, type Play, play, type Shown } from '../run/play.ts';
import { openFrom, talkKey } from '../run/sealed.ts';
import { newId, newSpare } from '../run/spare.ts';
import { type ReadCase, readForResident } from '../run/view.ts';
import { hashWord, tryWord, WORD_MAX, WORD_MIN } from '../run/watchword.ts';
import { bandsFor } from '../talk/callback.ts';
import { deskFor, preview } from '../talk/handoff.ts';
import type { Input, Position } from '../talk/input.ts';
import { maskNumbers } from '../talk/mask.ts';
import { paperOf } from '../talk/paper.ts';
import { promiseOf } from '../talk/promised.ts';
import { hasOpenCase, type Talk } from '../talk/talk.ts';
import { pageGreeting } from '../talk/texts.ts';
import { tongueOf } from '../talk/translate.ts';
import { dayOf } from '../windows/tokyo.ts';
import { AboutPage } from './about.tsx';
import { aroundOf } from './around.ts';
import type { CallbackProps } from './callback.tsx';
import { LockPage, NoticePage, OpenPage, ReturnPage } from './doors.tsx';
import { PaperPage } from './paper.tsx';
import { TalkPage } from './talk.tsx';

type Resident =
  | { kind: 'said'; text: string; ref: null }
  | { kind: 'tapped'; question: string | null; option: string }
  | { kind: 'consented'; removed: string[]; shown: string | null; terms: Terms; guard: string | null }
  | { kind: 'guarded'; guard: string | null }
  | { kind: 'withdrew' }
  | { kind: 'connected'; answer: Connected }
  | { kind: 'located'; position: Position }
  | { kind: 'callback'; wish: CallWish | null }
  | { kind: 'moveAnswer'; agreed: boolean };

const TRANSCRIPT_MAX = 40;
/** Back to the talk, at its newest words. */
const NEWEST = '/#now';

/** GET / */
export async function home(c: Context, deps: Deps): Promise<Response> {
  const token = deviceToken(c, deps.settings);
  const talk = await deviceTalk(deps, token);
  if (!talk && (await lockedTalk(deps, token)))
    return c.html(documentOf(c, <LockPage account={account(deps)} fault={null} />));
  return c.html(await draw(c, deps, talk, {}));
}

/** POST /say: begins a talk when there is none. A session that has ended begins nothing: words for staff would go astray. */
export async function say(c: Context, deps: Deps): Promise<Response> {
  const form = await readForm(c);
  const text = form.text('text').replaceAll('\r\n', '\n').trim();
  if (text === '') return refuse(c, deps, '文を書いてから「送る」を押してください。');
  if (text.length > TEXT_MAX)
    return refuse(c, deps, `一度に送れるのは${TEXT_MAX}字までです。短く分けてください。`, text);
  const token = deviceToken(c, deps.settings);
  const talk = await deviceTalk(deps, token);
  if (!talk && (await lockedTalk(deps, token))) {
    const fault = '合言葉を入れてから、もう一度送ってください。';
    return c.html(documentOf(c, <LockPage account={account(deps)} fault={fault} typed={text} />), 403);
  }
  if (token && !talk) {
    deleteDevice(c, deps.settings);
    return refuse(c, deps, ENDED, text, 403);
  }
  const id = talk ?? newId();
  const outcome = await playOnPage(deps, id, { kind: 'said', text, ref: null });
  if (outcome !== 'done') return refuse(c, deps, BUSY, text, 503);
  if (!talk) keepDevice(c, deps.settings, await startDevice(deps, id));
  return c.redirect(NEWEST, 303);
}

const TEXT_MAX = 5000;
const BUSY = 'いま受けとれませんでした。もう一度押してください。';
const ENDED =
  '30分のあいだ使われなかったので、前の会話は閉じました。まだ送っていません。つづきは「もどる言葉」か、LINEの「読む」から開けます。このまま「送る」を押すと、新しい会話になります。';

/** POST /unlock: the 合言葉 of the talk that this device came in by. Wrong and shut are answered alike. */
export async function unlockTry(c: Context, deps: Deps): Promise<Response> {
  const word = (await readForm(c)).text('word');
  const token = deviceToken(c, deps.settings);
  const talk = await lockedTalk(deps, token);
  if (!token || !talk) return c.redirect('/', 303);
  if (await tryWord(deps, talk, word)) {
    await unlock(deps, token);
    return c.redirect(NEWEST, 303);
  }
  const fault = '合言葉がちがうか、いまは開けません。';
  return c.html(documentOf(c, <LockPage account={account(deps)} fault={fault} />), 403);
}

/** POST /watchword: set, changed, or (`give_up`) no longer wanted. This device has just said it. */
export async function watchword(c: Context, deps: Deps, talk: string): Promise<Response> {
  const form = await readForm(c);
  const giveUp = form.text('give_up') === 'yes';
  const hash = giveUp ? null : await hashWord(form.text('word'));
  if (!giveUp && hash === null) return refuse(c, deps, WORD_LENGTH);
  const outcome = await playOnPage(deps, talk, { kind: 'guarded', guard: hash });
  const token = deviceToken(c, deps.settings);
  if (token && outcome === 'done') await unlock(deps, token);
  return done(c, deps, outcome);
}

const WORD_LENGTH = `合言葉は、${WORD_MIN}字から${WORD_MAX}字までで決めてください。まだ送っていません。`;

/** POST /tap */
export async function tap(c: Context, deps: Deps, talk: string): Promise<Response> {
  const form = await readForm(c);
  return done(
    c,
    deps,
    await playOnPage(deps, talk, {
      kind: 'tapped',
      question: form.text('question') || null,
      option: form.text('option'),
    }),
  );
}

/** POST /later: まだ送らない. */
export async function later(c: Context, deps: Deps, talk: string): Promise<Response> {
  return done(c, deps, await playOnPage(deps, talk, { kind: 'said', text: 'まだ送らない', ref: null }));
}

const done = (c: Context, deps: Deps, outcome: string): Response | Promise<Response> =>
  outcome === 'done' ? c.redirect(NEWEST, 303) : refuse(c, deps, BUSY, '', 503);

/** POST /send: consent. Without LINE the answer shows a return phrase. */
export async function send(c: Context, deps: Deps, talk: string): Promise<Response> {
  const form = await readForm(c);
  const before = await loadTalk(deps, talk);
  const word = form.text('word');
  const hash = word === '' ? null : await hashWord(word);
  if (word !== '' && hash === null) return refuse(c, deps, WORD_LENGTH);
  const outcome = await playOnPage(deps, talk, {
    kind: 'consented',
    removed: form.all('removed'),
    shown: form.text('shown') || null,
    terms: termsOf(form, before?.row.line_id_sealed != null),
    guard: hash,
  });
  const token = deviceToken(c, deps.settings);
  if (token && hash && outcome === 'done') await unlock(deps, token);
  const after = await loadTalk(deps, talk);
  const opened = after?.talk.case && after.talk.case.id !== before?.talk.case?.id;
  if (!opened || after.row.line_id_sealed) return done(c, deps, outcome);
  return phrase(c, deps, talk);
}

/** How they may be reached, as the consent form says it. With a 合言葉 nothing is ever said in LINE. */
function termsOf(form: Form, hasLine: boolean): Terms {
  const knows = KNOWS.find((k) => k === form.text('knows')) ?? null;
  return {
    notice: hasLine ? noticeOf(form) : null,
    care: maskNumbers([...form.text('care').replace(/\s+/gu, ' ').trim()].slice(0, CARE_MAX).join('')),
    knows,
    unnamed: form.text('unnamed') === 'yes',
  };
}

/** What is not on the form, or was taken off it, is said nowhere. */
function noticeOf(form: Form): Terms['notice'] {
  const chosen = form.text('notice');
  if (chosen === 'none' || form.text('word') !== '') return 'none';
  return chosen === 'words' ? 'words' : 'news';
}

/** POST /phrase: a new return phrase, in place of one that was not written down. */
export async function phrase(c: Context, deps: Deps, talk: string): Promise<Response> {
  return c.html(await draw(c, deps, talk, { phrase: await makePhrase(deps, talk) }));
}

/** POST /callback: how to be called. What cannot be read comes back as it was typed. */
export async function callback(c: Context, deps: Deps, talk: string): Promise<Response> {
  const form = wishFormOf(await readForm(c));
  const own = (await loadTalk(deps, talk))?.talk.case;
  const offered = own ? bandsFor(deps.content(), own.window).map((b) => b.band) : [];
  const read = wishOf(form, offered);
  if (read.ok) return done(c, deps, await playOnPage(deps, talk, { kind: 'callback', wish: read.wish }));
  return c.html(await draw(c, deps, talk, { wish: { fault: read.fault, form } }), 400);
}

const wishFormOf = (form: Form): WishForm => ({
  name: form.text('name').slice(0, FIELD_MAX),
  number: form.text('number').slice(0, FIELD_MAX),
  bands: form.all('bands'),
  voicemail: form.text('voicemail') === 'yes',
  family: form.text('family') === 'yes',
});

/** No one types more into a field of one line; a longer one is cut before it is read. */
const FIELD_MAX = 200;

/** POST /callback/stop: the wish is taken back. */
export async function stopCallback(c: Context, deps: Deps, talk: string): Promise<Response> {
  return done(c, deps, await playOnPage(deps, talk, { kind: 'callback', wish: null }));
}

/** POST /withdraw */
export async function withdraw(c: Context, deps: Deps, talk: string): Promise<Response> {
  return done(c, deps, await playOnPage(deps, talk, { kind: 'withdrew' }));
}

/** POST /connected: how it went on after the end. */
export async function howItWent(c: Context, deps: Deps, talk: string): Promise<Response> {
  const chosen = (await readForm(c)).text('answer');
  const answer = CONNECTED.find((a) => a === chosen);
  if (!answer)
    return refuse(c, deps, `${CONNECTED.map((a) => `「${a}」`).join('')}のどれかを選んでください。`);
  return done(c, deps, await playOnPage(deps, talk, { kind: 'connected', answer }));
}

/** POST /move: whether the window that staff named may have the case. */
export async function move(c: Context, deps: Deps, talk: string): Promise<Response> {
  const answer = (await readForm(c)).text('agreed');
  if (answer !== 'yes' && answer !== 'no')
    return refuse(c, deps, '「見せてよい」か「見せないでほしい」を選んでください。');
  return done(c, deps, await playOnPage(deps, talk, { kind: 'moveAnswer', agreed: answer === 'yes' }));
}

/** POST /close: this device forgets the talk at once. */
export async function close(c: Context, deps: Deps): Promise<Response> {
  const token = deviceToken(c, deps.settings);
  if (token) await endDevice(deps, token);
  deleteDevice(c, deps.settings);
  keepSize(c, deps.settings, false);
  return c.redirect('/closed', 303);
}

/** GET /about */
export async function about(c: Context, deps: Deps): Promise<Response> {
  const { content } = deps.content();
  const days = Object.values({ ...content.hotlines, ...content.windows })
    .flatMap((w) => w.numbers.filter((n) => n.state === 'yes').map((n) => n.checked))
    .sort();
  return c.html(documentOf(c, <AboutPage content={content} checked={days.at(-1) ?? null} />));
}

/** POST /here: where the browser is, used once to find the town, and not kept. */
export async function here(c: Context, deps: Deps, talk: string): Promise<Response> {
  const form = await readForm(c);
  const [lat, lng] = [Number(form.text('lat')), Number(form.text('lng'))];
  const readable = form.text('lat') !== '' && Math.abs(lat) <= 90 && Math.abs(lng) <= 180;
  if (!readable) return refuse(c, deps, '場所が分かりませんでした。町の名前を書いてください。');
  return done(c, deps, await playOnPage(deps, talk, { kind: 'located', position: { lat, lng } }));
}

/** GET /closed: a page that anyone may see. */
export async function closed(c: Context, deps: Deps): Promise<Response> {
  const { city } = deps.content().content;
  return c.html(documentOf(c, <NoticePage account={city.name} text={city.close_text} back={false} />));
}

/** One sentence instead of a page: nothing stands at this address, or it cannot be shown now. */
export function notice(c: Context, deps: Deps, text: string, status: ContentfulStatusCode): Response {
  return c.html(documentOf(c, <NoticePage account={account(deps)} text={text} />), status) as Response;
}

/** GET /print: the windows of this talk on paper. */
export async function print(c: Context, deps: Deps, id: string): Promise<Response> {
  const now = deps.now();
  const { city } = deps.content().content;
  const talk = (await loadTalk(deps, id))?.talk;
  const paper = talk && paperOf(talk, deps.content(), now);
  const page = paper ? (
    <PaperPage account={city.account} office={city.name} today={dayOf(now)} paper={paper} />
  ) : (
    <NoticePage account={city.account} text="印刷できる窓口の案内は、まだありません。" />
  );
  return c.html(documentOf(c, page));
}

/** GET /changes: has anything happened in this talk? */
export async function changes(c: Context, deps: Deps, talk: string): Promise<Response> {
  return c.json({ at: await stamp(deps, talk) });
}

/** GET /open/:token: looking spends nothing (link previews look too). */
export async function openAsk(c: Context, deps: Deps): Promise<Response> {
  return c.html(documentOf(c, <OpenPage account={account(deps)} />));
}

/** POST /open/:token */
export async function openSpend(c: Context, deps: Deps): Promise<Response> {
  const token = await spendLink(deps, c.req.param('token') ?? '');
  if (!token) {
    const text =
      'このリンクは使えません（一度使ったか、10分がすぎました）。LINEで「読む」と書くと、新しいリンクを送ります。';
    return c.html(documentOf(c, <NoticePage account={account(deps)} text={text} />), 410);
  }
  keepDevice(c, deps.settings, token);
  return c.redirect(NEWEST, 303);
}

/** GET /return */
export async function returnAsk(c: Context, deps: Deps): Promise<Response> {
  return c.html(documentOf(c, <ReturnPage account={account(deps)} fault={null} />));
}

/** POST /return */
export async function returnUse(c: Context, deps: Deps): Promise<Response> {
  const form = await readForm(c);
  const token = await usePhrase(deps, form.text('phrase').slice(0, 100));
  if (!token) {
    const fault = 'もどる言葉がちがいます。書いたものと見くらべてください。';
    return c.html(documentOf(c, <ReturnPage account={account(deps)} fault={fault} />), 403);
  }
  keepDevice(c, deps.settings, token);
  return c.redirect(NEWEST, 303);
}

const account = (deps: Deps): string => deps.content().content.city.account;

async function playOnPage(deps: Deps, talk: string, resident: Resident) {
  const input: Input = { ...resident, at: deps.now(), via: 'page', spare: newSpare() };
  const p: Play = { talk, event: `page:${newId()}`, input, begin: { door: 'page', who: null, lineId: null } };
  return (await play(deps, p)).outcome;
}

/** The page again, with what went wrong and the words that were typed. */
async function refuse(
  c: Context,
  deps: Deps,
  fault: string,
  typed = '',
  status: 400 | 403 | 503 = 400,
): Promise<Response> {
  const talk = await deviceTalk(deps, deviceToken(c, deps.settings));
  return c.html(await draw(c, deps, talk, { fault, typed }), status);
}

async function draw(
  c: Context,
  deps: Deps,
  talkId: string | null,
  extra: { phrase?: string; fault?: string; typed?: string; wish?: CallbackProps['refused'] },
): Promise<string> {
  const loaded = talkId ? await loadTalk(deps, talkId) : null;
  const talk = loaded?.talk ?? null;
  const { city } = deps.content().content;
  const desk =
    deps.content().content.windows[
      talk?.case?.window ?? (talk ? deskFor(talk, deps.content()) : city.handoff.window)
    ];
  const own = talk?.case ? await readForResident(deps, talk.case.id) : null;
  return documentOf(
    c,
    <TalkPage
      account={city.account}
      greeting={pageGreeting(city.account)}
      talk={talk}
      question={talk?.case?.state === 'held' ? null : (talk?.question ?? null)}
      transcript={loaded ? await transcriptOf(deps, loaded.row.id) : []}
      preview={talk?.draft ? previewOf(deps, talk) : null}
      hasLine={loaded?.row.line_id_sealed != null}
      guarded={talk?.outside != null}
      own={own}
      around={aroundOf(deps, own)}
      role={desk?.desk?.role ?? '職員'}
      phrase={extra.phrase ?? null}
      fault={extra.fault ?? null}
      typed={extra.typed ?? ''}
      promised={talk?.case ? promiseOf(deps.content(), talk.case.window, talk.case.dueAt) : ''}
      callback={talk && own && hasOpenCase(talk) ? callbackOf(deps, talk, own, extra.wish ?? null) : null}
      printable={talk !== null && paperOf(talk, deps.content(), deps.now()) !== null}
      canReturn={talk?.case != null && !loaded?.row.line_id_sealed}
      languages={languagesOf(deps.content().content)}
      consent={consentOf(talk, deps.content().content)}
      at={loaded ? await stamp(deps, loaded.row.id) : ''}
    />,
  );
}

/** Buttons for every language, Japanese among them. */
const languagesOf = ({ languages }: Content) => {
  const others = Object.values(languages).map(({ name, tag }) => ({ name, tag }));
  return others.length === 0 ? [] : [...others, { name: '日本語', tag: 'ja' }];
};

function consentOf(talk: Talk | null, content: Content) {
  const tongue = talk && tongueOf(talk, content);
  return tongue ? { text: tongue.texts.consent, tag: tongue.tag } : null;
}

function callbackOf(deps: Deps, talk: Talk, own: ReadCase, refused: CallbackProps['refused']): CallbackProps {
  const bands = bandsFor(deps.content(), talk.case!.window);
  const wanted = talk.means === 'callback' && !talk.case!.callback;
  return { wish: own.wish, bands, wanted, refused };
}

function previewOf(deps: Deps, talk: Talk) {
  const say = preview(talk, deps.content(), deps.now()).say.find((s) => s.kind === 'preview');
  return say?.kind === 'preview' ? say : null;
}

async function transcriptOf(deps: Deps, talk: string): Promise<Shown[]> {
  const rows = await deps.store.all<{ event: string; shown_sealed: Uint8Array }>(
    'SELECT event, shown_sealed FROM turns WHERE talk = ? AND shown_sealed IS NOT NULL ORDER BY turn DESC LIMIT ?',
    talk,
    TRANSCRIPT_MAX,
  );
  const shown = await Promise.all(
    rows.reverse().map((r) => openFrom<Shown>(deps, talkKey(talk), `turn:${r.event}`, r.shown_sealed)),
  );
  return shown.filter((s): s is Shown => s !== null);
}

/** Changes whenever the talk or its case does. */
async function stamp(deps: Deps, talk: string): Promise<string> {
  const [row] = await deps.store.all<{ turn: number; facts: number | null }>(
    'SELECT t.turn, (SELECT sum(facts) FROM cases WHERE talk = t.id) AS facts FROM talks t WHERE t.id = ?',
    talk,
  );
  return `${row?.turn ?? 0}.${row?.facts ?? 0}`;
}
