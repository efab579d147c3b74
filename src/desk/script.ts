import { sizeJs } from '../html/size.tsx';

/**
 * Convenience only: says when something new is there (never reloads over half-written words), blocks double sends, keeps
 * half-written answers, puts canned phrases in where one writes, counts the seconds in which an answer can be taken back,
 * asks for passkeys.
 */
export const deskJs = /* js */ `'use strict';
for (const form of document.querySelectorAll('form')) form.addEventListener('submit', (e) => {
  if (form.dataset.sent) e.preventDefault();
  form.dataset.sent = '1';
});
addEventListener('pageshow', () => { for (const f of document.querySelectorAll('form')) delete f.dataset.sent; });
const again = document.querySelector('#reload');
if (again) again.addEventListener('click', (e) => { e.preventDefault(); location.reload(); });
for (const form of document.querySelectorAll('form[data-keep]')) {
  const words = form.querySelector('textarea');
  const kept = form.querySelector('.kept');
  let timer, last = words.value;
  const keep = async () => {
    if (words.value === last || form.dataset.sent) return;
    const value = words.value;
    try {
      const answer = await fetch(form.dataset.keep, { method: 'POST', headers: { accept: 'application/json' }, body: new URLSearchParams(new FormData(form)) });
      if (!answer.ok) throw 0;
      last = value;
      kept.textContent = '下書きを残しました';
    } catch { kept.textContent = 'いまは下書きを残せません。送るまで、このページをひらいておいてください'; }
  };
  form.addEventListener('input', () => { clearTimeout(timer); timer = setTimeout(keep, 1200); });
  for (const b of form.querySelectorAll('[data-phrase]')) b.addEventListener('click', () => {
    words.setRangeText(b.dataset.phrase, words.selectionStart, words.selectionEnd, 'end');
    words.focus();
    words.dispatchEvent(new Event('input', { bubbles: true }));
  });
}
const leaving = document.querySelector('form[data-leaves]');
if (leaving) {
  let left = Number(leaving.dataset.leaves);
  const tick = setInterval(() => {
    left -= 1;
    leaving.querySelector('.left').textContent = String(Math.max(0, left));
    if (left <= 0) { clearInterval(tick); setTimeout(() => location.reload(), 600); }
  }, 1000);
}
const passkey = document.querySelector('[data-passkey]');
if (passkey && window.PublicKeyCredential && PublicKeyCredential.parseRequestOptionsFromJSON) {
  const { passkey: use, to } = passkey.dataset;
  const post = async (path, body) => (await fetch('/desk/passkey/' + path, { method: 'POST', headers: { 'content-type': 'application/json', accept: 'application/json' }, body: JSON.stringify(body) })).json();
  passkey.hidden = false;
  passkey.querySelector('button').addEventListener('click', async () => {
    const note = passkey.querySelector('[role=status]');
    note.textContent = '';
    try {
      const publicKey = await post(use === 'add' ? 'make' : 'ask', {});
      const credential = use === 'add'
        ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(publicKey) })
        : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(publicKey) });
      const answer = await post(use, { credential: credential.toJSON() });
      if (answer.fault) note.textContent = answer.fault; else location.assign(to);
    } catch { note.textContent = 'パスキーを使えませんでした。もう一度ためすか、パスワードでつづけてください。'; }
  });
}
const print = document.querySelector('#print');
if (print) { print.hidden = false; print.addEventListener('click', () => window.print()); }
const copy = document.querySelector('#copy');
if (copy) copy.addEventListener('focus', () => copy.select());
const main = document.querySelector('main[data-since]');
if (main) setInterval(async () => {
  if (document.hidden) return;
  try {
    const answer = await fetch('/desk/changes?since=' + main.dataset.since, { headers: { accept: 'application/json' } });
    if (answer.status === 401) { location.reload(); return; }
    if (!answer.ok || (await answer.json()).changed === 0) return;
    const held = document.activeElement && document.activeElement.matches('input, textarea, select');
    const writing = held || [...document.querySelectorAll('textarea:not([readonly])')].some((t) => t.value !== t.defaultValue);
    if (writing) document.querySelector('#news').hidden = false; else location.reload();
  } catch {}
}, 3000);
${sizeJs}`;
