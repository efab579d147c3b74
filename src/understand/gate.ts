/** The gate: whether the ranking is good enough to answer at once, to ask between up to three, or neither. */
import type { Candidate, Ranked } from './rank.ts';

export type Decision = 'answer' | 'clarify' | 'fallback';

/** The field of what is not welfare at all: garbage days, taxes, small talk. */
export const OUT_OF_SCOPE = '対象外';
/** 「どこに相談したら」: says only that they do not know the window. */
export const GENERAL = '総合';
const HANDOFF = '引き継ぎ';
const SHOWN = 3;

/** Tuned on the development sentences of test/understanding: wrong at once is worse than one question more. */
const SURE = 0.95;
const MARGIN = 0.3;
/** In a letter, a need that one of its sentences speaks for is shown too. */
const BESIDE = 0.2;
/** Points of one strong rule. */
const RULED = 3;
const NEAR = 0.01;
/** With less than this nothing is known: choices would only be odd. */
const IDEA = 0.28;
/** From this on what is likeliest to be no welfare at all is told so; below, it is simply not understood. */
export const NOT_OURS = 0.7;
/** What an operator wrote as a strong rule is answered, unless examples speak this loudly for something else. */
const LOUD = 0.4;
const LOUD_NOT_OURS = 0.95;

/** So few letters (「もう限界です」) are no evidence by likeness alone: a rule has to speak too. */
const FEW = 8;

/** Decides on a ranking, best first, for a message of so many letters. */
export function gate(
  ranking: readonly Ranked[],
  letters: number,
): { decision: Decision; needs: Candidate[] } {
  const [top] = ranking;
  const named = top && onlyNamed(ranking, top);
  if (named) return shown('answer', [named]);
  if (!top || letters === 0 || (top.field === OUT_OF_SCOPE && top.whole >= NOT_OURS)) return NOTHING;
  const [first, ...rest] = withoutGeneral(ranking.filter((c) => c.field !== OUT_OF_SCOPE));
  if (!first) return NOTHING;
  const beside = rest.filter((c) => c.part >= BESIDE || c.points >= RULED);
  const rival = rest.find((c) => !beside.includes(c));
  const margin = first.whole - Math.max(rival?.whole ?? 0, top === first ? 0 : top.whole);
  const evidence = first.points > 0 || letters >= FEW;
  const spoken = [first, ...beside].filter(
    (c) => (first.points >= RULED && c.points >= RULED) || c === first,
  );
  const sure = spoken.reduce((sum, c) => sum + c.whole, 0) >= SURE;
  if (evidence && sure && margin >= MARGIN) return shown('answer', [first, ...beside]);
  if (first.whole < IDEA && first.points < RULED) return NOTHING;
  const near = [first, ...rest].filter((c) => c.whole >= NEAR || c.part >= BESIDE);
  return near.length === 0 ? NOTHING : shown('clarify', near);
}

/** The one need that a strong rule names, where likeness knows nothing better. */
function onlyNamed(ranking: readonly Ranked[], top: Ranked): Ranked | null {
  const ruled = ranking.filter((c) => c.points >= RULED);
  const [named] = ruled;
  if (!named || ruled.length > 1 || named.field === OUT_OF_SCOPE) return null;
  return top.whole < (top.field === OUT_OF_SCOPE ? LOUD_NOT_OURS : LOUD) ? named : null;
}

const NOTHING: { decision: Decision; needs: Candidate[] } = { decision: 'fallback', needs: [] };

const shown = (decision: Decision, needs: readonly Ranked[]): { decision: Decision; needs: Candidate[] } => ({
  decision,
  needs: needs.slice(0, SHOWN).map(({ id, score, because }) => ({ id, score, because })),
});

/** Beside a need that is clear, not knowing the window says nothing more: the need is the answer. */
function withoutGeneral(ranking: readonly Ranked[]): readonly Ranked[] {
  const specific = ranking.filter((c) => c.field !== GENERAL);
  const [first] = specific;
  return first && first.field !== HANDOFF && first.points >= RULED ? specific : ranking;
}
