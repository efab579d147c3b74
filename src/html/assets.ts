/** Styles and scripts as files of their own, so that the content security policy can refuse everything inline. */

import { deskJs } from '../desk/script.ts';
import { deskCss } from '../desk/style.ts';
import { pageJs } from '../page/script.ts';
import { pageCss } from '../page/style.ts';

const ICON = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><circle cx="16" cy="16" r="15" fill="#0b57a4"/><path d="M9 10h14v9H15l-4 4v-4H9z" fill="#fff"/></svg>`;

const css = 'text/css; charset=utf-8';
const js = 'text/javascript; charset=utf-8';

/** File name → type and body. */
export const ASSETS: ReadonlyMap<string, { type: string; body: string }> = new Map([
  ['page.css', { type: css, body: pageCss }],
  ['desk.css', { type: css, body: deskCss }],
  ['page.js', { type: js, body: pageJs }],
  ['desk.js', { type: js, body: deskJs }],
  ['icon.svg', { type: 'image/svg+xml', body: ICON }],
]);
