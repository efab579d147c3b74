/**
 * Town → window. A town is typed as people write it: 「富士見3-5-1」「大字三ツ木」「すねおり」「〒350-2217」. Where a town is
 * split, or not known, that is said; nothing is guessed.
 */
import type { AreasFile, Town } from '../content/schema.ts';
import { type Address, addressOf, postalOf, townKey } from './town.ts';

/** What a typed text says of the town. */
export type Found =
  | { kind: 'town'; towns: Town[] }
  /** Nothing fits to the letter; these differ in one letter and must be asked for. */
  | { kind: 'perhaps'; towns: Town[] }
  | { kind: 'unknown' };

const UNKNOWN: Found = { kind: 'unknown' };
/** More than this is no list to choose from. */
const PERHAPS_MAX = 5;

/**
 * The towns that a text names. Several, where they share a postal code or the 丁目 was left out. Empty texts and
 * 「わからない」 are unknown. Takes any text of a resident; never throws.
 */
export function findTown({ towns }: AreasFile, text: string): Found {
  const postal = postalOf(text);
  if (postal !== null) return found(towns.filter((t) => t.postal.includes(postal)));
  const asked = addressOf(text);
  for (const named of [withName, endingIn, longestIn]) {
    const meant = ofBlock(named(towns, asked), asked);
    if (meant.length > 0) return found(meant);
  }
  return near(towns, asked.key);
}

const found = (towns: Town[]): Found => (towns.length === 0 ? UNKNOWN : { kind: 'town', towns });

const keyOf = (t: Town): string => addressOf(t.name).key;

/** Towns of just this name or reading. */
const withName = (towns: readonly Town[], { key }: Address): Town[] =>
  towns.filter((t) => key !== '' && (keyOf(t) === key || (t.kana !== null && townKey(t.kana) === key)));

/** Shorter ends (「新田」) are no names. */
const END_MIN = 3;

/** Towns whose name ends so: 「きぬの里」 for 内守谷町きぬの里. */
const endingIn = (towns: readonly Town[], { key }: Address): Town[] =>
  key.length < END_MIN ? [] : towns.filter((t) => keyOf(t).endsWith(key));

/** The towns with the longest name that stands in a text (「三ツ木新田」 before 「三ツ木」). Readings are too short for that. */
function longestIn(towns: readonly Town[], { whole }: Address): Town[] {
  const inside = towns.filter((t) => keyOf(t).length > 1 && whole.includes(keyOf(t)));
  const most = Math.max(0, ...inside.map((t) => keyOf(t).length));
  return inside.filter((t) => keyOf(t).length === most);
}

/** With 大字 or a 丁目 only that one is meant, where the city has it. */
function ofBlock(towns: Town[], { oaza, block }: Address): Town[] {
  if (!oaza && block === null) return towns;
  const own = towns.map((t): [Town, Address] => [t, addressOf(t.name)]);
  const meant = own.filter(([, a]) => (oaza ? a.oaza : a.block === block)).map(([t]) => t);
  return meant.length > 0 ? meant : towns;
}

/** Shorter names differ from each other in one letter anyway. */
const NEAR_MIN = 3;

function near(towns: readonly Town[], key: string): Found {
  if (key.length < NEAR_MIN) return UNKNOWN;
  const close = towns.filter((t) =>
    [keyOf(t), t.kana ? townKey(t.kana) : ''].some((k) => differInOne(k, key)),
  );
  return close.length === 0 || close.length > PERHAPS_MAX ? UNKNOWN : { kind: 'perhaps', towns: close };
}

/** Whether one letter was left out, added or mistyped. */
function differInOne(a: string, b: string): boolean {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  if (short.length < NEAR_MIN || long.length - short.length > 1) return false;
  let i = 0;
  while (i < short.length && short[i] === long[i]) i++;
  return long.slice(i + 1) === short.slice(i + (long.length === short.length ? 1 : 0));
}

/**
 * The town that a text is, and nothing else: a name, a reading, a postal code, with 「です」 or 「に住んでいます」 behind it.
 * Null for any other text: a word inside a sentence may be anybody's name.
 */
export function townIn({ towns }: AreasFile, text: string): Town | null {
  const bare = text.trim().replace(/(?:です|だよ|に住んで(?:い|)ます|に住んでる)[。.!！]?$/u, '');
  const postal = postalOf(bare);
  const meant =
    postal !== null
      ? towns.filter((t) => t.postal.includes(postal))
      : ofBlock(withName(towns, addressOf(bare)), addressOf(bare));
  return meant.length === 1 ? meant[0]! : null;
}

/** Farther from the middle of the nearest town than this, in kilometres, is another city. */
const NEAR_KM = 3;
const KM_A_DEGREE = 111;

/** The town whose middle is nearest to a position in degrees; null outside the city, or where no positions are known. */
export function townAt({ towns }: AreasFile, lat: number, lng: number): Town | null {
  const away = ({ position: p }: Town): number =>
    p
      ? KM_A_DEGREE * Math.hypot(p.lat - lat, (p.lng - lng) * Math.cos((lat * Math.PI) / 180))
      : Number.POSITIVE_INFINITY;
  const [nearest] = [...towns].sort((a, b) => away(a) - away(b));
  return nearest && away(nearest) <= NEAR_KM ? nearest : null;
}

/** Which of a city's local windows stands for 「お住まいの地区」 when these towns are known. */
export type Local =
  | { kind: 'window'; id: string }
  /** The town is split, or several are meant: any of these. */
  | { kind: 'split'; ids: string[] }
  /** No window of the list covers it (or nobody knows): the general one answers. */
  | { kind: 'none' };

/** The window of `general`'s list for towns that were found; 'none' where the list does not know them. */
export function localWindow({ local }: AreasFile, general: string, towns: readonly Town[]): Local {
  const own = Object.hasOwn(local, general) ? Object.entries(local[general]!) : [];
  const names = new Set(towns.map((t) => t.name));
  const listed = own.filter(([, c]) => [...c.whole, ...c.part].some((t) => names.has(t)));
  const ids = listed.map(([id]) => id);
  if (ids.length === 0) return { kind: 'none' };
  const [first] = listed;
  const sure = ids.length === 1 && towns.every((t) => first![1].whole.includes(t.name));
  return sure ? { kind: 'window', id: ids[0]! } : { kind: 'split', ids };
}
