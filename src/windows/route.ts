/** Need × time → windows, in the city's order, each with what may be shown of it and why. */
import type { Content, Prepared } from '../content/content.ts';
import type { WindowEntry } from '../content/schema.ts';
import { isCurrent, namedOn } from './dated.ts';
import { type OpenState, openState } from './hours.ts';
import { inArea } from './local.ts';
import { type Owner, type ShownNumber, shownNumbers } from './number.ts';
import { type Day, dayOf, type Instant } from './tokyo.ts';

/** A window as it may be shown at a moment. */
export interface Place {
  window: WindowEntry;
  numbers: ShownNumber[];
  state: OpenState;
  /** Where to call instead, when the window has no number that may be shown. */
  instead: Instead | null;
  /** The day it is shown on. */
  day: Day;
  because: string[];
}

export interface Instead {
  window: WindowEntry;
  numbers: ShownNumber[];
  state: OpenState;
  say: string;
  /** Whether they put the call through to the window; a national or prefectural line answers by itself. */
  connects: boolean;
}

/**
 * The windows for a need, best first; the switchboard when the city names none that holds on the day and takes
 * this asker. Never empty. `topics` are those known so far (`need.topic`); where the city has windows of their own
 * for them, these are the answer. `area` is the town as the resident wrote it (see local.ts), null when not known.
 */
export function route(
  prepared: Prepared,
  need: string,
  now: Instant,
  topics: readonly string[],
  area: string | null = null,
): Place[] {
  const { content } = prepared;
  const today = dayOf(now);
  const ids = [...new Set(inArea(content, idsOf(content, need, topics), area))].filter((id) => {
    const window = content.windows[id]!;
    return isCurrent(window, today) && mayAsk(window, topics);
  });
  if (ids.length === 0) {
    return [
      placeOf(prepared, switchboard(content), now, [
        'この困りごとの窓口が決まっていないため、市の代表電話を案内します',
      ]),
    ];
  }
  return ids.map((id, i) =>
    placeOf(prepared, content.windows[id]!, now, [`${content.city.name}の窓口表の${i + 1}番目`]),
  );
}

/** The windows that a city's table names for a need, each once, in its order. */
export const idsOf = (content: Content, need: string, topics: readonly string[]): string[] => [
  ...new Set(waysOf(content, need, topics).flatMap((w) => w.windows)),
];

/** The topic by which an intent knows that a man asks. */
const MAN = 'man';

/** A desk for women is not shown where it is known that a man asks. */
const mayAsk = ({ asker }: WindowEntry, topics: readonly string[]): boolean =>
  asker === 'だれでも' || !topics.some((topic) => topic.endsWith(`.${MAN}`));

/** The ways of a need in the city: those of the known topics, else the need's own; none where it has no row. */
export function waysOf(content: Content, need: string, topics: readonly string[]): Way[] {
  if (!Object.hasOwn(content.routes, need)) return [];
  const row = content.routes[need]!;
  const narrower = Object.entries(row.topics ?? {}).filter(([id]) => topics.includes(`${need}.${id}`));
  return narrower.length > 0 ? narrower.map(([, way]) => way) : [row];
}

/** What has to be asked before the windows of a need are known: null when no answer would change them. */
export function toAsk(content: Content, need: string, topics: readonly string[]): Narrowing | null {
  const intent = content.intents[need];
  const own = content.routes[need]?.topics;
  if (!intent?.ask || !own) return null;
  const answers = [...intent.ask.topics, NOT_SURE];
  if (answers.some((id) => topics.includes(`${need}.${id}`))) return null;
  if (!intent.ask.topics.some((id) => Object.hasOwn(own, id))) return null;
  const choices = intent.ask.topics.flatMap((id) => intent.topics.find((t) => t.id === id) ?? []);
  return { text: intent.ask.text, choices };
}

/** The answer 「わからない」, kept like a topic so that nobody is asked twice. */
export const NOT_SURE = 'unknown';

/** A question that narrows a need, with the topics to choose from. */
export interface Narrowing {
  text: string;
  choices: { id: string; label: string }[];
}

type Way = Pick<Content['routes'][string], 'windows' | 'desk'>;

/** One window at a moment. */
export function placeOf(prepared: Prepared, entry: WindowEntry, now: Instant, because: string[]): Place {
  const window = namedOn(entry, dayOf(now));
  const numbers = numbersOf(prepared, window, now);
  const instead = numbers.length > 0 ? null : insteadOf(prepared, window, now);
  return {
    window,
    numbers,
    state: openState(window, prepared.holidays, now),
    instead,
    day: dayOf(now),
    because: instead ? [...because, whyInstead(instead)] : because,
  };
}

const whyInstead = ({ connects, window }: Instead): string =>
  connects
    ? '確かめた直通番号がないため、つないでもらう電話を案内します'
    : `確かめた直通番号がないため、${window.name}を案内します`;

export const switchboard = (content: Content): WindowEntry => content.windows[content.city.switchboard]!;

/** Whether a window is a line of hotlines.yaml that the city's files name among its windows. */
const isLine = (content: Content, id: string): boolean => Object.hasOwn(content.hotlines, id);

/** Whose number the numbers of a window or line are. */
export function ownerOf(content: Content, id: string): Owner {
  if (isLine(content, id)) return 'hotline';
  return id === content.city.switchboard ? 'switchboard' : 'window';
}

/** What of a window's numbers may be shown: the switchboard and lines stay, with a word of warning, as nothing stands behind them. */
function numbersOf(
  { content, doubted }: Prepared,
  { id, numbers }: WindowEntry,
  now: Instant,
): ShownNumber[] {
  const owner = ownerOf(content, id);
  const shown = shownNumbers(numbers, owner, dayOf(now));
  const isDoubted = (n: ShownNumber): boolean => doubted.has(`${id} ${n.display}`);
  if (owner === 'window') return shown.filter((n) => !isDoubted(n));
  return shown.map((n) => (isDoubted(n) ? { ...n, aging: true } : n));
}

/** The number that a resident calls for a place, and whose it is. */
export function answeringOf({ window, numbers, instead }: Place): {
  owner: string;
  number: ShownNumber | null;
} {
  return { owner: (instead?.window ?? window).id, number: (instead?.numbers ?? numbers)[0] ?? null };
}

/**
 * Follows fallbacks until a window with a number is found; the compiler has refused circles. What to say there is
 * what the first window wants said: it is the one the resident needs.
 */
function insteadOf(prepared: Prepared, window: WindowEntry, now: Instant): Instead | null {
  const { content } = prepared;
  const say = window.fallback?.say ?? `${window.name}につないでください`;
  let next = content.windows[window.fallback?.window ?? content.city.switchboard]!;
  for (let steps = 0; steps < 5; steps++) {
    const numbers = numbersOf(prepared, next, now);
    if (numbers.length > 0 || next.id === content.city.switchboard) {
      const connects = !isLine(content, next.id);
      return {
        window: namedOn(next, dayOf(now)),
        numbers,
        state: openState(next, prepared.holidays, now),
        say,
        connects,
      };
    }
    next = content.windows[next.fallback?.window ?? content.city.switchboard]!;
  }
  return null;
}
