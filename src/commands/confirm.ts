/**
 * komatta confirm WINDOW --number … --source … --by …: somebody has seen, on a page of today or by calling, that a number is
 * right. Written into the content file itself, which is the record that an operator reads; with a database, into the log too.
 */
import { existsSync } from 'node:fs';
import { compile } from '../content/compile.ts';
import { addItem, setValue } from '../content/edit.ts';
import { faultLine } from '../content/fault.ts';
import { perhaps } from '../content/perhaps.ts';
import { type NumberEntry, number as numberSchema } from '../content/schema.ts';
import { parseSources, type SourceFile } from '../content/sources.ts';
import { writeContent } from '../content/write.ts';
import { settleDoubts } from '../run/doubts.ts';
import { dayOf } from '../windows/tokyo.ts';
import {
  answer,
  BAD_MOMENT,
  type Call,
  cityOf,
  contentOf,
  type Exit,
  filesOf,
  misuse,
  momentOf,
  tell,
  text,
} from './command.ts';
import { cliActor, notRecorded, settingsOf, withHost } from './withHost.ts';

const USAGE =
  '使い方： komatta confirm 窓口の id --number 0463-00-0000 --source 見たページや「電話で確認」 --by 確かめた人（--dry-run で見るだけ）';

export async function confirm(call: Call): Promise<Exit> {
  const now = momentOf(call);
  if (now === null) return misuse(BAD_MOMENT);
  const [window] = call.positionals;
  const [display, source, by] = ['number', 'source', 'by'].map((name) => text(call, name)?.trim());
  if (!window || !display || !source || !by) return misuse(USAGE);
  const shape = numberSchema.shape.display.safeParse(display);
  if (!shape.success) return misuse(`--number：${shape.error.issues[0]!.message}`);

  const files = filesOf(call);
  if (!files) return 3;
  const found = entryOf(files, cityOf(call), window);
  if (!found) return 2;
  const today = dayOf(now);
  const confirmed = { state: 'yes', source, seen: today, checked: today, by } as const;
  const edited = withNumber(found, display, confirmed);
  const changed = files.map((f) => (f.path === found.file.path ? { ...f, text: edited } : f));
  const { faults } = compile(changed, cityOf(call), 'later');
  if (faults.length > 0) {
    for (const f of faults) tell(faultLine(f));
    tell('このままでは使えない内容になるので、書きませんでした。');
    return 1;
  }
  answer(changeLine(found, display, today, by));
  if (call.values['dry-run']) return 0;
  writeContent(contentOf(call), [{ path: found.file.path, text: edited }]);
  return recordIt(call, window, display);
}

interface Found {
  file: SourceFile;
  /** Where the entry stands: `windows` or `hotlines`, and its place there. */
  at: ['windows' | 'hotlines', number];
  name: string;
  numbers: readonly NumberEntry[];
}

/** The window of the city, or the line of hotlines.yaml, by its id; null after telling what is wrong. */
function entryOf(files: SourceFile[], city: string, id: string): Found | null {
  const { windows, hotlines } = parseSources(files, city);
  const faults = [...windows.faults, ...hotlines.faults];
  for (const f of faults) tell(faultLine(f));
  if (!windows.value || !hotlines.value) return null;
  const lists = [
    ['windows', windows.file, windows.value.windows],
    ['hotlines', hotlines.file, hotlines.value.hotlines],
  ] as const;
  for (const [key, file, entries] of lists) {
    const place = entries.findIndex((e) => e.id === id);
    if (place >= 0) {
      const { name, numbers } = entries[place]!;
      return { file: files.find((f) => f.path === file)!, at: [key, place], name, numbers };
    }
  }
  const ids = lists.flatMap(([, , entries]) => entries.map((e) => e.id));
  tell(`窓口「${id}」はありません。${perhaps(id, ids)}`);
  return null;
}

type Confirmed = Pick<NumberEntry, 'state' | 'source' | 'seen' | 'checked' | 'by'>;

/** A number that is known is confirmed where it stands; one that is new is added behind the others. */
function withNumber({ file, at, numbers }: Found, display: string, confirmed: Confirmed): string {
  const n = numbers.findIndex((e) => e.display === display);
  if (n === -1) return addItem(file.text, [...at, 'numbers'], { display, ...confirmed });
  return Object.entries(confirmed).reduce(
    (edited, [key, value]) => setValue(edited, [...at, 'numbers', n, key], value),
    file.text,
  );
}

function changeLine({ name, numbers, file }: Found, display: string, today: string, by: string): string {
  const before = numbers.find((e) => e.display === display);
  const was = before ? `${before.state}・${before.checked} に確かめたもの` : 'なし（新しく足します）';
  return `${name} ${display}：${was} → yes・${today}・${by}（${file.path}）`;
}

/** In the log too, where the service has its database; what residents doubted is settled with it. */
async function recordIt(call: Call, window: string, display: string): Promise<Exit> {
  const settings = settingsOf(call);
  if (!settings || !existsSync(settings.database)) return 0;
  return withHost(call, async (deps) => {
    const outcome = await deps.recorder.commit(
      [settleDoubts(window, display)],
      [{ at: deps.now(), actor: cliActor(), act: 'number.confirmed', detail: { window, number: display } }],
    );
    if (outcome !== 'done') return notRecorded();
    tell('記録に残しました。LINE をつないでいるサービスは、始め直すと新しい内容になります。');
    return 0;
  });
}
