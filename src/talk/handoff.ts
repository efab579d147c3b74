/** From the wish to talk with a person to a sent packet, and what the talk says while staff hold the case. */
import type { Connected } from '../case/case.ts';
import { hasLine, type Packet, packetOf } from '../case/packet.ts';
import { endOf, nextText } from '../case/promise.ts';
import { NO_TERMS, type Terms, termLines } from '../case/terms.ts';
import type { Prepared } from '../content/content.ts';
import type { Danger } from '../understand/danger.ts';
import { cardsOf } from '../windows/card.ts';
import { receives } from '../windows/lane.ts';
import { townName } from '../windows/local.ts';
import { placeOf, waysOf } from '../windows/route.ts';
import type { Instant } from '../windows/tokyo.ts';
import { MENU_OPTION, STAFF, WRITE } from './asking.ts';
import { fingerprint } from './fingerprint.ts';
import type { Input, Spare } from './input.ts';
import { dueAt, promisedNow, promiseOf } from './promised.ts';
import type { Effect, Say } from './say.ts';
import { goesToLine } from './staffActed.ts';
import { hasOpenCase, type Means, type Option, type OwnCase, type Talk } from './talk.ts';
import * as texts from './texts.ts';
import { speak, speakAndAsk, type Turned, textSay } from './turned.ts';

/** How long the fixed line to a person staff already look after is not repeated. */
const TELL_AGAIN = 8 * 3_600_000;

/** Opens the preview; in LINE it opens on our page, so that the words stay out of LINE. */
export function startHandoff(talk: Talk, prepared: Prepared, now: Instant): Turned {
  if (hasOpenCase(talk)) return tellState(talk, prepared, now);
  if (!prepared.handoff) return showDesk(talk, prepared, now);
  if (!receives(prepared.content.windows[deskFor(talk, prepared)])) return toCall(talk, prepared, now);
  const next: Talk = { ...talk, draft: talk.draft ?? { removed: [] } };
  const promised = promisedNow(prepared, deskFor(talk, prepared), now);
  if (talk.door === 'line') {
    const door = { kind: 'door', text: texts.toPage(promised), label: texts.TO_PAGE_LABEL } as const;
    return speakAndAsk(next, [door], texts.AFTER, [
      { label: 'まだ送らない', choice: { do: 'later' } },
      MENU_OPTION,
    ]);
  }
  return preview(next, prepared, now);
}

/** Where nothing is taken over, the window that would have answered is the next step. */
const showDesk = (talk: Talk, prepared: Prepared, now: Instant): Turned =>
  speakAndAsk(talk, deskCard(texts.NO_HANDOFF, talk, prepared, now), texts.AFTER, [MENU_OPTION]);

/** A window of the phone lane is called; who cannot call writes to the city's own window. */
const toCall = (talk: Talk, prepared: Prepared, now: Instant): Turned =>
  speakAndAsk(talk, deskCard(texts.BY_PHONE, talk, prepared, now), texts.AFTER, [WRITE, MENU_OPTION]);

function deskCard(text: string, talk: Talk, prepared: Prepared, now: Instant): Say[] {
  const window = prepared.content.windows[deskFor(talk, prepared)]!;
  const cards = cardsOf([placeOf(prepared, window, now, [])], undefined);
  return [textSay(text), ...cards.map((card): Say => ({ kind: 'card', card }))];
}

/** The packet as staff would read it, with what the resident should know before consenting. */
export function preview(talk: Talk, prepared: Prepared, now: Instant): Turned {
  const { purpose, kept } = prepared.content.city.handoff;
  const holder = holderOf(prepared, deskFor(talk, prepared));
  const packet = packetOf(talk, prepared.content, talk.draft?.removed ?? []);
  const promised = promisedNow(prepared, deskFor(talk, prepared), now);
  const options: Option[] = [
    { label: 'このまま送る', choice: { do: 'send' } },
    { label: 'まだ送らない', choice: { do: 'later' } },
    ...packet.lines.map(
      (line, i): Option => ({ label: `${i + 1}行目を消す`, choice: { do: 'remove', line: line.id } }),
    ),
  ];
  const say = {
    kind: 'preview',
    packet,
    shown: fingerprint(packet),
    promise: promised,
    holder,
    purpose,
    kept,
    minor: talk.minor,
    lane: prepared.content.windows[deskFor(talk, prepared)]?.desk?.lane === 'line' ? 'line' : 'page',
    forOther: talk.speaker === 'neighbour',
    guardFirst: mayBeSeen(talk),
  } as const;
  return speakAndAsk(talk, [say], texts.PREVIEW, options.slice(0, 13));
}

/** Dangers at home, of which whoever looks at the phone may be the cause; or words that say so. */
const SEEN_BY = ['dv', 'sexual', 'abuse_child', 'abuse_elder', 'abuse_disabled'];
const MAY_BE_SEEN = /(?:見|み)られ(?:る|たく|ない|たら|そう)|のぞ(?:き|か)|覗(?:き|か)/u;

const mayBeSeen = ({ danger, heard }: Talk): boolean =>
  (danger !== null && SEEN_BY.includes(danger.class)) || heard.some((h) => MAY_BE_SEEN.test(h.text));

/** Takes one line out of the packet and shows it again. */
export function removeLine(talk: Talk, prepared: Prepared, line: string, now: Instant): Turned {
  const removed = [...(talk.draft?.removed ?? []), line];
  const shown = preview({ ...talk, draft: { removed } }, prepared, now);
  return { ...shown, say: [textSay(texts.LINE_REMOVED), ...shown.say] };
}

/** The resident keeps it for now; nothing was sent. */
export function keepForNow(talk: Talk): Turned {
  return speakAndAsk({ ...talk, draft: null }, [textSay(texts.NOT_SENT)], texts.AFTER, [MENU_OPTION, STAFF]);
}

/**
 * Opens the case with the lines the resident left in. What was removed leaves the talk as well, and the
 * rest of what was said so far now lives with the case only. `shown` is the fingerprint of the packet they
 * saw: when it has changed since (another message came in), they see it again instead.
 */
export function send(
  talk: Talk,
  prepared: Prepared,
  removed: string[],
  shown: string | null,
  spare: Spare,
  now: Instant,
  terms: Terms = NO_TERMS,
): Turned {
  if (!talk.draft || hasOpenCase(talk)) {
    return speak(talk, [textSay(talk.case ? stateText(talk, prepared, now) : texts.NOTHING_TO_SEND)]);
  }
  const seen = packetOf(talk, prepared.content, talk.draft.removed);
  if (shown !== null && shown !== fingerprint(seen)) return showAgain(talk, prepared, now);
  const packet = packetOf(talk, prepared.content, [...talk.draft.removed, ...removed]);
  const opened = newCase(talk, prepared, spare, now, terms);
  const say = [textSay(texts.sent(opened.code, promiseOf(prepared, opened.window, opened.dueAt)))];
  if (talk.means === 'callback') say.push(textSay(texts.CALLBACK_HERE));
  const effect = openCase(talk, prepared, opened, {
    ...packet,
    lines: [...packet.lines, ...termLines(terms)],
  });
  const next: Talk = { ...talk, draft: null, heard: [], question: null, case: opened };
  return speakAndAsk(next, say, texts.AFTER, [MENU_OPTION], [effect]);
}

function newCase(talk: Talk, prepared: Prepared, spare: Spare, now: Instant, terms: Terms): OwnCase {
  const window = deskFor(talk, prepared);
  const lane = prepared.content.windows[window]?.desk?.lane;
  return {
    id: spare.id,
    code: spare.code,
    window,
    state: 'waiting',
    dueAt: dueAt(prepared, window, now),
    answered: false,
    toldAt: null,
    callback: false,
    notice: terms.notice !== 'none',
    inLine: terms.notice === 'words' && lane === 'line',
  };
}

/** Only what the packet still says goes to staff, also as a flag. */
const openCase = (talk: Talk, { content }: Prepared, opened: OwnCase, packet: Packet): Effect => ({
  kind: 'openCase',
  case: opened,
  packet,
  need: hasLine(packet, 'need') ? talk.need : null,
  danger: hasLine(packet, 'danger') ? talk.danger : null,
  minor: hasLine(packet, 'minor'),
  area: hasLine(packet, 'area') ? townName(content, talk.area ?? null) : null,
});

/**
 * 職員に知らせる, by one tap after a danger card: what kind of danger, and the last message; nothing else. The words stay in
 * the talk as well, for a packet of their own choosing later.
 */
export function alertStaff(talk: Talk, prepared: Prepared, spare: Spare, now: Instant): Turned {
  if (!prepared.handoff || !talk.danger) return startHandoff(talk, prepared, now);
  const last = talk.heard.at(-1);
  if (hasOpenCase(talk)) {
    const effect = {
      kind: 'toCase',
      text: last?.text ?? texts.ALERT,
      ref: last?.ref ?? null,
      via: talk.door,
    } as const;
    const danger = { class: talk.danger.class, level: talk.danger.level };
    return speakAndAsk(
      talk,
      [textSay(`${texts.ALERTED_AGAIN}\n${stateText(talk, prepared, now)}`)],
      texts.AFTER,
      [MENU_OPTION],
      [{ ...effect, danger }],
    );
  }
  const wanted = ['danger', ...(last ? [`said-${last.turn}`] : [])];
  const all = packetOf(talk, prepared.content, []);
  const packet: Packet = {
    lines: all.lines.filter((l) => wanted.includes(l.id)),
    sheet: { main: null, others: [] },
  };
  const opened = newCase(talk, prepared, spare, now, NO_TERMS);
  const say = textSay(texts.alerted(opened.code, promiseOf(prepared, opened.window, opened.dueAt)));
  const next: Talk = { ...talk, draft: null, heard: talk.heard.filter((h) => h !== last), case: opened };
  return speakAndAsk(next, [say], texts.AFTER, [MENU_OPTION], [openCase(talk, prepared, opened, packet)]);
}

function showAgain(talk: Talk, prepared: Prepared, now: Instant): Turned {
  const again = preview(talk, prepared, now);
  return { ...again, say: [textSay(texts.CHANGED), ...again.say] };
}

/**
 * The window whose staff receive this talk: the desk of the topic, else of the need, else the city's. Who wishes to write,
 * has begun to, or is in danger, comes to one that takes writing.
 */
export function deskFor({ need, topics, means, danger, draft }: Talk, { content }: Prepared): string {
  if (need === null) return content.city.handoff.window;
  const desks = [...waysOf(content, need, topics), ...waysOf(content, need, [])].map((way) => way.desk);
  const written = draft !== null || danger !== null || (means !== null && IN_WRITING.includes(means));
  return (
    desks.find((desk) => desk !== undefined && (!written || receives(content.windows[desk]))) ??
    content.city.handoff.window
  );
}

/** Means that begin with a packet. */
const IN_WRITING: readonly Means[] = ['write', 'callback', 'visit'];

/** Who will hold and read it: the receiving window itself, with the body it belongs to. */
function holderOf({ content }: Prepared, window: string): string {
  const desk = content.windows[window]!;
  return texts.holder(desk.name, desk.body, desk.desk?.role ?? '職員');
}

/** What is happening with the case, in one sentence or two. */
function stateText(talk: Talk, prepared: Prepared, now: Instant): string {
  const own = talk.case;
  if (!own || own.state === 'closed') return texts.NO_CASE;
  const next = own.next && endOf(own.next) > now ? texts.nextWord(nextText(own.next)) : '';
  if (own.state === 'held') return `${own.answered ? texts.ANSWERED_STATE : texts.HELD_STATE}${next}`;
  return texts.waitingState(promiseOf(prepared, own.window, own.dueAt));
}

/** Says what is happening with the case (「いつ」). */
export function tellState(talk: Talk, prepared: Prepared, now: Instant): Turned {
  const text = textSay(stateText(talk, prepared, now));
  if (!talk.case) return speakAndAsk(talk, [text], texts.AFTER, [MENU_OPTION, STAFF]);
  if (talk.door !== 'line') return speak(talk, [text]);
  return speak(talk, [text, { kind: 'door', text: texts.READ_ON_PAGE, label: texts.TO_PAGE_LABEL }]);
}

type Said = Extract<Input, { kind: 'said' }>;

/** What goes to staff with a sentence: the words, where they were written, and the danger in them. */
export const toStaff = (text: string, input: Said, danger: Danger | null): Effect => ({
  kind: 'toCase',
  text,
  ref: input.ref,
  via: input.via,
  danger: danger && { class: danger.class, level: danger.level },
});

/** While staff hold the case the bot is quiet: words go to them, one fixed line now and then. */
export function passToStaff(
  talk: Talk,
  text: string,
  input: Said,
  danger: Danger | null,
  prepared: Prepared,
  now: Instant,
): Turned {
  const own = talk.case!;
  const effect = toStaff(text, input, danger);
  const told = own.toldAt !== null && now - own.toldAt < TELL_AGAIN;
  if (talk.door !== 'line' || told) return speak(talk, [], [effect]);
  const next: Talk = { ...talk, case: { ...own, toldAt: now } };
  if (goesToLine(own, prepared)) return speak(next, [textSay(texts.HELD_LINE_LANE)], [effect]);
  const say = { kind: 'door', text: texts.HELD_IN_LINE, label: texts.TO_PAGE_LABEL } as const;
  return speak(next, [say], [effect]);
}

/** つながりましたか: whoever is not yet there gets the way on. */
export function connected(talk: Talk, answer: Connected): Turned {
  const own = talk.case;
  if (own?.state !== 'closed') return speak(talk, [textSay(texts.NO_CASE)]);
  const effect = { kind: 'connected', case: own.id, answer } as const;
  const text = answer === 'まだ' ? texts.NOT_CONNECTED : texts.THANKS_CONNECTED;
  return speakAndAsk(talk, [textSay(text)], texts.AFTER, [MENU_OPTION, STAFF], [effect]);
}

/** The resident stops sharing. */
export function withdraw(talk: Talk): Turned {
  if (!hasOpenCase(talk)) return speak(talk, [textSay(texts.NO_CASE)]);
  return speakAndAsk(
    { ...talk, case: null },
    [textSay(texts.WITHDRAWN)],
    texts.AFTER,
    [MENU_OPTION, STAFF],
    [{ kind: 'withdrawCase' }],
  );
}
