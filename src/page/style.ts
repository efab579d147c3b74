import { baseCss } from '../html/base.ts';

/** The resident's page: one column, large targets, readable at 320 px and in large print. */
export const pageCss = `${baseCss}
body { min-height: 100vh; display: flex; flex-direction: column; }
.name { background: var(--paper); padding: .6rem 1rem 0; } .name h1 { margin: 0; font-size: 1.05rem; }
.top { display: flex; flex-wrap: wrap; justify-content: space-between; gap: .4rem; padding: .4rem 1rem; background: var(--paper); border-bottom: 1px solid var(--line); position: sticky; top: 0; z-index: 1; }
.top form { margin: 0; } .top button { white-space: nowrap; padding: .25rem .7rem; min-height: 2.5rem; font-size: .95rem; }
.large .top { padding: .3rem .6rem; } .large .top button { font-size: .8rem; padding: .25rem .4rem; }
.close { border-color: var(--red); color: var(--red); }
main { width: 100%; max-width: 42rem; margin: 0 auto; padding: 1rem; flex: 1; }
.talk { list-style: none; margin: 0; padding: 0; }
.talk > li { margin: 0 0 .75rem; display: flex; flex-direction: column; align-items: flex-start; }
.talk > li.mine { align-items: flex-end; }
.bubble { background: var(--paper); border: 1px solid var(--line); border-radius: 1rem 1rem 1rem .25rem; padding: .7rem 1rem; max-width: 92%; }
.mine .bubble { background: var(--blue-wash); border-color: #9cbce0; border-radius: 1rem 1rem .25rem 1rem; }
.staff .bubble { border: 2px solid #2f6b3c; }
.who { font-size: .85rem; color: var(--soft); margin: 0 .3rem .1rem; }
.card { width: 100%; border: 2px solid var(--blue); }
.card dl { margin: .5rem 0 0; } .card dt { font-weight: 600; font-size: .9rem; color: var(--soft); } .card dd { margin: 0 0 .5rem; }
.danger { width: 100%; border: 3px solid var(--red); }
.danger .act { font-weight: 700; font-size: 1.1rem; }
#now { scroll-margin-top: 4.5rem; }
.lines { list-style: none; padding: 0; margin: .5rem 0; } .lines li { margin: 0 0 .75rem; }
.call { display: block; width: 100%; margin: .25rem 0; font-size: 1.1rem; }
.choices { display: flex; flex-wrap: wrap; gap: .5rem; margin: .25rem 0 1rem; padding: 0; list-style: none; }
.write { position: sticky; bottom: 0; background: var(--paper); border-top: 1px solid var(--line); padding: .6rem 1rem; }
.write form { max-width: 42rem; margin: 0 auto; display: flex; gap: .5rem; align-items: flex-end; }
.write label { margin: 0; flex: 1; font-weight: 400; font-size: .9rem; }
.write textarea { resize: vertical; min-height: 2.8rem; max-height: 40vh; }
.large .write { position: static; } .large .write form { flex-wrap: wrap; } .large .write label { flex: 1 0 100%; }
.row { display: flex; align-items: flex-start; gap: .25rem; padding: .6rem 0; border-bottom: 1px solid var(--line); margin: 0; font-weight: 400; }
.row strong { display: block; font-size: .85rem; color: var(--soft); }
.row .guess { font-size: .8rem; color: var(--soft); }
.row:has(input:checked) .text { text-decoration: line-through; color: var(--soft); }
.tick { display: flex; align-items: flex-start; gap: .25rem; font-weight: 400; margin: .35rem 0 0; padding: .25rem 0; }
.wish { border: 2px solid var(--blue); border-radius: .8rem; padding: .8rem 1rem; margin: 0 0 .75rem; } .wish ul { margin: 0 0 .5rem; padding-left: 1.2rem; }
details { margin: 0 0 .75rem; } summary { cursor: pointer; padding: .5rem 0; font-weight: 600; color: var(--blue); }
.consent li { margin: 0 0 .35rem; }
.digits { white-space: nowrap; }
.code { font-size: 1.6rem; font-weight: 700; letter-spacing: .08em; }
.languages { display: flex; flex-wrap: wrap; gap: .4rem; margin: 1rem 0; } .languages button { font-size: .9rem; padding: .3rem .6rem; min-height: 2.5rem; }
.buttons { display: flex; flex-wrap: wrap; gap: .6rem; margin-top: 1rem; }
@media (min-width: 40rem) { .buttons button { min-width: 12rem; } }
.show .aloud, .sheet .aloud { font-size: 1.7rem; font-weight: 700; line-height: 1.5; margin: .25rem 0 .75rem; }
.sheet { background: #fff; border: 2px solid #000; border-radius: .4rem; padding: 1rem; margin: 0 0 1rem; break-inside: avoid; }
.sheet h2 { font-size: 1.35rem; } .sheet .digits { font-size: min(2.1rem, 9vw); font-weight: 700; line-height: 1.3; margin: .25rem 0; }
.sheet dt { font-weight: 600; font-size: .9rem; } .sheet dd { margin: 0 0 .4rem; }
[hidden] { display: none; }
@page { size: A4; margin: 14mm; }
@media print {
  html, html.large { font-size: 12.5pt; line-height: 1.5; } body { background: #fff; color: #000; display: block; min-height: 0; }
  .name, .top, .write, .choices, .screen, .skip { display: none; }
  main.paper { max-width: none; padding: 0; } .sheet { padding: .7rem 1rem; margin: 0 0 .7rem; } .sheet dd { margin: 0 0 .2rem; } .sheet .digits { font-size: 30pt; } .note { color: #000; }
  .sheet dl { display: grid; grid-template-columns: 9.5rem 1fr; margin: .5rem 0; } .sheet dt { grid-column: 1; } .sheet dd { grid-column: 2; } .sheet p, .paper footer p { margin: 0 0 .2rem; }
}
`;
