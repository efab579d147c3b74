/** Everything that is held on one person, found by the code of one of their cases. Words are opened here and nowhere kept. */
import type { Case, Fact } from '../case/case.ts';
import type { PacketLine } from '../case/packet.ts';
import type { Deps } from './deps.ts';
import { loadTalk, type Shown } from './play.ts';
import { openFrom, talkKey } from './sealed.ts';
import { readAll } from './view.ts';

export interface HeldCase {
  id: string;
  code: string;
  window: string;
  state: Case['state'];
  openedAt: number;
  /** What was sent. */
  lines: Pick<PacketLine, 'label' | 'text'>[];
  /** What happened, with the words that go with it. */
  facts: { fact: Fact; words: string | null }[];
}

export interface Held {
  talk: string;
  /** Whether a LINE id is kept (sealed); it is not shown. */
  line: boolean;
  /** Sentences kept for a packet. */
  heard: { at: number; text: string }[];
  /** What was written and shown on the page, oldest first. */
  shown: Shown[];
  cases: HeldCase[];
}

/** What is held on the person of a case; null when there is no such code. */
export async function heldOn(deps: Deps, code: string): Promise<Held | null> {
  const [row] = await deps.store.all<{ talk: string }>('SELECT talk FROM cases WHERE code = ?', code);
  if (!row) return null;
  const loaded = await loadTalk(deps, row.talk);
  const ids = await deps.store.all<{ id: string }>(
    'SELECT id FROM cases WHERE talk = ? ORDER BY opened_at',
    row.talk,
  );
  const cases: HeldCase[] = [];
  for (const { id } of ids) {
    const read = (await readAll(deps, id))!;
    const { current, code } = read.loaded;
    cases.push({
      id,
      code,
      window: current.window,
      state: current.state,
      openedAt: current.openedAt,
      lines: read.packet?.lines ?? [],
      facts: read.facts,
    });
  }
  return {
    talk: row.talk,
    line: loaded?.row.line_id_sealed != null,
    heard: loaded?.talk.heard.map(({ at, text }) => ({ at, text })) ?? [],
    shown: await shownOf(deps, row.talk),
    cases,
  };
}

async function shownOf(deps: Deps, talk: string): Promise<Shown[]> {
  const rows = await deps.store.all<{ event: string; shown_sealed: Uint8Array }>(
    'SELECT event, shown_sealed FROM turns WHERE talk = ? AND shown_sealed IS NOT NULL ORDER BY turn',
    talk,
  );
  const shown = await Promise.all(
    rows.map((r) => openFrom<Shown>(deps, talkKey(talk), `turn:${r.event}`, r.shown_sealed)),
  );
  return shown.filter((s): s is Shown => s !== null);
}
