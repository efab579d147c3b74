/** The windows of a need in the resident's own town: which stands in for 「お住まいの地区」, and what must be asked for that. */
import type { Content } from '../content/content.ts';
import { findTown, type Local, localWindow } from './areas.ts';

/** What has to be asked once: the town itself, which of some towns is meant, or which part of a split town. */
export type AreaAsk =
  | { kind: 'area'; choices: { id: string; label: string }[] }
  | { kind: 'catchment'; choices: { id: string; label: string }[] };

/** The answer 「わからない」 to either question; the general window answers then. */
export const UNSURE = 'unknown';
const UNSURE_CHOICE = { id: UNSURE, label: 'わからない' };

/** Stands for the town in what is said on the telephone (「町の名前は〇〇です」). */
const BLANK = '〇〇';

/** Words for the telephone with the town filled in, where its name is known. */
export const withTown = (say: string, town: string | null): string =>
  town === null ? say : say.replaceAll(`町の名前は${BLANK}`, `町の名前は${town}`);

/** Whether the words still lack the town. */
export const lacksTown = (say: string): boolean => say.includes(`町の名前は${BLANK}`);

/** The name of the town where `area` is one; null for 「わからない」, a window's id, or what is not known to the city. */
export function townName({ areas }: Pick<Content, 'areas'>, area: string | null): string | null {
  if (area === null || area === UNSURE) return null;
  const found = findTown(areas, area);
  return found.kind === 'town' && found.towns.length === 1 ? found.towns[0]!.name : null;
}

/**
 * The windows with those of the town in the place of the general ones. `area` is what the resident typed as town or
 * postal code, or the id chosen from a question; null when nothing is known. What cannot be told stays general.
 */
export const inArea = (content: Content, ids: readonly string[], area: string | null): string[] =>
  area === null ? [...ids] : ids.map((id) => localOf(content, id, area) ?? id);

function localOf({ areas }: Content, general: string, area: string): string | null {
  const own = areas.local[general];
  if (!own) return null;
  if (Object.hasOwn(own, area)) return area;
  const local = inTown({ areas }, general, area);
  return local.kind === 'window' ? local.id : null;
}

function inTown({ areas }: Pick<Content, 'areas'>, general: string, area: string): Local {
  const found = findTown(areas, area);
  return found.kind === 'town' ? localWindow(areas, general, found.towns) : { kind: 'none' };
}

/** What to ask before the windows are known to the town; null when no answer would change them, or after 「わからない」. */
export function areaToAsk(content: Content, ids: readonly string[], area: string | null): AreaAsk | null {
  const general = ids.find((id) => Object.hasOwn(content.areas.local, id));
  if (general === undefined || area === UNSURE) return null;
  if (area === null) return { kind: 'area', choices: [UNSURE_CHOICE] };
  if (Object.hasOwn(content.areas.local[general]!, area)) return null;
  const found = findTown(content.areas, area);
  if (found.kind === 'perhaps')
    return {
      kind: 'area',
      choices: [...found.towns.map(({ name }) => ({ id: name, label: name })), UNSURE_CHOICE],
    };
  const local = inTown(content, general, area);
  return local.kind === 'split' ? { kind: 'catchment', choices: partsOf(content, local.ids) } : null;
}

const partsOf = (content: Content, ids: readonly string[]): { id: string; label: string }[] => [
  ...ids.map((id) => ({ id, label: content.windows[id]!.name })),
  UNSURE_CHOICE,
];
