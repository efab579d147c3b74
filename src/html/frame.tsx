/** The frame of every HTML page: language, viewport, styles, and nothing from elsewhere. */
import type { Context } from 'hono';
import { type Child, useContext } from 'hono/jsx';
import { isLarge } from './cookies.ts';
import { Large } from './size.tsx';

export interface FrameProps {
  title: string;
  sheet: 'page' | 'desk';
  script?: 'page' | 'desk';
  children: Child;
}

/** A whole document; `documentOf` makes it bytes. */
export function Frame({ title, sheet, script, children }: FrameProps) {
  const large = useContext(Large);
  return (
    <html lang="ja" class={large ? 'large' : undefined}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <meta name="format-detection" content="telephone=no" />
        <title>{title}</title>
        <link rel="icon" href="/assets/icon.svg" type="image/svg+xml" />
        <link rel="stylesheet" href={`/assets/${sheet}.css`} />
        {script ? <script src={`/assets/${script}.js`} defer></script> : null}
      </head>
      <body>{children}</body>
    </html>
  );
}

/** The bytes of a document, in the size of print that the request asks for. */
export const documentOf = (c: Context, element: Child): string =>
  `<!doctype html>\n${String(<Large.Provider value={isLarge(c)}>{element}</Large.Provider>)}`;

/** A text with its line breaks. */
export function Lines({ text }: { text: string }) {
  return (
    <>
      {text.split('\n').map((line, i) => (
        <>
          {i > 0 ? <br /> : null}
          {line}
        </>
      ))}
    </>
  );
}
