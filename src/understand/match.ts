/**
 * What a message asks for: danger, the ranking of needs with reasons, and the decision of the gate.
 * Words are evidence: an answer at once needs a strong rule and a clear margin, likeness alone only asks.
 */
import { type DangerVerdict, judgeDanger } from './danger.ts';
import { type ExampleIndex, likeness } from './examples.ts';
import type { Fired, Listen } from './rule.ts';

export type Decision = 'answer' | 'clarify' | 'fallback';
export type Speaker = 'self' | 'family' | 'neighbour';

export interface Candidate {
  id: string;
  score: number;
  because: string[];
}

export interface Match {
  danger: DangerVerdict | null;
  decision: Decision;
  /** What the resident is shown: answer → the need and those beside it, clarify → up to three, fallback → none. */
  needs: Candidate[];
  /** The ranking, at most five. */
  candidates: Candidate[];
  /** Topics of any need that the words name, as `need.topic`. */
  topics: string[];
  speaker: Speaker;
  /** Said something that only people under 18 say of themselves. */
  minor: boolean;
}

/** What matching needs of the content. */
export interface Understanding {
  listen: Listen;
  examples: ExampleIndex;
  /** Need id → field, to tell two needs from two names for one. */
  fields: ReadonlyMap<string, string>;
}

const POINTS: Record<string, number> = { strong: 3, weak: 1, all_of: 4 };
const EVIDENCE = 3;
const MARGIN = 2;
/** Below this, likeness to an example is chance. Tuned on the must / must_not sentences of the intents. */
const LIKE = 0.35;
const SHOWN = 3;
/** Not knowing the window, and what is not welfare at all: they say nothing beside a need that is clear. */
const ASIDE = ['総合', '対象外'];
const RANKED = 5;

export const needOwner = (id: string): string => `need:${id}`;
export const speakerOwner = 'speaker';
export const topicOwner = 'topic';

/** Matches one message. Pure; grows with the length of the message only. */
export function match(understanding: Understanding, text: string): Match {
  const fired = understanding.listen(text);
  const ranking = rank(understanding, text, fired);
  const { decision, needs } = gate(understanding, withoutAside(understanding, ranking));
  return {
    danger: judgeDanger(fired),
    decision,
    needs,
    candidates: ranking.slice(0, RANKED),
    topics: [...new Set(fired.filter((f) => f.rule.owner === topicOwner).map((f) => f.rule.kind))],
    ...judgeSpeaker(fired),
  };
}

function rank(understanding: Understanding, text: string, fired: Fired[]): Candidate[] {
  const like = likeness(understanding.examples, text);
  const ranking: Candidate[] = [];
  for (const id of understanding.fields.keys()) {
    const candidate = weigh(id, fired, like.get(id) ?? 0);
    if (candidate.score > 0) ranking.push(candidate);
  }
  return ranking.sort((a, b) => b.score - a.score || (a.id < b.id ? -1 : 1));
}

function weigh(id: string, fired: Fired[], like: number): Candidate {
  const mine = fired.filter((f) => f.rule.owner === needOwner(id));
  const excluded = new Set(mine.filter((f) => f.rule.kind === 'not').map((f) => f.sentence));
  const counted = mine.filter((f) => POINTS[f.rule.kind] && !excluded.has(f.sentence));
  const score = sum(uniqueRules(counted).map((f) => POINTS[f.rule.kind]!));
  const because = [...new Set(counted.flatMap((f) => f.words))];
  if (like < LIKE || excluded.size > 0) return { id, score, because };
  return {
    id,
    score: Math.round((score + like * 2) * 100) / 100,
    because: [...because, `例文に似ている（${like.toFixed(2)}）`],
  };
}

const uniqueRules = (fired: Fired[]): Fired[] => [...new Map(fired.map((f) => [f.rule, f])).values()];
const sum = (numbers: number[]): number => numbers.reduce((a, b) => a + b, 0);

/** 「どこに相談したら」 or 「ごみの日は」 beside a need that is clear: the need is the answer. */
function withoutAside({ fields }: Understanding, ranking: Candidate[]): Candidate[] {
  const specific = ranking.filter((c) => !ASIDE.includes(fields.get(c.id) ?? ''));
  return (specific[0]?.score ?? 0) >= EVIDENCE ? specific : ranking;
}

function gate({ fields }: Understanding, ranking: Candidate[]): { decision: Decision; needs: Candidate[] } {
  const [first, ...rest] = ranking;
  if (!first) return { decision: 'fallback', needs: [] };
  const beside = rest.filter((c) => c.score >= EVIDENCE && fields.get(c.id) !== fields.get(first.id));
  const rival = rest.find((c) => !beside.includes(c));
  const clear = first.score - (rival?.score ?? 0) >= MARGIN;
  if (first.score >= EVIDENCE && clear)
    return { decision: 'answer', needs: [first, ...beside].slice(0, SHOWN) };
  return { decision: 'clarify', needs: ranking.slice(0, SHOWN) };
}

function judgeSpeaker(fired: Fired[]): Pick<Match, 'speaker' | 'minor'> {
  const kinds = new Set(fired.filter((f) => f.rule.owner === speakerOwner).map((f) => f.rule.kind));
  const minor = kinds.has('minor');
  if (kinds.has('neighbour')) return { speaker: 'neighbour', minor };
  return { speaker: kinds.has('family') ? 'family' : 'self', minor };
}
