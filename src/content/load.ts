/** The content of a city for Node: the artefact of the last build when its sources are unchanged, else compiled now. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { type Compiled, compile } from './compile.ts';
import { type Content, type Prepared, prepare } from './content.ts';
import { readContent } from './read.ts';
import { belongsTo, type SourceFile } from './sources.ts';

export interface Artefact {
  /** Hash of the files it was compiled from. */
  sources: string;
  content: Content;
}

/** Hash over the paths and texts of a city's files. */
export function fingerprintOf(files: readonly SourceFile[], city: string): string {
  const hash = createHash('sha256');
  for (const f of files) if (belongsTo(city, f.path)) hash.update(`${f.path}\0${f.text}\0`);
  return hash.digest('hex');
}

/** Loads the content of `city` from a content folder; `built` is where the build put its artefacts. */
export function loadContent(
  root: string,
  city: string,
  built: string,
): { prepared: Prepared | null; faults: Compiled['faults'] } {
  const files = readContent(root);
  const file = path.join(built, `${city}.json`);
  if (existsSync(file)) {
    const artefact = JSON.parse(readFileSync(file, 'utf8')) as Artefact;
    if (artefact.sources === fingerprintOf(files, city))
      return { prepared: prepare(artefact.content), faults: [] };
  }
  return compile(files, city);
}
