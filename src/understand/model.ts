/**
 * A linear model over traits: for every trait, how much it speaks for each label. Learned by the compiler from the
 * example sentences; here it is only read. Reading a message costs as much as the message is long, however many
 * labels there are, because a trait knows only the labels it speaks for.
 */
import { bytesOf } from './bytes.ts';
import { TRAITS, type Traits } from './traits.ts';

/** A model as stored in the artefact. The three rows of numbers are base64, trait after trait. */
export interface Model {
  labels: string[];
  bias: number[];
  /** The traits that speak for anything, in their order: how far each is from the one before, two bytes each. */
  gaps: string;
  /** How many labels each of them speaks for: one byte each. */
  counts: string;
  /** Which labels: one byte each. */
  which: string;
  /** How much: one signed byte each, times `step`. */
  weights: string;
  step: number;
}

export interface Learned {
  labels: readonly string[];
  /** Probability of each label, in the order of the labels; together 1. */
  judge(traits: Traits): Float64Array;
  /** For each of some labels, the words that spoke most for it, at most `n`. One look at the traits serves them all. */
  because(traits: Traits, labels: readonly number[], n: number): string[][];
}

/** Unpacks a model; done once per content version. */
export function readModel(model: Model): Learned {
  const which = bytesOf(model.which);
  const weights = new Int8Array(bytesOf(model.weights).buffer);
  const starts = startsOf(model);
  const score = (traits: Traits): Float64Array => {
    const sums = new Float64Array(model.labels.length);
    for (const id of traits.ids) {
      for (let at = starts[id]!; at < starts[id + 1]!; at++) sums[which[at]!]! += weights[at]!;
    }
    const share = model.step / Math.sqrt(Math.max(1, traits.ids.length));
    return sums.map((sum, label) => sum * share + model.bias[label]!);
  };
  const weighed = ({ ids }: Traits, wanted: readonly number[]): Float64Array[] => {
    const places = new Int16Array(model.labels.length).fill(-1);
    for (const [place, label] of wanted.entries()) places[label] = place;
    const rows = wanted.map(() => new Float64Array(ids.length));
    for (let i = 0; i < ids.length; i++) {
      const id = ids[i]!;
      for (let at = starts[id]!; at < starts[id + 1]!; at++) {
        const place = places[which[at]!]!;
        if (place >= 0) rows[place]![i] = weights[at]!;
      }
    }
    return rows;
  };
  return {
    labels: model.labels,
    judge: (traits) => softmax(score(traits)),
    because: (traits, wanted, n) => weighed(traits, wanted).map((row) => strongest(traits, row, n)),
  };
}

/** Words inside longer ones that speak as loudly are left out. */
function strongest({ words }: Traits, weights: Float64Array, n: number): string[] {
  const kept: string[] = [];
  for (const i of loudest(weights)) {
    if (kept.length === n) break;
    const spoken = words(i);
    if (spoken.length > 1 && !kept.some((k) => k.includes(spoken) || spoken.includes(k))) kept.push(spoken);
  }
  return kept;
}

/** So many are looked at for the few that are wanted: a letter has thousands of traits, and sorting them all is slow. */
const LOUDEST = 32;

/** Where the greatest weights above 0 stand, greatest first. */
function loudest(weights: Float64Array): number[] {
  const best: number[] = [];
  for (let i = 0; i < weights.length; i++) {
    const weight = weights[i]!;
    if (weight <= (best.length < LOUDEST ? 0 : weights[best.at(-1)!]!)) continue;
    let at = best.length;
    while (at > 0 && weights[best[at - 1]!]! < weight) at--;
    best.splice(at, 0, i);
    if (best.length > LOUDEST) best.pop();
  }
  return best;
}

function softmax(scores: Float64Array): Float64Array {
  const most = Math.max(...scores);
  const raised = scores.map((s) => Math.exp(s - most));
  const sum = raised.reduce((a, b) => a + b, 0);
  return raised.map((r) => r / sum);
}

/** Where the numbers of each trait begin. */
function startsOf(model: Model): Int32Array {
  const gaps = new Uint16Array(bytesOf(model.gaps).buffer);
  const counts = bytesOf(model.counts);
  const starts = new Int32Array(TRAITS + 1);
  let trait = -1;
  for (let i = 0; i < gaps.length; i++) {
    trait += gaps[i]!;
    starts[trait + 1] = counts[i]!;
  }
  for (let id = 0; id < TRAITS; id++) starts[id + 1]! += starts[id]!;
  return starts;
}
