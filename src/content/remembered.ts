/**
 * What the build has worked out already, kept beside the bundle: an edit on a running service then costs only what is
 * new. Nothing depends on it: without the file, or with one of another version, everything is worked out again.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Content } from './content.ts';

export interface Remembered {
  /** Text → how it is read aloud. */
  readings: Record<string, string>;
  /** What was learned, and from what. */
  learned: { from: string; models: Content['models'] } | null;
}

const FILE = 'remembered.json';
/** Beside the bundle, or seen from the sources. */
const PLACES = ['content', '../../dist/content'];

let remembered: Remembered | null = null;

/** What is remembered in this process; it may be added to. */
export function memory(): Remembered {
  remembered ??= readFirst() ?? { readings: Object.create(null), learned: null };
  return remembered;
}

/** Keeps what this process has worked out for the next ones; `folder` is the build's content folder. */
export function keepMemory(folder: string): void {
  writeFileSync(path.join(folder, FILE), JSON.stringify(memory()));
}

function readFirst(): Remembered | null {
  const file = PLACES.map((p) => path.resolve(import.meta.dirname, p, FILE)).find((f) => existsSync(f));
  if (!file) return null;
  try {
    const { readings, learned } = JSON.parse(readFileSync(file, 'utf8'));
    return { readings: Object.assign(Object.create(null), readings), learned };
  } catch {
    return null;
  }
}
