/** komatta talk: a talk in the terminal, with the same turns as LINE; --save keeps it as a golden talk. */
import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Prepared } from '../content/content.ts';
import { newSpare } from '../run/spare.ts';
import { type GoldenTurn, goldenYaml } from '../talk/golden.ts';
import type { Input } from '../talk/input.ts';
import { plainText } from '../talk/plain.ts';
import { newTalk } from '../talk/talk.ts';
import { turn } from '../talk/turn.ts';
import { isoTokyo } from '../windows/tokyo.ts';
import {
  answer,
  BAD_MOMENT,
  type Call,
  cityOf,
  type Exit,
  misuse,
  momentOf,
  packageRoot,
  prepared,
  stdinLines,
  tell,
  text,
} from './command.ts';

export async function talk(call: Call): Promise<Exit> {
  const now = momentOf(call);
  if (now === null) return misuse(BAD_MOMENT);
  const save = text(call, 'save');
  if (save !== undefined && !/^[\p{L}\p{N}_-]{1,60}$/u.test(save))
    return misuse('--save の名前は、文字・数字・「-」「_」だけにしてください。');
  const content = prepared(call);
  if (!content) return 3;
  const turns = call.values.json ? await jsonTalk(content, now) : await typedTalk(content, now);
  if (turns === null) return 2;
  return save === undefined ? 0 : keep(save, cityOf(call), now, turns);
}

async function typedTalk(content: Prepared, now: number): Promise<GoldenTurn[]> {
  if (process.stdin.isTTY)
    tell('困ったことを書いてください。番号でも選べます。終わるときは Ctrl+D を押します。');
  let state = newTalk('terminal');
  const turns: GoldenTurn[] = [];
  for await (const line of stdinLines()) {
    if (line.trim() === '') continue;
    const turned = turn(state, said(line, now), content, now);
    state = turned.talk;
    const bot = plainText(turned.say);
    answer(bot);
    answer('');
    turns.push({ resident: line, bot });
  }
  return turns;
}

async function jsonTalk(content: Prepared, now: number): Promise<GoldenTurn[] | null> {
  let state = newTalk('terminal');
  const turns: GoldenTurn[] = [];
  for await (const line of stdinLines()) {
    if (line.trim() === '') continue;
    const input = readInput(line, now);
    if (!input) {
      tell('標準入力の行は {"said":"…"} か {"tapped":"選択肢の番号か言葉"} の形で書いてください。');
      return null;
    }
    const turned = turn(state, input.input, content, now);
    state = turned.talk;
    answer(JSON.stringify(turned));
    turns.push({ resident: input.words, bot: plainText(turned.say) });
  }
  return turns;
}

const said = (words: string, at: number): Input => ({
  kind: 'said',
  text: words,
  ref: null,
  at,
  via: 'terminal',
  spare: newSpare(),
});

/** `tapped` is an option's number or words, which the talk reads as if typed. */
function readInput(line: string, at: number): { input: Input; words: string } | null {
  try {
    const data: unknown = JSON.parse(line);
    if (data === null || typeof data !== 'object') return null;
    const words = 'said' in data ? data.said : 'tapped' in data ? data.tapped : null;
    return typeof words === 'string' ? { input: said(words, at), words } : null;
  } catch {
    return null;
  }
}

function keep(name: string, city: string, now: number, turns: GoldenTurn[]): Exit {
  const file = path.join(packageRoot(), 'test', 'talks', `${name}.yaml`);
  if (existsSync(file)) return misuse(`test/talks/${name}.yaml はもうあります。別の名前にしてください。`);
  writeFileSync(file, goldenYaml({ name, city, at: isoTokyo(now), door: 'terminal', talk: turns }));
  tell(`test/talks/${name}.yaml に残しました。`);
  return 0;
}
