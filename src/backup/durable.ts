/** Files that are there after the power went: written, then asked of the disk. */
import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs';

/** Makes a new file, readable by its owner alone. Throws when it exists. */
export function createFile(file: string, text: string): void {
  const fd = openSync(file, 'wx', 0o600);
  try {
    writeSync(fd, text);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

/** Waits until a file's bytes, or a folder's names, are on the disk. */
export function syncFile(file: string): void {
  const fd = openSync(file, 'r');
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}
