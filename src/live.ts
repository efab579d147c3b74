/**
 * Content at work: without LINE settings an edit goes live by itself. The folder is looked at twice a second; a
 * change is compiled in a child process while the old content serves, and taken over whole or not at all. New example
 * sentences take longer to learn: the texts and rules go live before, and the sentences when they are learned.
 */
import { spawn } from 'node:child_process';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { type Prepared, prepare } from './content/content.ts';
import { fingerprintOf } from './content/load.ts';
import type { Published } from './content/publish.ts';
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
const CHILD_MAX = 120_000;

/** Starts watching; `content()` is always the newest good content. */
export function watchContent({ root, city, first, child, tell }: LiveOptions): Live {
  let serving = first;
  let seen = sourcesOf(root, city);
  let end = (): void => {};

  const take = ({ artefact, faults, learned }: Published): void => {
    for (const line of faults) tell(`直す　${line}`);
    if (artefact) serving = prepare(artefact.content);
    const rest = learned ? '' : '例文は、いま覚えています。';
    tell(
      artefact
        ? `新しい内容に変わりました（${serving.content.version}）。${rest}`
        : '直すまで、今までの内容が使われます。',
    );
  };
  /** An edit made meanwhile ends what is being compiled: its outcome is out of date. */
  const look = (): void => {
    const sources = sourcesOf(root, city);
    if (sources === null || sources === seen) return;
    seen = sources;
    end();
    end = compileApart({ child, root, city }, take);
  };
  const timer = setInterval(look, LOOK_EACH).unref();
  return {
    content: () => serving,
    stop() {
      clearInterval(timer);
      end();
    },
  };
}

/** null while the folder cannot be read (an editor is just replacing a file). */
function sourcesOf(root: string, city: string): string | null {
  try {
    return fingerprintOf(readContent(root), city);
  } catch {
    return null;
  }
}

const STOPPED: Published = {
  artefact: null,
  faults: ['内容を組み立てる途中で止まりました。もう一度保存してください。'],
  learned: true,
};

interface Task {
  child: string;
  root: string;
  city: string;
}

/** Compiles in a process of its own; each line it prints is an outcome. Gives what ends it early. */
function compileApart({ child, root, city }: Task, take: (published: Published) => void): () => void {
  const running = spawn(process.execPath, [child, path.resolve(root), city], {
    stdio: ['ignore', 'pipe', 'ignore'],
    timeout: CHILD_MAX,
  });
  let wanted = true;
  const lines = createInterface({ input: running.stdout });
  // A process that was ended while it printed leaves half a line.
  lines.on('line', (line) => wanted && line.endsWith('}') && take(JSON.parse(line) as Published));
  const stopped = (): void => {
    if (wanted) take(STOPPED);
    wanted = false;
  };
  running.on('error', stopped);
  running.on('close', (code) => code !== 0 && stopped());
  return () => {
    wanted = false;
    running.kill('SIGKILL');
  };
}
