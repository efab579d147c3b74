/** komatta diff REV: the recorded sentences whose need or decision is another one than with the content of a revision of git. */
import { execFileSync } from 'node:child_process';
import { compile } from '../content/compile.ts';
import type { Prepared } from '../content/content.ts';
import { faultLine } from '../content/fault.ts';
import { sentencesOf } from '../content/idle.ts';
import { differences, type Understood } from '../content/recorded.ts';
import { belongsTo, parseSources, type SourceFile } from '../content/sources.ts';
import { answer, type Call, cityOf, contentOf, type Exit, filesOf, misuse, tell } from './command.ts';

/** Exit 0: nothing changes · 1: something does. */
export async function diff(call: Call): Promise<Exit> {
  const [rev] = call.positionals;
  if (!rev || rev.startsWith('-')) return misuse('使い方： komatta diff 版（HEAD~1 や main など）');
  const city = cityOf(call);
  const files = filesOf(call);
  if (!files) return 3;
  const old = filesAt(contentOf(call), rev, city);
  if (!old) return misuse(`「${rev}」という版が、このフォルダの git にありません。`);
  const [before, after] = [preparedOf(old, city, `${rev} の内容`), preparedOf(files, city, 'いまの内容')];
  if (!before || !after) return 3;
  const texts = [old, files].flatMap((f) => sentencesOf(parseSources(f, city)));
  const changed = differences(before, after, texts).map(({ text, ...rest }) => ({ text, city, ...rest }));
  if (call.values.json) answer(JSON.stringify({ changed }));
  else {
    for (const c of changed)
      answer(`「${c.text}」　${inWords(c.before, before)} → ${inWords(c.after, after)}`);
    const many = `受けとり方の変わる文が ${changed.length} あります。`;
    answer(changed.length === 0 ? '受けとり方の変わる文はありません。' : many);
  }
  return changed.length === 0 ? 0 : 1;
}

function inWords({ decision, id }: Understood, { content }: Prepared): string {
  const name = id === null ? 'なし' : (content.intents[id]?.title ?? id);
  return `${decision}：${name}`;
}

const OUTPUT_MAX = 64 * 1024 * 1024;

/** The content files of a city as a revision has them; null where there is no such revision. */
function filesAt(root: string, rev: string, city: string): SourceFile[] | null {
  const git = (...args: string[]): string =>
    execFileSync('git', ['-C', root, ...args], {
      encoding: 'utf8',
      maxBuffer: OUTPUT_MAX,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  try {
    const commit = git('rev-parse', '--verify', '--quiet', '--end-of-options', `${rev}^{commit}`).trim();
    const names = git('ls-tree', '-r', '--name-only', '-z', commit, 'intents', 'data').split('\0');
    return names
      .filter((path) => path !== '' && belongsTo(city, path))
      .map((path) => ({ path, text: git('show', `${commit}:./${path}`) }));
  } catch {
    return null;
  }
}

function preparedOf(files: SourceFile[], city: string, name: string): Prepared | null {
  const { prepared, faults } = compile(files, city);
  if (prepared) return prepared;
  for (const f of faults) tell(`${name}　${faultLine(f)}`);
  tell(`${name}に直すところがあるので、くらべられません。`);
  return null;
}
