/** The sentences of the content's own tests: what residents write, as the editors expect it. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';

/** All `must` sentences of the needs of a content folder. */
export function mustSentences(content) {
  const folder = path.join(content, 'intents');
  return readdirSync(folder)
    .filter((file) => file.endsWith('.yaml'))
    .sort()
    .flatMap((file) => parse(readFileSync(path.join(folder, file), 'utf8')).must ?? []);
}
