/** Groups: one line, once in a while, and nothing is kept. Whatever is written there is not for us. */
import { groupOf, type LineEvent, replyTokenOf } from '../line/event.ts';
import type { Deps } from './deps.ts';

const LINE =
  'この案内は、一対一のトークで使えます。アイコンを押して「トーク」をえらんでください。ここに書かれたことは読まず、残しません。';
const AGAIN = 24 * 3_600_000;
const REMEMBERED_MAX = 1000;

/** Which groups heard the line, by id, in this process only. */
const told = new Map<string, number>();

/** Answers the groups among the events. Failures are of no consequence: it is told again another day. */
export function tellGroups(deps: Deps, events: readonly LineEvent[]): void {
  for (const event of events) {
    const group = groupOf(event);
    const token = replyTokenOf(event);
    if (!group || !token || !deps.line || deps.now() - (told.get(group) ?? 0) < AGAIN) continue;
    if (told.size >= REMEMBERED_MAX) told.clear();
    told.set(group, deps.now());
    void deps.line.reply(token, [{ type: 'text', text: LINE }]);
  }
}
