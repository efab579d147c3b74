/** Reads the content folder. The only file of this folder that touches the disk. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { ATTRIBUTION } from './attribution.ts';
import { NOT_UTF8 } from './document.ts';
import type { SourceFile } from './sources.ts';

/**
 * All YAML files, and the attributions, under `intents/` and `data/` of a content folder, paths relative to it with `/`, in order.
 * Throws what the file system throws when the folder cannot be read.
 */
export function readContent(root: string): SourceFile[] {
  return ['intents', 'data']
    .flatMap((folder) => walk(root, folder))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}

function walk(root: string, folder: string): SourceFile[] {
  return readdirSync(path.join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const relative = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return walk(root, relative);
    if (!/\.ya?ml$/.test(entry.name) && relative !== ATTRIBUTION) return [];
    return [{ path: relative, text: textOf(readFileSync(path.join(root, relative))) }];
  });
}

/** Files saved in another encoding (Excel likes Shift_JIS) are marked, so that the fault can say so. */
function textOf(bytes: Uint8Array): string {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return text.includes('\0') ? NOT_UTF8 : text;
  } catch {
    return NOT_UTF8;
  }
}
