/** Fields of a posted form. */
export type Body = Record<string, string | File>;

/** A text field, empty when it is missing or a file. */
export function field(body: Body, name: string): string {
  const value = body[name];
  return typeof value === 'string' ? value : '';
}
