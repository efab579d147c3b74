/** komatta check: every fault and warning of the content files, with file, line, cause and cure. */
import { compile } from '../content/compile.ts';
import type { Content } from '../content/content.ts';
import { type Fault, faultLine } from '../content/fault.ts';
import { readContent } from '../content/read.ts';
import { staleNumbers } from '../content/stale.ts';
import { tilesOf } from '../line/richMenu.ts';
import { dayOf } from '../windows/tokyo.ts';
import {
  answer,
  BAD_MOMENT,
  type Call,
  cityOf,
  contentOf,
  type Exit,
  misuse,
  momentOf,
  tell,
} from './command.ts';
import { DRAW_AGAIN, pictureOf } from './menuPicture.ts';

export async function check(call: Call): Promise<Exit> {
  const now = momentOf(call);
  if (now === null) return misuse(BAD_MOMENT);
  let files: ReturnType<typeof readContent>;
  try {
    files = readContent(contentOf(call));
  } catch {
    tell(`フォルダ「${contentOf(call)}」に intents/ と data/ がありません。`);
    return 3;
  }
  const { content, faults, warnings: found } = compile(files, cityOf(call));
  const warnings = [...found, ...(content ? pictureWarnings(content, contentOf(call)) : [])];
  const stale = content ? staleNumbers(content, dayOf(now)) : [];
  const ok = faults.length === 0;
  if (call.values.json) answer(JSON.stringify({ ok, faults, warnings, conflicts: [], stale }));
  else report(faults, warnings, stale);
  return ok ? 0 : 1;
}

/** The rich menu shows the words of the menu as a picture: it has to be drawn again when they change. */
function pictureWarnings(content: Content, root: string): Fault[] {
  if (pictureOf(root, tilesOf(content))) return [];
  const cause = 'LINE のリッチメニューの絵が、いまの困りごとの名前や並びと合いません';
  return [{ file: 'data/menu.yaml', line: 1, column: 1, code: 'menu_picture', cause, cure: DRAW_AGAIN }];
}

function report(faults: Fault[], warnings: Fault[], stale: ReturnType<typeof staleNumbers>): void {
  for (const f of faults) answer(`直す　${faultLine(f)}`);
  for (const w of warnings) answer(`注意　${faultLine(w)}`);
  for (const s of stale)
    answer(`古い　${s.window} ${s.tel}：確かめた日 ${s.checked}（困りごと ${s.needs}件が使っています）`);
  answer(
    faults.length === 0
      ? 'このまま使えます。'
      : `直すところが ${faults.length} か所あります。直すまで、今までの内容が使われます。`,
  );
}
