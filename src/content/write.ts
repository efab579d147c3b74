/** Writes content files so that whoever reads them meanwhile sees the old or the new one, whole. */
import { chmodSync, closeSync, fsyncSync, openSync, renameSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { SourceFile } from './sources.ts';

/** Puts each file (path relative to the content folder) in the place of its own, which has to exist. Throws what the file system throws. */
export function writeContent(root: string, files: readonly SourceFile[]): void {
  for (const { path: relative, text } of files) {
    const file = path.join(root, relative);
    const next = `${file}.new`;
    const fd = openSync(next, 'w');
    try {
      writeFileSync(fd, text);
      fsyncSync(fd);
    } finally {
      closeSync(fd);
    }
    chmodSync(next, statSync(file).mode);
    renameSync(next, file);
  }
}
