/** The built command as a child process, without holding up what runs in this one. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

const CLI = path.resolve(import.meta.dirname, '../../dist/cli.js');

export interface Ran {
  exit: number | null;
  out: string;
  err: string;
}

export interface Command {
  child: ChildProcess;
  ended: Promise<Ran>;
}

/** Begins `komatta args` with the database at `file`. */
export function begin(file: string, args: string[], env: Record<string, string> = {}): Command {
  const child = spawn(process.execPath, [CLI, ...args], {
    env: { PATH: process.env.PATH ?? '', DATABASE: file, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const text = { out: '', err: '' };
  child.stdout!.setEncoding('utf8').on('data', (t: string) => (text.out += t));
  child.stderr!.setEncoding('utf8').on('data', (t: string) => (text.err += t));
  return { child, ended: once(child, 'close').then(([exit]) => ({ exit: exit as number | null, ...text })) };
}

/** Runs it to its end. */
export const komatta = (file: string, args: string[], env: Record<string, string> = {}): Promise<Ran> =>
  begin(file, args, env).ended;
