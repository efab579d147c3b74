/**
 * The rich menu: the tiles below the talk. What a city's menu shows first, in large tiles, and two ways that are
 * always there. Pure; the picture is drawn from the same tiles by `npm run draw-menu`.
 */
import { createHash } from 'node:crypto';
import type { messagingApi } from '@line/bot-sdk';
import type { Content } from '../content/content.ts';

/** https://developers.line.biz/en/reference/messaging-api/#rich-menu-object */
export type RichMenu = messagingApi.RichMenuRequest;

export interface Tile {
  label: string;
  /** Postback data, as `tapOf` reads it. */
  data: string;
  /** How it is drawn: a need, or one of the two ways at the bottom. */
  look: 'need' | 'more' | 'staff';
  /** Pixels of the picture. */
  bounds: { x: number; y: number; width: number; height: number };
}

/** Pixels; LINE's full size, shown about a third of a telephone's screen high. */
export const SIZE = { width: 2500, height: 1686 };
/** Two columns of at most four rows: the letters stay as large as an old person needs. */
const NEEDS_MAX = 8;
const COLUMNS = 2;
const LABEL_MAX = 20;
/** At most 14 characters. */
const BAR = '困りごとをえらぶ';

/** The tiles of a city's rich menu, left to right and down. */
export function tilesOf({ intents, menu }: Content): Tile[] {
  const needs = menu.scenes.slice(0, NEEDS_MAX).map((id) => intents[id]!);
  const rows = Math.ceil(needs.length / COLUMNS);
  const height = Math.floor(SIZE.height / (rows + 1));
  const half = SIZE.width / COLUMNS;
  const last = { y: rows * height, height: SIZE.height - rows * height };
  return [
    ...needs.map(({ id, menu: label }, i): Tile => {
      const alone = i === needs.length - 1 && i % COLUMNS === 0;
      const at = { x: (i % COLUMNS) * half, y: Math.floor(i / COLUMNS) * height };
      return {
        label,
        data: `c=need.${id}`,
        look: 'need',
        bounds: { ...at, width: alone ? SIZE.width : half, height },
      };
    }),
    { label: 'ほかの困りごと', data: 'c=menu', look: 'more', bounds: { x: 0, width: half, ...last } },
    { label: '人と話す', data: 'c=staff', look: 'staff', bounds: { x: half, width: half, ...last } },
  ];
}

const hashOf = (...parts: (string | Uint8Array)[]): string => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return hash.digest('hex').slice(0, 12);
};

/** The file of the picture for these tiles: named after all that is seen on it, so that it can never show another menu. */
export const pictureName = (tiles: readonly Tile[]): string =>
  `menu-${hashOf(JSON.stringify(tiles.map(({ label, look, bounds }) => ({ label, look, bounds }))))}.png`;

const NAME = /^komatta-[0-9a-f]{12}$/;
/** Whether a rich menu of this name was made by us, now or earlier. */
export const isOurs = (name: string): boolean => NAME.test(name);

/** The menu as LINE takes it. Its name holds the fingerprint of all it does and shows: same name, same menu. */
export function richMenuOf(tiles: readonly Tile[], picture: Uint8Array): RichMenu {
  const menu = {
    size: SIZE,
    selected: true,
    chatBarText: BAR,
    areas: tiles.map(({ label, data, bounds }) => ({
      bounds,
      // The label is what screen readers say.
      action: {
        type: 'postback' as const,
        label: [...label].slice(0, LABEL_MAX).join(''),
        data,
        displayText: label,
      },
    })),
  };
  return { ...menu, name: `komatta-${hashOf(JSON.stringify(menu), picture)}` };
}
