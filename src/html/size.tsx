/**
 * Large print: one press, kept in a cookie that says nothing else. The server draws it, so that it works without a
 * script; with one the page stays as it is, half-written words and all.
 */
import type { Context } from 'hono';
import { createContext, useContext } from 'hono/jsx';
import type { Deps } from '../run/deps.ts';
import { keepSize } from './cookies.ts';
import { readForm } from './form.ts';

/** Whether the document being drawn is in large print. */
export const Large = createContext(false);

export function SizeForm() {
  const large = useContext(Large);
  return (
    <form method="post" action="/size" class="size">
      <button name="size" value={large ? 'normal' : 'large'} data-other={large ? TO_LARGE : TO_NORMAL}>
        {large ? TO_NORMAL : TO_LARGE}
      </button>
    </form>
  );
}

const TO_LARGE = '文字を大きく';
const TO_NORMAL = '文字をふつうに';

/** POST /size: from the next page on; back to where it was pressed. */
export async function resize(c: Context, deps: Deps): Promise<Response> {
  const form = await readForm(c);
  keepSize(c, deps.settings, form.text('size') === 'large');
  return c.redirect(pageBefore(c), 303);
}

/** What can be looked at under its own path. */
const PAGE = /^\/(?:return|print|closed|open\/[\w-]+|desk(?:\/login|\/(?:invite|cases)\/[\w-]+)?)?$/;

/** The page of ours that the form stood on; one drawn in answer to another form has no path: back to the beginning. */
function pageBefore(c: Context): string {
  const from = c.req.header('referer') ?? '';
  const path = URL.canParse(from) ? new URL(from).pathname : '/';
  if (PAGE.test(path)) return path;
  return path.startsWith('/desk/') ? '/desk' : '/';
}

/** Shared by both scripts: changes the size at once, and tells the server for the pages to come. */
export const sizeJs = /* js */ `
const size = document.querySelector('form.size');
if (size) size.addEventListener('submit', (e) => {
  e.preventDefault();
  const button = size.querySelector('button');
  fetch('/size', { method: 'POST', redirect: 'manual', body: new URLSearchParams({ size: button.value }) }).catch(() => {});
  document.documentElement.classList.toggle('large', button.value === 'large');
  button.value = button.value === 'large' ? 'normal' : 'large';
  [button.textContent, button.dataset.other] = [button.dataset.other, button.textContent];
});
`;
