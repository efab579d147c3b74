/** The ranking of needs: what the model has learned and what the rules say, weighed into one probability each. */
import type { Learned } from './model.ts';
import { type Fired, lettersOf } from './rule.ts';
import type { Reading, Traits } from './traits.ts';

export interface Candidate {
  id: string;
  score: number;
  because: string[];
}

/** A candidate as the gate sees it. */
export interface Ranked extends Candidate {
  field: string;
  /** Probability, over the whole message. */
  whole: number;
  /** The greatest probability in one of its sentences: a letter may hold two needs. */
  part: number;
  /** Points of the rules that fired. */
  points: number;
}

/** The needs of some sentences: probabilities, points, reasons. */
export interface Weigh {
  ids: readonly string[];
  fieldOf(id: string): string;
  of(reading: Reading): {
    chance: Float64Array;
    points: Float64Array;
    because(at: readonly number[]): string[][];
  };
}

export const needOwner = (id: string): string => `need:${id}`;

const POINTS: Record<string, number> = { strong: 3, weak: 1, all_of: 4 };
/** What a point adds to the log of the odds, and how many points count. */
const POINT = 0.9;
const POINTS_MAX = 6;
/** What an exclusion leaves. */
const NOT = 0.01;
const REASONS = 3;

export function weigher(model: Learned, fields: ReadonlyMap<string, string>): Weigh {
  const ids = model.labels;
  const owners = new Map(ids.map((id, at) => [needOwner(id), at]));
  return {
    ids,
    fieldOf: (id) => fields.get(id) ?? '',
    of({ heard, traits }) {
      const spoken = spokenFor(owners, heard.fired, ids.length);
      const chance = tilted(model.judge(traits), spoken);
      return { chance, points: spoken.points, because: (at) => reasons(model, traits, spoken, at) };
    },
  };
}

/** Ranks the needs of a message, best first; those without any weight are left out. */
export function rank(weigh: Weigh, reading: Reading): Ranked[] {
  const { sentences } = reading.heard;
  if (sentences.length === 0) return [];
  const whole = weigh.of(reading);
  const alone = sentences.length === 1;
  const parts = reading.sentences.filter((p) => lettersOf(p.heard) >= PART).map((p) => weigh.of(p));
  const ranked = weigh.ids
    .map((id, at): Ranked => {
      const part = Math.max(alone ? whole.chance[at]! : 0, ...parts.map((p) => p.chance[at]!));
      return {
        id,
        field: weigh.fieldOf(id),
        whole: whole.chance[at]!,
        part,
        points: whole.points[at]!,
        score: Math.round(whole.chance[at]! * 1000) / 1000,
        because: [],
      };
    })
    .sort((a, b) => b.whole - a.whole || (a.id < b.id ? -1 : 1))
    .filter((c, place) => place < RANKED_MAX || c.points >= POINTS.strong!);
  const because = whole.because(ranked.map((c) => weigh.ids.indexOf(c.id)));
  return ranked.map((c, i) => ({ ...c, because: because[i]! }));
}

const RANKED_MAX = 6;
/** A few words alone (「七十八になります」) speak for too many needs. */
const PART = 9;

interface Spoken {
  points: Float64Array;
  excluded: Float64Array;
  words: string[][];
}

/** What the rules say of each need. A rule counts once, and not in a sentence where the need is excluded. */
function spokenFor(owners: ReadonlyMap<string, number>, fired: readonly Fired[], n: number): Spoken {
  const spoken: Spoken = {
    points: new Float64Array(n),
    excluded: new Float64Array(n),
    words: Array.from({ length: n }, () => []),
  };
  const excluded = new Set<string>();
  for (const { rule, sentence } of fired) {
    const at = owners.get(rule.owner);
    if (at === undefined || rule.kind !== 'not') continue;
    excluded.add(`${at}:${sentence}`);
    spoken.excluded[at] = 1;
  }
  const counted = new Set<Fired['rule']>();
  for (const { rule, sentence, words } of fired) {
    const at = owners.get(rule.owner);
    const points = POINTS[rule.kind];
    if (at === undefined || points === undefined || counted.has(rule) || excluded.has(`${at}:${sentence}`))
      continue;
    counted.add(rule);
    spoken.points[at]! += points;
    spoken.words[at]!.push(...words);
  }
  return spoken;
}

/** What an exclusion takes from a need goes to nobody: the others are no likelier for it. */
function tilted(chance: Float64Array, { points, excluded }: Spoken): Float64Array {
  let sum = 0;
  const raised = chance.map((p, at) => {
    const weight = p * Math.exp(POINT * Math.min(points[at]!, POINTS_MAX));
    sum += weight;
    return excluded[at] === 1 ? weight * NOT : weight;
  });
  return raised.map((w) => w / sum);
}

/** For each of some needs: the words of its rules, and what else spoke for it. */
function reasons(model: Learned, traits: Traits, { words }: Spoken, needs: readonly number[]): string[][] {
  const learned = model.because(traits, needs, REASONS);
  return needs.map((at, i) => {
    const ruled = [...new Set(words[at])];
    return [...ruled, ...learned[i]!.filter((w) => !ruled.some((r) => r.includes(w)))];
  });
}
