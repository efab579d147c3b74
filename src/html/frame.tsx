/** The frame of every HTML page: language, viewport, styles, and nothing from elsewhere. */
import type { Child } from 'hono/jsx';

export interface FrameProps {
  title: string;
  sheet: 'page' | 'desk';
  script?: 'page' | 'desk';
  children: Child;
}

/** A whole document; prefix it with `doctype`. */
export function Frame({ title, sheet, script, children }: FrameProps) {
  return (
    <html lang="ja">
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

/** The bytes of a document. */
export const documentOf = (element: Child): string => `<!doctype html>\n${String(element)}`;

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
