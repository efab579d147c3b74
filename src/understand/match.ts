/**
 * What a message asks for: danger, the ranking of needs with reasons, and the decision of the gate. Two kinds of
 * evidence are weighed together: the rules that people wrote, and a model learned from their example sentences.
 */
import { type DangerVerdict, judgeDanger } from './danger.ts';
import { type Decision, gate } from './gate.ts';
import { type Model, readModel } from './model.ts';
import { type Net, netOf } from './net.ts';
import { type Candidate, rank, type Weigh, weigher } from './rank.ts';
import { type Fired, type Listen, lettersOf } from './rule.ts';
import { readingOf } from './traits.ts';

export type { Decision } from './gate.ts';
export type { Candidate } from './rank.ts';
export type Speaker = 'self' | 'family' | 'neighbour';

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
  /** Said that they cannot talk on the telephone. */
  writing: boolean;
}

/** What matching needs of the content. */
export interface Understanding {
  listen: Listen;
  weigh: Weigh;
  net: Net;
}

const RANKED = 5;

export { needOwner } from './rank.ts';
export const speakerOwner = 'speaker';
export const topicOwner = 'topic';

/** What matching has to know of a need. */
export interface NeedTraits {
  id: string;
  field: string;
}

/** Gets everything ready that matching needs; once per content version. */
export function understandingOf(
  listen: Listen,
  models: { needs: Model; levels: Model; classes: Model },
  needs: readonly NeedTraits[],
): Understanding {
  return {
    listen,
    weigh: weigher(readModel(models.needs), new Map(needs.map((n) => [n.id, n.field]))),
    net: netOf({ levels: readModel(models.levels), classes: readModel(models.classes) }),
  };
}

/** Matches one message. Pure; grows with the length of the message only. */
export function match({ listen, weigh, net }: Understanding, text: string): Match {
  const heard = listen(text);
  const reading = readingOf(heard);
  const ranking = rank(weigh, reading);
  const { fired } = heard;
  return {
    danger: net(reading, judgeDanger(fired), isPlain(ranking[0])),
    ...gate(ranking, lettersOf(heard)),
    candidates: ranking.slice(0, RANKED).map(({ id, score, because }) => ({ id, score, because })),
    topics: [...new Set(fired.filter((f) => f.rule.owner === topicOwner).map((f) => f.rule.kind))],
    ...judgeSpeaker(fired),
  };
}

/** From this on a message is plainly about a need. */
const PLAINLY = 0.8;

const isPlain = (top: Candidate | undefined): boolean => top !== undefined && top.score >= PLAINLY;

function judgeSpeaker(fired: Fired[]): Pick<Match, 'speaker' | 'minor' | 'writing'> {
  const kinds = new Set(fired.filter((f) => f.rule.owner === speakerOwner).map((f) => f.rule.kind));
  const said = { minor: kinds.has('minor'), writing: kinds.has('writing') };
  if (kinds.has('neighbour')) return { speaker: 'neighbour', ...said };
  return { speaker: kinds.has('family') ? 'family' : 'self', ...said };
}
