/** Cases as they are counted: facts without words, and without drills. */
import type { Fact } from '../case/case.ts';
import { NEED_FIELDS } from '../content/schema.ts';
import { type Counted, type Figures, figuresOf } from '../figures/count.ts';
import { MONTHS, spanOf } from '../figures/year.ts';
import type { Deps } from './deps.ts';

/** Rows that stand even when they are empty; the others are no fields of welfare. */
const FIELDS = NEED_FIELDS.filter((f) => f !== '引き継ぎ' && f !== '対象外');

/** The figures of a fiscal year, of which some may still be to come. */
export async function yearFigures(deps: Deps, year: number): Promise<Figures> {
  const span = spanOf(year);
  const { intents } = deps.content().content;
  const cases = await deps.store.all<{
    id: string;
    talk: string;
    need: string | null;
    door: Counted['door'] | null;
  }>(
    'SELECT id, talk, need, door FROM cases WHERE drill = 0 AND opened_at < ? AND changed_at >= ?',
    span.before,
    span.from,
  );
  const facts = await factsOf(deps, span.from, span.before);
  const counted = cases.map(
    ({ id, talk, need, door }): Counted => ({
      person: talk,
      field: need === null ? null : (intents[need]?.field ?? null),
      need: need === null ? null : (intents[need]?.title ?? null),
      door: door ?? 'page',
      facts: facts.get(id) ?? [],
    }),
  );
  return figuresOf(counted, span, FIELDS, MONTHS);
}

const PAGE = 5_000;

/** All facts of the cases that count, by case and in order; read in pages, so that no answer of the store is huge. */
async function factsOf(deps: Deps, from: number, before: number): Promise<Map<string, Fact[]>> {
  const facts = new Map<string, Fact[]>();
  let after = { id: '', n: 0 };
  for (;;) {
    const rows = await deps.store.all<{ id: string; n: number; fact: string }>(
      `SELECT f.case_id AS id, f.n, f.fact FROM facts f JOIN cases c ON c.id = f.case_id
       WHERE c.drill = 0 AND c.opened_at < ? AND c.changed_at >= ? AND (f.case_id, f.n) > (?, ?)
       ORDER BY f.case_id, f.n LIMIT ?`,
      before,
      from,
      after.id,
      after.n,
      PAGE,
    );
    for (const { id, fact } of rows) facts.set(id, [...(facts.get(id) ?? []), JSON.parse(fact) as Fact]);
    if (rows.length < PAGE) return facts;
    after = rows.at(-1)!;
  }
}
