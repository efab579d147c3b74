import { sizeJs } from '../html/size.tsx';

/** Convenience only: says when something new is there (never reloads over half-written words), blocks double sends. */
export const deskJs = /* js */ `'use strict';
for (const form of document.querySelectorAll('form')) form.addEventListener('submit', (e) => {
  if (form.dataset.sent) e.preventDefault();
  form.dataset.sent = '1';
});
addEventListener('pageshow', () => { for (const f of document.querySelectorAll('form')) delete f.dataset.sent; });
const again = document.querySelector('#reload');
if (again) again.addEventListener('click', (e) => { e.preventDefault(); location.reload(); });
const main = document.querySelector('main[data-since]');
if (main) setInterval(async () => {
  if (document.hidden) return;
  try {
    const answer = await fetch('/desk/changes?since=' + main.dataset.since, { headers: { accept: 'application/json' } });
    if (answer.status === 401) { location.reload(); return; }
    if (!answer.ok || (await answer.json()).changed === 0) return;
    const held = document.activeElement && document.activeElement.matches('input, textarea, select');
    const writing = held || [...document.querySelectorAll('textarea')].some((t) => t.value.trim() !== '');
    if (writing) document.querySelector('#news').hidden = false; else location.reload();
  } catch {}
}, 3000);
${sizeJs}`;
