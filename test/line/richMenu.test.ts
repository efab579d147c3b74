/** The rich menu of every city that ships: its picture fits its words, and every tile leads somewhere. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { inputOf } from '../../src/line/event.ts';
import { isOurs, pictureName, richMenuOf, SIZE, type Tile, tilesOf } from '../../src/line/richMenu.ts';
import { newTalk } from '../../src/talk/talk.ts';
import { turn } from '../../src/talk/turn.ts';
import { postbackEvent } from '../rig/line-webhook.ts';
import { contentOf, TUESDAY } from '../rig/service.ts';

const DATA = path.resolve(import.meta.dirname, '../../data');
const CITIES = readdirSync(DATA).filter((f) => existsSync(path.join(DATA, f, 'office.yaml')));
const SPARE = { id: 'new', code: '000-001' };

describe.each(CITIES)('the rich menu of %s', (city) => {
  const { content } = contentOf(city);
  const tiles = tilesOf(content);

  it('has a picture of these very words; if not, 「npm run draw-menu」 draws it again', () => {
    expect(readdirSync(DATA)).toContain(pictureName(tiles));
    const png = readFileSync(path.join(DATA, pictureName(tiles)));
    expect(png.subarray(1, 4).toString()).toBe('PNG');
    expect({ width: png.readUInt32BE(16), height: png.readUInt32BE(20) }).toEqual(SIZE);
    expect(png.length).toBeLessThan(1024 * 1024);
  });

  it('shows the scenes of its menu in their order, and two ways below them', () => {
    const { intents, menu } = content;
    const labels = menu.scenes.slice(0, 8).map((id) => intents[id]!.menu);
    expect(tiles.map((t) => t.label)).toEqual([...labels, 'ほかの困りごと', '人と話す']);
  });

  it('covers the whole picture, each point once', () => {
    const area = tiles.reduce((sum, { bounds: b }) => sum + b.width * b.height, 0);
    expect(area).toBe(SIZE.width * SIZE.height);
    for (const [i, a] of tiles.entries())
      for (const b of tiles.slice(i + 1))
        expect(overlap(a.bounds, b.bounds), `${a.label} ${b.label}`).toBe(false);
  });

  it.each(tiles.map((t) => [t.label, t] as const))('「%s」 does what it says', (_, tile) => {
    const prepared = contentOf(city);
    const input = inputOf(postbackEvent({ data: tile.data }), SPARE)!;
    const { talk, say } = turn(newTalk('line'), input, prepared, TUESDAY);
    if (tile.look === 'need') expect(talk.need).toBe(tile.data.split('.')[1]);
    if (tile.look === 'more') expect(talk.question!.options.length).toBeGreaterThan(tiles.length - 3);
    if (tile.look === 'staff') expect(say.some((s) => s.kind === 'door')).toBe(true);
  });
});

function overlap(a: Tile['bounds'], b: Tile['bounds']): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

describe('names', () => {
  const { content } = contentOf();
  const tiles = tilesOf(content);
  const other = tiles.map((t, i) => (i === 0 ? { ...t, label: '子育て' } : t));
  const picture = Buffer.from('picture');

  it('of the picture change with a label, not with what a tap sends', () => {
    expect(pictureName(other)).not.toBe(pictureName(tiles));
    expect(pictureName(tiles.map((t) => ({ ...t, data: 'c=menu' })))).toBe(pictureName(tiles));
  });

  it('of the menu change with all it shows and does', () => {
    const name = richMenuOf(tiles, picture).name;
    expect(isOurs(name!)).toBe(true);
    expect(richMenuOf(tiles, picture).name).toBe(name);
    expect(richMenuOf(other, picture).name).not.toBe(name);
    expect(richMenuOf(tiles, Buffer.from('another')).name).not.toBe(name);
    expect(
      richMenuOf(
        tiles.map((t) => ({ ...t, data: 'c=menu' })),
        picture,
      ).name,
    ).not.toBe(name);
  });

  it.each(['市のメニュー', 'komatta', 'komatta-夏', 'my-komatta-0123456789ab'])(
    '「%s」 is not ours',
    (name) => {
      expect(isOurs(name)).toBe(false);
    },
  );

  it('an odd number of needs leaves no hole', () => {
    const { scenes } = content.menu;
    for (let n = 1; n <= scenes.length; n++) {
      const some = tilesOf({ ...content, menu: { ...content.menu, scenes: scenes.slice(0, n) } });
      expect(some.reduce((sum, { bounds: b }) => sum + b.width * b.height, 0)).toBe(SIZE.width * SIZE.height);
    }
  });
});
