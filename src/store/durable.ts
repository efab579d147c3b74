/** Files that are there after the power went: written, readable by their owner alone, then asked of the disk. */
import { closeSync, fsyncSync, openSync, writeFileSync } from 'node:fs';

/** Makes a new file. Throws when it exists. */
export const createFile = (file: string, text: string): void => write(file, 'wx', text);

/** Makes a file, or puts another text in the place of its own. */
export const overwriteFile = (file: string, text: string): void => write(file, 'w', text);

/** Appends to a file, which is made when it is not there. */
export const appendDurably = (file: string, text: string): void => write(file, 'a', text);

/** Waits until a file's bytes, or a folder's names, are on the disk. */
export const syncFile = (file: string): void => withFile(file, 'r', () => {});

const write = (file: string, flag: 'wx' | 'w' | 'a', text: string): void =>
  withFile(file, flag, (fd) => writeFileSync(fd, text));

function withFile(file: string, flag: string, work: (fd: number) => void): void {
  const fd = openSync(file, flag, 0o600);
  try {
    work(fd);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}
