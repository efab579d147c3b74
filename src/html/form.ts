/** Posted forms. A body that is no form is the sender's fault: 400, never a crash. */
import type { Context } from 'hono';
import { HTTPException } from 'hono/http-exception';

export interface Form {
  /** A text field; empty when it is missing or a file. */
  text(name: string): string;
  /** All values of a repeated field. */
  all(name: string): string[];
}

/** Reads the form of a request. Throws an HTTPException of 400 when the body cannot be read as one. */
export async function readForm(c: Context): Promise<Form> {
  const fields = await parse(c);
  const all = (name: string): string[] =>
    (Object.hasOwn(fields, name) ? [fields[name]!].flat() : []).filter(
      (v): v is string => typeof v === 'string',
    );
  return { all, text: (name) => all(name)[0] ?? '' };
}

async function parse(c: Context): Promise<Record<string, string | File | (string | File)[]>> {
  try {
    return await c.req.parseBody({ all: true });
  } catch {
    throw new HTTPException(400);
  }
}
