/** What the build makes of the content: one artefact per city, and JSON Schemas for editors. */
import * as z from 'zod';
import { compile } from './compile.ts';
import { faultLine } from './fault.ts';
import type { Learning } from './learn.ts';
import { type Artefact, fingerprintOf } from './load.ts';
import { readContent } from './read.ts';
import {
  areasFile,
  basisFile,
  dangerFile,
  hotlinesFile,
  intentFile,
  languageFile,
  menuFile,
  officeFile,
  phrasesFile,
  planFile,
  routesFile,
  windowsFile,
  wordsFile,
} from './schema.ts';

export { keepMemory } from './remembered.ts';

/** What compiling gave: an artefact, or what to mend. */
export interface Published {
  artefact: Artefact | null;
  /** Ready to print. */
  faults: string[];
  /** False while example sentences are still to be learned. */
  learned: boolean;
}

/** Compiles one city of a content folder. */
export function publish(root: string, city: string, learning: Learning = 'now'): Published {
  const files = readContent(root);
  const { content, faults, learned } = compile(files, city, learning);
  return {
    artefact: content && { sources: fingerprintOf(files, city), content },
    faults: faults.map(faultLine),
    learned,
  };
}

/** Schema name → JSON Schema, for completion and hover help in editors. */
export function editorSchemas(): Record<string, unknown> {
  const schemas = {
    intent: intentFile,
    danger: dangerFile,
    menu: menuFile,
    words: wordsFile,
    windows: windowsFile,
    hotlines: hotlinesFile,
    office: officeFile,
    routes: routesFile,
    areas: areasFile,
    phrases: phrasesFile,
    basis: basisFile,
    plan: planFile,
    language: languageFile,
  };
  return Object.fromEntries(
    Object.entries(schemas).map(([name, schema]) => [
      name,
      z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }),
    ]),
  );
}
