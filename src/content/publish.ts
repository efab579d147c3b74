/** What the build makes of the content: one artefact per city, and JSON Schemas for editors. */
import * as z from 'zod';
import { compile } from './compile.ts';
import { faultLine } from './fault.ts';
import { type Artefact, fingerprintOf } from './load.ts';
import { readContent } from './read.ts';
import {
  areasFile,
  dangerFile,
  hotlinesFile,
  intentFile,
  menuFile,
  officeFile,
  routesFile,
  windowsFile,
  wordsFile,
} from './schema.ts';

export { keepMemory } from './remembered.ts';

/** Compiles one city of a content folder; `faults` are ready to print. */
export function publish(root: string, city: string): { artefact: Artefact | null; faults: string[] } {
  const files = readContent(root);
  const { content, faults } = compile(files, city);
  return {
    artefact: content && { sources: fingerprintOf(files, city), content },
    faults: faults.map(faultLine),
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
  };
  return Object.fromEntries(
    Object.entries(schemas).map(([name, schema]) => [
      name,
      z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }),
    ]),
  );
}
