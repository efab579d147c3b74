/** Styles that page and desk share: the device's Japanese fonts, contrast of WCAG AA and more, visible focus. */
export const baseCss = /* css */ `
:root {
  --ink: #1a1a1a; --soft: #4a4a4a; --paper: #fff; --wash: #f3f6fa; --line: #c5ccd6;
  --blue: #0b57a4; --blue-wash: #e4eefa; --red: #a81717; --red-wash: #fdecec; --amber-wash: #fff5d9;
}
*, *::before, *::after { box-sizing: border-box; }
html { font-size: 112.5%; -webkit-text-size-adjust: 100%; }
html.large { font-size: 150%; }
body {
  margin: 0; color: var(--ink); background: var(--wash); line-height: 1.7;
  font-family: system-ui, "Hiragino Sans", "Hiragino Kaku Gothic ProN", "BIZ UDPGothic", "Yu Gothic UI", Meiryo, "Noto Sans CJK JP", "Noto Sans JP", sans-serif;
  overflow-wrap: anywhere;
}
h1, h2, h3 { line-height: 1.4; margin: 0 0 .5rem; }
h1 { font-size: 1.25rem; } h2 { font-size: 1.1rem; } h3 { font-size: 1rem; }
p { margin: 0 0 .5rem; }
a { color: var(--blue); }
:focus-visible { outline: 3px solid #b35c00; outline-offset: 2px; }
button, .button {
  display: inline-block; font: inherit; font-weight: 600; cursor: pointer; text-align: center; text-decoration: none;
  min-height: 2.75rem; padding: .5rem 1rem; border-radius: .6rem; border: 2px solid var(--blue);
  background: var(--paper); color: var(--blue);
}
button.main, .button.main { background: var(--blue); color: #fff; }
button.quiet { border-color: var(--line); color: var(--soft); font-weight: 400; }
button:disabled { opacity: .55; cursor: default; }
input, textarea, select {
  font: inherit; color: inherit; width: 100%; max-width: 100%; padding: .55rem .7rem; border: 2px solid #6b7685; border-radius: .5rem; background: #fff;
}
input[type=checkbox] { width: 1.4rem; height: 1.4rem; margin: .2rem .4rem 0 0; flex: none; }
fieldset { border: 0; padding: 0; margin: .75rem 0 0; } legend { padding: 0; font-weight: 600; }
label { display: block; font-weight: 600; margin-top: .75rem; }
.note { color: var(--soft); font-size: .9rem; }
.fault { background: var(--red-wash); border: 2px solid var(--red); border-radius: .6rem; padding: .6rem .8rem; margin: 0 0 1rem; }
.ways { display: flex; flex-wrap: wrap; align-items: center; justify-content: flex-end; gap: .4rem; }
.box { background: var(--paper); border: 1px solid var(--line); border-radius: .8rem; padding: 1rem; margin: 0 0 1rem; }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.skip { position: absolute; left: -99rem; } .skip:focus { left: .5rem; top: .5rem; background: #fff; padding: .5rem; z-index: 2; }
`;
