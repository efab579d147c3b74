/** Scores danger on sentences by a writer who has not seen the rules: what is noticed, and what is alarmed at for nothing. */
import { type Match, match, type Understanding } from '../../src/understand/match.ts';

export interface DangerSentence {
  text: string;
  danger: string | null;
  level: 'L0' | 'L1' | 'L2' | 'L3';
  also?: string[];
  lang?: string;
  voice?: string;
}

/** Shares between 0 and 1. */
export interface DangerScore {
  /** L3 sentences judged L3. */
  now: number;
  /** L2 sentences judged L2 or graver. */
  crisis: number;
  /** L2 sentences judged L1 or graver. */
  noticed: number;
  /** Harmless sentences that would get a danger card, and those that would be asked gently. */
  falseCard: number;
  falseQuestion: number;
}

const levelOf = (m: Match): string => m.danger?.level ?? 'L0';

export function scoreDanger(
  u: Understanding,
  danger: DangerSentence[],
  harmless: DangerSentence[],
): DangerScore {
  const share = (rows: DangerSentence[], is: (level: string) => boolean): number =>
    rows.filter((r) => is(levelOf(match(u, r.text)))).length / rows.length;
  const at = (level: string) => danger.filter((d) => d.level === level);
  return {
    now: share(at('L3'), (l) => l === 'L3'),
    crisis: share(at('L2'), (l) => l >= 'L2'),
    noticed: share(at('L2'), (l) => l >= 'L1'),
    falseCard: share(harmless, (l) => l >= 'L2'),
    falseQuestion: share(harmless, (l) => l === 'L1'),
  };
}
