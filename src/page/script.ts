import { sizeJs } from '../html/size.tsx';

/**
 * A convenience only: everything works without it. It sends with Ctrl+Enter, keeps
 * one press from sending twice, and looks for staff's answers while the page is open.
 */
export const pageJs = /* js */ `'use strict';
for (const form of document.querySelectorAll('form')) {
  form.addEventListener('submit', (e) => {
    if (form.dataset.sent) { e.preventDefault(); return; }
    form.dataset.sent = '1';
  });
}
addEventListener('pageshow', () => { for (const f of document.querySelectorAll('form')) delete f.dataset.sent; });
const area = document.querySelector('.write textarea');
if (area) area.addEventListener('keydown', (e) => {
  if (e.key === 'Enter' && (e.ctrlKey || e.metaKey) && !e.isComposing) { e.preventDefault(); area.form.requestSubmit(); }
});
const paper = document.querySelector('#print');
if (paper) { paper.hidden = false; paper.addEventListener('click', () => window.print()); }
const here = document.querySelector('#here');
if (here && navigator.geolocation) {
  here.hidden = false;
  here.addEventListener('submit', (e) => {
    if (here.lat.value) return;
    e.preventDefault(); e.stopImmediatePropagation();
    navigator.geolocation.getCurrentPosition((p) => {
      here.lat.value = p.coords.latitude; here.lng.value = p.coords.longitude; delete here.dataset.sent; here.requestSubmit();
    }, () => { here.hidden = true; }, { timeout: 10000, maximumAge: 60000 });
  });
}
const main = document.querySelector('main[data-turn]');
if (main) setInterval(async () => {
  if (document.hidden || (area && area.value)) return;
  try {
    const answer = await fetch('/changes', { headers: { accept: 'application/json' } });
    if (answer.ok && (await answer.json()).at !== main.dataset.turn) { location.replace('/#now'); location.reload(); }
  } catch {}
}, 5000);
${sizeJs}`;
