/**
 * Content at work: without LINE settings an edit goes live by itself. The folder is looked at twice a second; a
 * change is compiled in a child process while the old content serves, and taken over whole or not at all.
 */
import { execFile } from 'node:child_process';
import path from 'node:path';
import { type Prepared, prepare } from './content/content.ts';
import { type Artefact, fingerprintOf } from './content/load.ts';
import { readContent } from './content/read.ts';

export interface Live {
  content(): Prepared;
  stop(): void;
}

export interface LiveOptions {
  root: string;
  city: string;
  first: Prepared;
  /** Where the built child program lies. */
  child: string;
  /** Lines for the person who edits: what went live, or what to mend. */
  tell(line: string): void;
}

const LOOK_EACH = 500;
const CHILD_MAX = 30_000;
const OUTPUT_MAX = 64 * 1024 * 1024;

/** Starts watching; `content()` is always the newest good content. */
export function watchContent({ root, city, first, child, tell }: LiveOptions): Live {
  let serving = first;
  let seen = sourcesOf(root, city);
  let busy = false;

  const look = async (): Promise<void> => {
    if (busy) return;
    busy = true;
    const sources = sourcesOf(root, city);
    if (sources !== null && sources !== seen) {
      seen = sources;
      const { artefact, faults } = await compileApart(child, root, city);
      for (const line of faults) tell(`直す　${line}`);
      if (artefact) serving = prepare(artefact.content);
      tell(
        artefact
          ? `新しい内容に変わりました（${serving.content.version}）。`
          : '直すまで、今までの内容が使われます。',
      );
    }
    busy = false;
  };
  const timer = setInterval(() => void look(), LOOK_EACH).unref();
  return { content: () => serving, stop: () => clearInterval(timer) };
}

/** null while the folder cannot be read (an editor is just replacing a file). */
function sourcesOf(root: string, city: string): string | null {
  try {
    return fingerprintOf(readContent(root), city);
  } catch {
    return null;
  }
}

interface Outcome {
  artefact: Artefact | null;
  faults: string[];
}

function compileApart(child: string, root: string, city: string): Promise<Outcome> {
  const failed: Outcome = {
    artefact: null,
    faults: ['内容を組み立てる途中で止まりました。もう一度保存してください。'],
  };
  return new Promise((done) => {
    execFile(
      process.execPath,
      [child, path.resolve(root), city],
      { timeout: CHILD_MAX, maxBuffer: OUTPUT_MAX },
      (e, stdout) => {
        try {
          done(e ? failed : (JSON.parse(stdout) as Outcome));
        } catch {
          done(failed);
        }
      },
    );
  });
}
