/** The rich menu's picture for the words of now, as `npm run draw-menu` left it. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { pictureName, type Tile } from '../line/richMenu.ts';
import { packageRoot } from './command.ts';

export const DRAW_AGAIN =
  'Chromium と日本語のフォントがある機械で「npm run draw-menu」を実行し、できた data/menu-….png を一緒に置いてください';

/** The picture's bytes from the content folder, else from the package's build; null when none was drawn for these tiles. */
export function pictureOf(root: string, tiles: readonly Tile[]): Uint8Array | null {
  const name = pictureName(tiles);
  const places = [path.join(root, 'data', name), path.join(packageRoot(), 'dist', 'content', name)];
  const file = places.find((f) => existsSync(f));
  return file ? readFileSync(file) : null;
}
