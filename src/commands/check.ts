/** komatta check: every fault and warning of the content files, with file, line, cause and cure. */
import { compile } from '../content/compile.ts';
import { type ToConfirm, toConfirm } from '../content/confirmFirst.ts';
import { type Conflict, conflictsOf } from '../content/conflicts.ts';
import type { Content } from '../content/content.ts';
import { type Fault, faultLine } from '../content/fault.ts';
import { type Gap, gapsOf } from '../content/gaps.ts';
import { type Idle, idleRules } from '../content/idle.ts';
import { type Change, changesBetween } from '../content/rehearse.ts';
import { parseSources } from '../content/sources.ts';
import { type Stale, staleNumbers } from '../content/stale.ts';
import { tilesOf } from '../line/richMenu.ts';
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
} from './command.ts';
import { DRAW_AGAIN, pictureOf } from './menuPicture.ts';

export async function check(call: Call): Promise<Exit> {
  const now = momentOf(call);
  if (now === null) return misuse(BAD_MOMENT);
  const files = filesOf(call);
  if (!files) return 3;
  const { content, prepared, faults, warnings: found } = compile(files, cityOf(call));
  const warnings = [...found, ...(content ? pictureWarnings(content, contentOf(call)) : [])];
  const stale = content ? staleNumbers(content, dayOf(now)) : [];
  const first = content ? toConfirm(content, dayOf(now)) : [];
  const rehearsed = content ? changesBetween(content, dayOf(Date.now()), dayOf(now)) : [];
  const missing = content ? gapsOf(content, dayOf(now)) : [];
  const sources = parseSources(files, cityOf(call));
  const conflicts = prepared ? conflictsOf(sources, prepared) : [];
  const idle = prepared && call.values.full ? idleRules(sources, prepared) : null;
  const ok = faults.length === 0;
  if (call.values.json)
    answer(
      JSON.stringify({
        ok,
        faults,
        warnings,
        conflicts,
        stale,
        first,
        rehearsed,
        missing,
        ...(idle && { idle }),
      }),
    );
  else
    report({
      faults,
      warnings: warnings.filter((w) => w.code !== 'unconfirmed'),
      stale,
      first,
      rehearsed,
      missing,
      conflicts,
      idle,
    });
  return ok ? 0 : 1;
}

/** The rich menu shows the words of the menu as a picture: it has to be drawn again when they change. */
function pictureWarnings(content: Content, root: string): Fault[] {
  if (pictureOf(root, tilesOf(content))) return [];
  const cause = 'LINE のリッチメニューの絵が、いまの困りごとの名前や並びと合いません';
  return [{ file: 'data/menu.yaml', line: 1, column: 1, code: 'menu_picture', cause, cure: DRAW_AGAIN }];
}

interface Report {
  faults: Fault[];
  warnings: Fault[];
  stale: Stale[];
  first: ToConfirm[];
  rehearsed: Change[];
  missing: Gap[];
  conflicts: Conflict[];
  /** null unless asked for. */
  idle: Idle[] | null;
}

/** As many as one person confirms in a morning; --json has all. */
const FIRST_MAX = 20;
const CONFLICTS_MAX = 20;

function report({ faults, warnings, stale, first, rehearsed, missing, conflicts, idle }: Report): void {
  for (const f of faults) answer(`直す　${faultLine(f)}`);
  for (const w of warnings) answer(`注意　${faultLine(w)}`);
  for (const s of stale)
    answer(`古い　${s.window} ${s.tel}：確かめた日 ${s.checked}（困りごと ${s.needs}件が使っています）`);
  for (const c of conflicts.slice(0, CONFLICTS_MAX))
    answer(
      `取りあい　${c.a.file}:${c.a.line} と ${c.b.file}:${c.b.line} 「${c.text}」→ ${c.loses} が負けます`,
    );
  if (conflicts.length > CONFLICTS_MAX)
    answer(`取りあい　ほかに ${conflicts.length - CONFLICTS_MAX}件（--json ですべて）`);
  for (const i of idle ?? [])
    answer(`使われない　${i.file}:${i.line} 「${i.text}」に当たる文が、どのファイルにもありません`);
  for (const m of missing) answer(`足りない　${m.what}（${m.where}）`);
  for (const c of rehearsed) answer(`${c.day}　${c.what}`);
  for (const w of first.slice(0, FIRST_MAX))
    answer(
      `確かめる　${w.name} ${w.tel}：困りごと ${w.needs}件。${w.source} を見て「komatta confirm ${w.window} --number ${w.tel} --source … --by …」`,
    );
  if (first.length > FIRST_MAX) answer(`確かめる　ほかに ${first.length - FIRST_MAX}件（--json ですべて）`);
  answer(
    faults.length === 0
      ? 'このまま使えます。'
      : `直すところが ${faults.length} か所あります。直すまで、今までの内容が使われます。`,
  );
}
