/**
 * A card: what a resident needs to take the next step at one window. Windows that end in one number are one
 * card: one number, several sentences to say.
 */
import type { Prepared } from '../content/content.ts';
import type { HotlineEntry, IntentFile } from '../content/schema.ts';
import { hoursText, type OpenState, openState } from './hours.ts';
import { type ShownNumber, shownNumbers } from './number.ts';
import { type Instead, type Place, placeOf, switchboard } from './route.ts';
import { dateAndTime, dayOf, type Instant, timeOf } from './tokyo.ts';
import { writingNotes } from './writing.ts';

export interface Card {
  window: string;
  /** The heading. It is seen in the list of talks and on a locked screen: where the window's own name would tell, a plain one. */
  name: string;
  /** What it does; begins with the window's name where the heading is a plain one. */
  does: string;
  who: string | null;
  address: string | null;
  /** Whom to call; null when the window has no telephone at all. */
  call: {
    /** Name of the window that answers, when it is not the card's own. */
    via: string | null;
    number: ShownNumber;
    open: string;
    when: OpenState;
    /** The hours of the week, for paper. */
    hours: string;
    /** 「…」 to say, one per window that this number leads to. */
    say: string[];
    /** What to say once one is through to the window. */
    connected: string | null;
  } | null;
  asked: string[];
  skip: string[];
  /** Further windows behind the same number. */
  also: { name: string; does: string }[];
  /** What is not known or may change, said openly. */
  notes: string[];
}

/** Cards for the places of a need, those with one number joined; in order. */
export function cardsOf(places: readonly Place[], phone: IntentFile['phone']): Card[] {
  const cards = new Map<string, Card>();
  for (const place of places) {
    const card = cardOf(place, phone);
    const key = card.call?.number.display ?? card.window;
    const first = cards.get(key);
    if (!first) cards.set(key, card);
    else join(first, card);
  }
  return [...cards.values()];
}

function join(first: Card, other: Card): void {
  const told = [first, ...first.also].some(({ name }) => name === other.name);
  if (!told) first.also.push({ name: other.name, does: other.does });
  first.call?.say.push(...(other.call?.say ?? []).filter((s) => !first.call?.say.includes(s)));
}

function cardOf(place: Place, phone: IntentFile['phone']): Card {
  const { window, instead } = place;
  const answering = instead ?? place;
  const number = answering.numbers[0];
  const opening = instead?.say ?? window.say;
  return {
    window: window.id,
    name: window.plain ?? window.name,
    does: window.plain ? `${window.name}。${window.does}` : window.does,
    who: window.who,
    address: window.address,
    call: number
      ? {
          via: instead ? instead.window.name : null,
          number,
          open: openText(answering.state),
          when: answering.state,
          hours: hoursText(answering.window),
          say: [opening ?? phone?.say ?? `${window.name}の相談をしたいのですが`],
          connected: connectedSay(opening, instead, phone),
        }
      : null,
    asked: phone?.asked ?? [],
    skip: phone?.skip ?? [],
    also: [],
    notes: notesOf(place),
  };
}

/** What to say once one is through; nothing where it was said already, or where nobody puts through. */
function connectedSay(
  opening: string | null,
  instead: Instead | null,
  phone: IntentFile['phone'],
): string | null {
  if (opening === null || instead?.connects === false || phone?.say === opening) return null;
  return phone?.say ?? null;
}

/** What is not known, other ways to write or go, and the languages, said openly. */
function notesOf({ window, numbers, instead, day }: Place): string[] {
  const number = (instead?.numbers ?? numbers)[0];
  return [
    ...(instead ? [insteadNote(instead)] : []),
    ...(window.hours === null && instead?.connects !== false ? [HOURS_UNKNOWN] : []),
    ...(number?.aging ? ['番号は変わることがあります。'] : []),
    ...writingNotes(window, day),
    ...(window.languages ? [`使えることば：${window.languages.join('、')}`] : []),
  ];
}

const HOURS_UNKNOWN = '窓口のひらいている時間も、まだ確かめられていません。電話で聞いてください。';

const insteadNote = ({ window, connects }: Instead): string =>
  connects
    ? `直通の番号がまだ確かめられていないので、${window.name}につないでもらいます。`
    : `この窓口の番号がまだ確かめられていないので、${window.name}を案内します。`;

/** Whether it is open now and, if not, when it next opens. */
export function openText(state: OpenState): string {
  if (state.open === null) return 'ひらいている時間は分かっていません';
  if (state.open)
    return state.until === null ? '24時間ひらいています' : `今ひらいています（${timeOf(state.until)}まで）`;
  return state.next === null
    ? '今はしまっています'
    : `今はしまっています。次にひらくのは ${dateAndTime(state.next)}`;
}

/** A hotline as it may be shown at a moment; null when nothing of it may be shown. */
export interface HotlineLine {
  id: string;
  name: string;
  /** Wording that may be seen on a shared phone's lock screen. */
  plain: string;
  number: ShownNumber | null;
  /** Words to dial where the number cannot be a link (#7119), besides `number`. */
  dial: string | null;
  link: string | null;
  open: boolean | null;
  openText: string;
  free: boolean;
}

/** Hotlines by id, open ones first, otherwise in the given order; those with nothing to show are left out. */
export function hotlineLines(prepared: Prepared, ids: readonly string[], now: Instant): HotlineLine[] {
  const lines = [...new Set(ids)].flatMap((id) => {
    if (id === SWITCHBOARD) return switchboardLine(prepared, now);
    const entry = prepared.content.hotlines[id];
    return entry ? hotlineLine(prepared, entry, now) : [];
  });
  return [...lines.filter((l) => l.open === true), ...lines.filter((l) => l.open !== true)];
}

/** In a list of hotlines: the city's own switchboard, for what has no national line (高齢者・障がい者の虐待の相談など). */
export const SWITCHBOARD = 'switchboard';

function switchboardLine(prepared: Prepared, now: Instant): HotlineLine[] {
  const { window, numbers, state } = placeOf(prepared, switchboard(prepared.content), now, []);
  const [number] = numbers;
  if (!number) return [];
  const { name } = window;
  return [
    {
      id: SWITCHBOARD,
      name,
      plain: '市役所',
      number,
      dial: null,
      link: null,
      open: state.open,
      openText: openText(state),
      free: false,
    },
  ];
}

function hotlineLine(prepared: Prepared, h: HotlineEntry, now: Instant): HotlineLine[] {
  const today = dayOf(now);
  const numbers = shownNumbers(h.numbers, 'hotline', today);
  const link = h.links.find((l) => l.state === 'yes')?.url ?? null;
  if (numbers.length === 0 && link === null) return [];
  const state = openState(h, prepared.holidays, now);
  const button = numbers.find((n) => n.tel !== null) ?? null;
  const short = numbers.find((n) => n.tel === null) ?? null;
  return [
    {
      id: h.id,
      name: h.name,
      plain: h.plain,
      number: button,
      dial: short?.display ?? null,
      link,
      open: state.open,
      openText: openText(state),
      free: h.free === true,
    },
  ];
}
