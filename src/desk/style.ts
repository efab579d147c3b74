import { baseCss } from '../html/base.ts';

/** The staff console: dense enough for an old office PC, one column and large targets on a phone. */
export const deskCss = `${baseCss}
.top { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: .5rem; padding: .5rem 1rem; background: #14304f; color: #fff; }
.top a { color: #fff; font-weight: 600; } .top form { margin: 0; }
.top button { min-height: 2.2rem; padding: .2rem .8rem; border-color: #fff; background: transparent; color: #fff; font-weight: 400; }
main { width: 100%; max-width: 60rem; margin: 0 auto; padding: 1rem; }
main.narrow { max-width: 30rem; }
.queue { list-style: none; margin: 0; padding: 0; }
.queue li { margin: 0 0 .6rem; }
.queue a { display: grid; grid-template-columns: 1fr auto; gap: .1rem 1rem; padding: .8rem 1rem; background: var(--paper); border: 1px solid var(--line); border-left: .5rem solid var(--line); border-radius: .6rem; color: inherit; text-decoration: none; }
.queue .waiting a { border-left-color: #b35c00; } .queue .held a { border-left-color: var(--blue); } .queue .late a { border-left-color: var(--red); }
.queue .need { font-weight: 700; } .queue .when { text-align: right; white-space: nowrap; }
.tag { display: inline-block; border: 1px solid currentColor; border-radius: .4rem; padding: 0 .5rem; font-size: .85rem; font-weight: 600; margin-right: .4rem; }
.tag.danger { background: var(--red); color: #fff; border-color: var(--red); }
.tag.minor { background: var(--amber-wash); } .tag.guess { border-style: dashed; font-weight: 400; color: var(--soft); }
.first { display: grid; gap: .5rem; grid-template-columns: repeat(auto-fit, minmax(min(14rem, 100%), 1fr)); margin: 0; }
.first dt { font-size: .85rem; color: var(--soft); } .first dd { margin: 0; font-weight: 600; }
.plain { list-style: none; margin: 0; padding: 0; font-weight: 400; }
.packet { width: 100%; border-collapse: collapse; } .packet th { text-align: left; vertical-align: top; width: 9rem; font-size: .9rem; color: var(--soft); }
.packet th, .packet td { padding: .4rem .5rem; border-bottom: 1px solid var(--line); }
.thread { list-style: none; margin: 0; padding: 0; } .thread li { border-left: .25rem solid var(--line); padding: .3rem .8rem; margin: 0 0 .6rem; }
.thread .answered { border-left-color: #2f6b3c; } .thread .said { border-left-color: var(--blue); } .thread .noted { border-left-style: dashed; background: var(--amber-wash); }
.thread .meta { font-size: .85rem; color: var(--soft); }
.box form + form { margin-top: .6rem; } .acts { display: grid; gap: 1rem; } .acts form { margin: 0; } .acts > *, .acts fieldset { min-width: 0; }
.line { display: flex; flex-wrap: wrap; gap: .6rem; align-items: flex-end; }
.qr svg { width: 12rem; height: 12rem; display: block; }
.secret { font-family: ui-monospace, Menlo, Consolas, monospace; font-size: 1.05rem; letter-spacing: .06em; }
.steps { margin: 0; padding-left: 1.2rem; } .steps .late { color: var(--red); font-weight: 700; }
.draft { border: 1px dashed var(--line); border-radius: .4rem; padding: .5rem .8rem; background: var(--amber-wash); }
.leaving { border: 2px solid var(--blue); border-radius: .6rem; padding: .8rem; }
.box h2 { margin: .8rem 0 .3rem; } details > summary { min-height: 2.4rem; display: flex; align-items: center; cursor: pointer; color: var(--blue); } details > summary::before { content: '＋'; margin-right: .3rem; } details[open] > summary::before { content: '－'; }
.phrases > div { margin: .4rem 0; } .acts label.row { display: flex; gap: .5rem; align-items: center; } .acts label.row input { width: auto; min-height: auto; }
.line > label { flex: 1 1 10rem; } .line input[type=date], .line input[name=code] { width: 100%; } .line select { max-width: 100%; width: 100%; }
.nav { display: flex; flex-wrap: wrap; gap: .2rem 1rem; } .nav a { display: inline-flex; align-items: center; min-height: 2.4rem; }
h3 { margin: .8rem 0 .2rem; font-size: 1rem; } .bars { border-collapse: collapse; width: 100%; } .bars th { text-align: left; font-weight: 400; } .bars td:nth-child(2) { white-space: nowrap; } .bars thead th { font-size: .85rem; color: var(--soft); }
.bars td, .bars th { padding: .2rem .5rem; border-bottom: 1px solid var(--line); } .bars td:nth-child(2) { text-align: right; } .bars td:nth-child(3) { width: 45%; } .bars svg { width: 100%; height: .8rem; display: block; }
.bar { fill: var(--blue); } .now { stroke: var(--red); stroke-width: 2; stroke-dasharray: 6 4; } .columns { width: 100%; max-width: 40rem; height: auto; display: block; } .columns text { font-size: 11px; fill: var(--ink); }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.a4 { background: #fff; color: #000; max-width: 46rem; padding: 1rem; } .a4 h1 { font-size: 1.3rem; }
@media print { .top, .screen, .skip, #news { display: none; } main { padding: 0; max-width: none; } body { background: #fff; } .a4 { padding: 0; } .a4 .packet th, .a4 .packet td { border: 1px solid #000; } @page { size: A4; margin: 12mm; } }
[hidden] { display: none; }
@media (max-width: 30rem) { .bars td:nth-child(3) { width: 25%; } .bars td, .bars th { padding: .2rem .25rem; } .queue a { grid-template-columns: 1fr; } .queue .when { text-align: left; } .packet th, .packet td { display: block; width: auto; border: 0; padding: .1rem 0; } .packet tr { display: block; border-bottom: 1px solid var(--line); padding: .4rem 0; } }
`;
