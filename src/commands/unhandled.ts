/**
 * komatta unhandled: the sentences that were not understood, for whoever a lead has let read them.
 * --fixed ID --need NEED: the sentence has been taught; it becomes a `must` of the need, and leaves the list.
 */
import { compile } from '../content/compile.ts';
import { addItem } from '../content/edit.ts';
import { faultLine } from '../content/fault.ts';
import { perhaps } from '../content/perhaps.ts';
import { writeContent } from '../content/write.ts';
import type { Deps } from '../run/deps.ts';
import { readUnhandled, settleUnhandled, type Unhandled } from '../run/unhandled.ts';
import { match } from '../understand/match.ts';
import { answer, type Call, cityOf, contentOf, type Exit, filesOf, misuse, tell, text } from './command.ts';
import { cliActor, notRecorded, withHost } from './withHost.ts';

const USAGE = '使い方： komatta unhandled ／ komatta unhandled --fixed 番号 --need 困りごとの id';

export async function unhandled(call: Call): Promise<Exit> {
  const [fixed, need] = [text(call, 'fixed'), text(call, 'need')];
  if ((fixed === undefined) !== (need === undefined)) return misuse(USAGE);
  return withHost(call, async (deps) => {
    const sentences = await readUnhandled(deps, cliActor());
    if (sentences === 'busy') return notRecorded();
    if (sentences === 'refused') {
      tell(
        `読む許可がありません。統括が、職員の画面の「分からなかった言葉」で ${cliActor()} に許可すると読めます（記録に残ります）。`,
      );
      return 3;
    }
    if (fixed !== undefined && need !== undefined) return fix(call, deps, sentences, fixed, need);
    list(call, sentences);
    return 0;
  });
}

function list(call: Call, sentences: readonly Unhandled[]): void {
  if (call.values.json) answer(JSON.stringify({ unhandled: sentences }));
  else for (const s of sentences) answer(`${s.id}　${s.day}　${s.text}`);
  tell(`${sentences.length}件あります。人を思いおこさせる言葉があっても、ほかに写さないでください。`);
}

/** The sentence is understood by now: kept as a test, so that it stays so. */
async function fix(
  call: Call,
  deps: Deps,
  sentences: readonly Unhandled[],
  id: string,
  need: string,
): Promise<Exit> {
  const sentence = sentences.find((s) => s.id === id);
  if (!sentence) return misuse('その番号の言葉はありません。「komatta unhandled」で見られます。');
  const files = filesOf(call);
  if (!files) return 3;
  const file = files.find((f) => f.path === `intents/${need}.yaml`);
  if (!file) {
    const ids = files.flatMap((f) => /^intents\/([^/]+)\.yaml$/.exec(f.path)?.[1] ?? []);
    return misuse(`困りごと「${need}」はありません。${perhaps(need, ids)}`);
  }
  // As it is taken now, before it is written down: a `must` teaches too, and would prove itself.
  const { prepared: now, faults } = compile(files, cityOf(call));
  if (!now) {
    for (const f of faults) tell(faultLine(f));
    return 1;
  }
  if (!match(now.understanding, sentence.text).needs.some((n) => n.id === need)) {
    tell(
      'まだ、この困りごととして分かりません。examples か rules に言い方を足してから、もう一度実行してください。',
    );
    return 1;
  }
  const edited = { ...file, text: addItem(file.text, ['must'], sentence.text) };
  writeContent(contentOf(call), [edited]);
  if ((await settleUnhandled(deps, cliActor(), id, need)) !== 'done') return notRecorded();
  answer(`${file.path} の must に足しました。`);
  return 0;
}
