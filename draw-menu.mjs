// npm run draw-menu: draws the rich menu's picture of every city into data/, with the system's Chromium and a
// Japanese font. The pictures are kept with the content, because a build may have neither.
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { chromium } from 'playwright-core';
import { pictureName, SIZE, tilesOf } from './dist/richMenu.js';

const FOLDER = 'data';
const BUILT = 'dist/content';
const PICTURE = /^menu-.*\.png$/;
const executablePath = [
  process.env.CHROMIUM,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
].find((p) => p && existsSync(p));
if (!executablePath) {
  console.error(
    '絵を描く Chromium がありません。「apt-get install chromium fonts-noto-cjk」を実行するか、CHROMIUM=その場所 を付けてください。',
  );
  process.exit(3);
}

const menus = new Map();
for (const file of readdirSync(BUILT).filter((f) => f.endsWith('.json') && f !== 'bundle.json')) {
  const tiles = tilesOf(JSON.parse(readFileSync(`${BUILT}/${file}`, 'utf8')).content);
  menus.set(pictureName(tiles), tiles);
}

const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
const page = await browser.newPage({ viewport: SIZE });
for (const [name, tiles] of menus) {
  await page.setContent(drawn(tiles));
  await page.evaluate(fit);
  const picture = await page.screenshot({ type: 'png' });
  for (const folder of [FOLDER, BUILT]) writeFileSync(`${folder}/${name}`, picture);
  console.log(`${FOLDER}/${name}`);
}
await browser.close();
for (const old of readdirSync(FOLDER).filter((f) => PICTURE.test(f) && !menus.has(f)))
  rmSync(`${FOLDER}/${old}`);

function drawn(tiles) {
  const boxes = tiles.map(({ label, look, bounds: b }) => {
    const at = `left:${b.x}px;top:${b.y}px;width:${b.width}px;height:${b.height}px`;
    return `<div class="tile ${look}" style="${at}"><p>${escaped(label)}</p></div>`;
  });
  return `<!doctype html><html lang="ja"><meta charset="utf-8"><style>
    body { margin: 0; background: #9fb3c8; font-family: 'BIZ UDPGothic', 'Noto Sans CJK JP', sans-serif; font-weight: 700 }
    .tile { position: absolute; display: flex; align-items: center; justify-content: center; box-sizing: border-box;
      border: 8px solid #9fb3c8; background: #fff; color: #14212e; padding: 0 40px; text-align: center }
    .more { background: #dce9f6; color: #0b3d73 }
    .staff { background: #0b57a4; color: #fff }
    p { margin: 0; line-height: 1.2; word-break: auto-phrase; text-wrap: balance }
  </style>${boxes.join('')}</html>`;
}

/** Runs in the page: one size for all needs, so large that every label stays inside its tile. */
function fit() {
  const tiles = [...document.querySelectorAll('.tile')];
  const fits = (size) =>
    tiles.every((tile) => {
      const p = tile.firstElementChild;
      p.style.fontSize = `${size}px`;
      return p.scrollHeight <= tile.clientHeight - 24 && p.scrollWidth <= tile.clientWidth - 80;
    });
  let size = 170;
  while (!fits(size)) size -= 2;
}

function escaped(text) {
  return text.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);
}
