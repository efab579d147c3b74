/**
 * A linear model over traits: for every trait, how much it speaks for each label. Learned by the compiler from the
 * example sentences; here it is only read. Reading a message costs as much as the message is long, however many
 * labels there are, because a trait knows only the labels it speaks for.
 */
import { bytesOf } from './bytes.ts';
import { TRAITS, type Traits } from './traits.ts';

/** A model as stored in the artefact. The rows of numbers are base64, trait after trait. */
export interface Model {
  labels: string[];
  /** Whether it learned from the longest runs of letters too. */
  long: boolean;
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
  const { rowOf, starts } = indexOf(model);
  const score = (traits: Traits): Float64Array => {
    const sums = new Float64Array(model.labels.length);
    const ids = idsFor(model, traits);
    for (const id of ids) {
      const row = rowOf(id);
      if (row === NONE) continue;
      for (let at = starts[row]!; at < starts[row + 1]!; at++) sums[which[at]!]! += weights[at]!;
    }
    const share = model.step / Math.sqrt(Math.max(1, ids.length));
    return sums.map((sum, label) => sum * share + model.bias[label]!);
  };
  const weighed = (traits: Traits, wanted: readonly number[]): Float64Array[] => {
    const ids = idsFor(model, traits);
    const places = new Int16Array(model.labels.length).fill(-1);
    for (const [place, label] of wanted.entries()) places[label] = place;
    const rows = wanted.map(() => new Float64Array(ids.length));
    for (let i = 0; i < ids.length; i++) {
      const row = rowOf(ids[i]!);
      if (row === NONE) continue;
      for (let at = starts[row]!; at < starts[row + 1]!; at++) {
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

/** The traits of a message that a model learned from. */
export const idsFor = ({ long }: Pick<Model, 'long'>, traits: Traits): Int32Array =>
  long ? traits.ids : traits.ids.subarray(0, traits.longFrom);

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

const NONE = -1;

interface Index {
  /** Which row of numbers a trait has. */
  rowOf(trait: number): number;
  /** Where the numbers of each row begin. */
  starts: Int32Array;
}

/**
 * A bit for each trait says whether it speaks for anything, and its row is the number of such traits before it: small
 * enough to stay in the processor's cache, where a table with a place for each trait would not.
 */
function indexOf(model: Model): Index {
  const gaps = new Uint16Array(bytesOf(model.gaps).buffer);
  const counts = bytesOf(model.counts);
  const bits = new Int32Array(TRAITS / WORD);
  const starts = new Int32Array(gaps.length + 1);
  let trait = -1;
  for (let row = 0; row < gaps.length; row++) {
    trait += gaps[row]!;
    bits[trait >> 5]! |= 1 << (trait & 31);
    starts[row + 1] = starts[row]! + counts[row]!;
  }
  const before = new Int32Array(bits.length);
  for (let word = 1; word < bits.length; word++) before[word] = before[word - 1]! + ones(bits[word - 1]!);
  const rowOf = (id: number): number => {
    const word = bits[id >> 5]!;
    const bit = 1 << (id & 31);
    return (word & bit) === 0 ? NONE : before[id >> 5]! + ones(word & (bit - 1));
  };
  return { rowOf, starts };
}

/** Bits in a word. */
const WORD = 32;

/** How many bits of a word are set: counted in pairs, fours and bytes at once. */
function ones(word: number): number {
  const pairs = word - ((word >>> 1) & 0x55555555);
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
