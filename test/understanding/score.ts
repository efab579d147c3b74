/** Scores sentences that people wrote without knowing the rules, on what the resident is shown. */
import { type Match, match, type Understanding } from '../../src/understand/match.ts';

export interface NeedSentence {
  text: string;
  /** Right answers, the main one first. */
  needs: string[];
  voice?: string;
}

export interface DangerSentence {
  text: string;
  danger: string | null;
  level: 'L0' | 'L1' | 'L2' | 'L3';
  also?: string[];
  lang?: string;
  voice?: string;
}

export const OUT_OF_SCOPE = 'smalltalk_out_of_scope';

const share = (part: number, all: number): number => (all === 0 ? 0 : Math.round((part / all) * 1000) / 1000);
const isKana = (text: string): boolean => /[ぁ-んァ-ヶ]/.test(text) && !/\p{Script=Han}/u.test(text);

/** The right need is shown: answered, or among those to choose from; out of scope, that nothing is answered. */
const rightShown = (m: Match, needs: string[]): boolean => m.needs.some((n) => needs.includes(n.id));

export interface NeedScore {
  sentences: number;
  first: number;
  shown: number;
  answered: number;
  wrongAtOnce: number;
  fallback: number;
  outOfScopeAnswered: number;
  kanaToKanji: number;
  pairsShown: number;
}

/** Scores needs and letters of two needs. Shares between 0 and 1. */
export function scoreNeeds(u: Understanding, all: NeedSentence[], pairs: NeedSentence[]): NeedScore {
  const scored = all.map((s) => ({ ...s, m: match(u, s.text) }));
  const scope = scored.filter((s) => s.needs[0] !== OUT_OF_SCOPE);
  const outside = scored.filter((s) => s.needs[0] === OUT_OF_SCOPE);
  const first = (rows: typeof scored): number =>
    share(rows.filter((s) => s.needs.includes(s.m.candidates[0]?.id ?? '')).length, rows.length);
  const wrong = (s: (typeof scored)[number]): boolean =>
    s.m.decision === 'answer' && !s.needs.includes(s.m.needs[0]!.id);
  const both = pairs.filter(({ text, needs }) => {
    const shown = match(u, text).needs.map((n) => n.id);
    return needs.every((n) => shown.includes(n));
  });
  return {
    sentences: all.length,
    first: first(scope),
    shown: share(scope.filter((s) => rightShown(s.m, s.needs)).length, scope.length),
    answered: share(scope.filter((s) => s.m.decision === 'answer').length, scope.length),
    wrongAtOnce: share(scored.filter(wrong).length, scored.length),
    fallback: share(scope.filter((s) => s.m.decision === 'fallback').length, scope.length),
    outOfScopeAnswered: share(outside.filter((s) => s.m.decision === 'answer').length, outside.length),
    kanaToKanji: share(
      first(scope.filter((s) => isKana(s.text))),
      first(scope.filter((s) => !isKana(s.text))),
    ),
    pairsShown: share(both.length, pairs.length),
  };
}

export interface DangerScore {
  sentences: number;
  /** L3 sentences at L3. */
  now: number;
  /** L2 sentences at L2 or above, and at L1 or above. */
  crisis: number;
  crisisNoticed: number;
  /** L1 sentences at L1 or above. */
  unclear: number;
  harmless: number;
  harmlessCrisis: number;
  harmlessUnclear: number;
  /** Of the sentences noticed at L2 or above, those of the right class. */
  rightClass: number;
}

/** Scores danger and what only looks like it. Shares between 0 and 1. */
export function scoreDanger(
  u: Understanding,
  dangers: DangerSentence[],
  harmless: DangerSentence[],
): DangerScore {
  const at = (level: string, least: string): number => {
    const rows = dangers.filter((d) => d.level === level);
    return share(rows.filter((d) => levelOf(u, d.text) >= least).length, rows.length);
  };
  const grave = dangers.filter((d) => d.level >= 'L2' && levelOf(u, d.text) >= 'L2');
  const classOf = (text: string): string[] => {
    const d = match(u, text).danger;
    return d ? [d.class, ...d.also.map((a) => a.class)] : [];
  };
  return {
    sentences: dangers.length,
    now: at('L3', 'L3'),
    crisis: at('L2', 'L2'),
    crisisNoticed: at('L2', 'L1'),
    unclear: at('L1', 'L1'),
    harmless: harmless.length,
    harmlessCrisis: share(harmless.filter((h) => levelOf(u, h.text) >= 'L2').length, harmless.length),
    harmlessUnclear: share(harmless.filter((h) => levelOf(u, h.text) === 'L1').length, harmless.length),
    rightClass: share(
      grave.filter((d) => classOf(d.text).some((c) => c === d.danger || d.also?.includes(c))).length,
      grave.length,
    ),
  };
}

const levelOf = (u: Understanding, text: string): string => match(u, text).danger?.level ?? 'L0';
