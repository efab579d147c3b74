/**
 * The net under the danger rules. Rules find what people thought of; a model learned from sentences of people in
 * danger catches wordings that nobody thought of. It raises what the rules say; where they fire in a wording like those
 * marked as harmless, it asks gently instead.
 */
import type { DangerClass } from '../content/schema.ts';
import type { Danger, DangerVerdict, Level } from './danger.ts';
import type { Learned } from './model.ts';
import { type Heard, lettersOf } from './rule.ts';
import type { Reading, Traits } from './traits.ts';

/** What a message asks for in danger, from what the rules say. `plain`: it is plainly about some need. */
export type Net = (reading: Reading, byRules: DangerVerdict | null, plain: boolean) => DangerVerdict | null;

/** How grave a message is, and what kind of danger it speaks of: two models, as each learns from all sentences. */
export interface NetModels {
  levels: Learned;
  classes: Learned;
}

/** The label of sentences that are no danger. */
export const HARMLESS = 'L0';

/** From these probabilities on. Tuned on the development sentences; missing a cry is far worse than asking once too often. */
const NOW = 0.16;
const SURE = { crisis: 0.37, unclear: 0.34 };
/** What is plainly about a need is so for a reason, and foreign letters say little each: more is asked of both. */
const DOUBTFUL = { crisis: 0.45, unclear: 0.48 };
/** Kana, and kanji. */
const JAPANESE = /[\u3041-\u30fa\u4e00-\u9fff]/;
/** Below these, rules that fired stand in a wording like those that people marked as harmless. Who may die now gets more trust. */
const DOUBT: Record<Level, typeof SURE> = {
  L3: { crisis: 0.4, unclear: 0.3 },
  L2: { crisis: 0.45, unclear: 0.5 },
  L1: { crisis: 0, unclear: 0.45 },
};
/** How much one sentence counts beside the whole message: without its neighbours a sentence says less. */
const ALONE = 0.4;

/** A class that a rule names is so much likelier than what likeness says. */
const NAMED: Record<Level, number> = { L3: 40, L2: 40, L1: 2 };

interface Feeling {
  /** The words that were felt. */
  traits: Traits;
  now: number;
  crisis: number;
  unclear: number;
}

export function netOf({ levels, classes }: NetModels): Net {
  const at = (level: string): number => levels.labels.indexOf(level);
  const [now, crisis, unclear] = [at('L3'), at('L2'), at('L1')];
  const feel = ({ traits }: Reading): Feeling => {
    const grave = levels.judge(traits);
    return {
      traits,
      now: grave[now]!,
      crisis: grave[now]! + grave[crisis]!,
      unclear: grave[now]! + grave[crisis]! + grave[unclear]!,
    };
  };
  const named = ({ traits }: Feeling, level: Level, byRules: DangerVerdict | null): Found => {
    const kinds = classes.judge(traits);
    for (const d of byRules ? [byRules, ...byRules.also] : [])
      kinds[classes.labels.indexOf(d.class)]! *= NAMED[d.level];
    return {
      class: classes.labels[kinds.indexOf(Math.max(...kinds))] as DangerClass,
      level,
      because: levels.because(traits, [crisis], REASONS)[0]!,
    };
  };
  return (reading, byRules, plain) => {
    const letters = lettersOf(reading.heard);
    // A word or two is too little to be like anything: there the rules alone decide.
    if (now === -1 || letters < SHORTEST) return byRules;
    const whole = feel(reading);
    const parts = reading.sentences.map(feel);
    const felt = gravest(whole, parts);
    const level = levelOf(felt, surenessFor(reading.heard, plain));
    const trusted = byRules && trust(byRules, [whole, ...parts]);
    if (!level || (trusted && (trusted.level > level || isOfTheBody(trusted)))) return trusted;
    return beside(named(felt, level, byRules), trusted);
  };
}

const surenessFor = ({ sentences }: Heard, plain: boolean): typeof SURE =>
  !plain && sentences.some((s) => JAPANESE.test(s)) ? SURE : DOUBTFUL;

/** Of the whole and of its sentences: a cry may stand in one sentence of a long letter, or be spread over two. */
const gravest = (whole: Feeling, parts: readonly Feeling[]): Feeling =>
  parts.map((part) => tempered(part, whole)).reduce((a, b) => (b.crisis > a.crisis ? b : a), whole);

/** Without its neighbours a sentence says less. */
function tempered(part: Feeling, whole: Feeling): Feeling {
  const mixed = (of: (f: Feeling) => number): number => ALONE * of(part) + (1 - ALONE) * of(whole);
  return {
    ...part,
    now: mixed((f) => f.now),
    crisis: mixed((f) => f.crisis),
    unclear: mixed((f) => f.unclear),
  };
}

/** What kills in minutes comes first, whatever else is spoken of. */
const OF_THE_BODY: readonly DangerClass[] = ['fire', 'medical', 'disaster'];
const isOfTheBody = (v: DangerVerdict): boolean => v.level === 'L3' && OF_THE_BODY.includes(v.class);

const SHORTEST = 6;
const REASONS = 3;

function levelOf({ now, crisis, unclear }: Feeling, sure: typeof SURE): Level | null {
  if (crisis >= sure.crisis) return now >= NOW ? 'L3' : 'L2';
  return unclear >= sure.unclear ? 'L1' : null;
}

/**
 * What rules say in a wording like those that people marked as harmless is asked gently; where next to nothing is
 * amiss (虫に死なれた, 死ぬほど暑い) nothing is asked. Every sentence may speak for them: what stands around a cry takes
 * nothing from it.
 */
function trust(v: DangerVerdict, feelings: readonly Feeling[]): DangerVerdict | null {
  const doubt = DOUBT[v.level];
  if (feelings.every(({ unclear }) => unclear < doubt.unclear)) return null;
  return feelings.every(({ crisis }) => crisis < doubt.crisis) ? { ...v, level: 'L1', also: [] } : v;
}

type Found = Danger & { because: string[] };

/** What was found, and beside it what the rules said. */
function beside(found: Found, byRules: DangerVerdict | null): DangerVerdict {
  if (!byRules) return { ...found, also: [], helper: false, learned: true };
  if (byRules.class === found.class && byRules.level === found.level) return byRules;
  const others = [byRules, ...byRules.also].filter((d) => d.class !== found.class);
  return {
    ...byRules,
    ...found,
    learned: true,
    also: others.map((d) => ({ class: d.class, level: d.level })),
  };
}
