/**
 * Learns a model from example sentences: softmax regression, fitted by AdaGrad in a fixed order, so that the same
 * files give the same model to the last bit. A few hundred sentences a label are little for as many traits as there
 * are: weights are pulled towards zero, or most of the traits are hidden at every look, so that no sentence is learned
 * by heart by one odd word; and no sentence is taken for quite certain.
 */
import { idsFor, type Model } from '../understand/model.ts';
import { TRAITS, type Traits } from '../understand/traits.ts';

export interface Lesson {
  traits: Traits;
  label: string;
  /** The sentence is anything but this label. */
  not?: true;
}

/** A trait that stands in fewer lessons, which is in one sentence and its reading, teaches nothing about other sentences. */
const COMMON = 3;

/** A lesson as it is learned from: its common traits by row, and the share that each has in the whole. */
interface Look {
  rows: Int32Array;
  share: number;
  label: number;
  not: boolean;
  /** Its own chance, so that a lesson more or less changes little of what the others teach. */
  seed: number;
}

export interface Pace {
  /** How often all lessons are gone through. */
  rounds: number;
  /** How far one lesson moves what was learned. */
  rate: number;
  /** How much of a lesson's certainty is spread over all labels. */
  doubt: number;
  /** Share of a lesson's traits that is hidden when it is looked at. */
  hidden: number;
  /** How strongly weights are pulled towards zero: in all, as much as so many lessons pull. */
  pull: number;
  /** Whether the longest runs of letters are learned from too. */
  long: boolean;
  /** Steps of 1/127 below which a weight changes no answer and only makes the artefact larger. */
  least: number;
}

/** Fits a model: the mean over the second half of the rounds. Labels stand in alphabetical order; at most 256 of them. */
export function fitModel(lessons: readonly Lesson[], pace: Pace): Model {
  const { rounds, long, least } = pace;
  const labels = [...new Set(lessons.map((l) => l.label))].sort();
  const place = new Map(labels.map((label, i) => [label, i]));
  const traits = lessons.map((lesson) => idsFor(pace, lesson.traits));
  const rows = rowsOf(traits);
  const looks = lessons.map(
    ({ label, not }, i): Look => ({
      rows: traits[i]!.map((id) => rows.of[id]!).filter((row) => row >= 0),
      // Weighed by all its traits, as a message will be.
      share: 1 / Math.sqrt(Math.max(1, traits[i]!.length)),
      label: place.get(label)!,
      not: not === true,
      seed: 0,
    }),
  );
  giveSeeds(looks, traits);
  const learner = new Learner(labels.length, rows, pace);
  for (let round = 0; round < rounds; round++) {
    for (const { look, chance } of drawn(looks, round)) learner.learn(look, chance);
    if (round >= rounds / 2) learner.keep();
  }
  learner.settle();
  return { labels, long, ...packed(learner, rows.ids, least) };
}

interface Rows {
  /** Trait → row, -1 for a trait that is too rare. */
  of: Int32Array;
  /** Row → trait. */
  ids: Int32Array;
  /** In how many lessons each row stands. */
  counts: Int32Array;
  /** What stands in many sentences says less. The divisor only keeps the weights near 1. */
  rarity: Float32Array;
}

/** Common traits, close together: learning runs over few bytes. */
function rowsOf(traits: readonly Int32Array[]): Rows {
  const counts = new Int32Array(TRAITS);
  for (const ids of traits) for (const id of ids) counts[id]!++;
  const of = new Int32Array(TRAITS).fill(-1);
  const ids: number[] = [];
  for (let id = 0; id < TRAITS; id++) if (counts[id]! >= COMMON) of[id] = ids.push(id) - 1;
  const rarity = ids.map((id) => Math.log((traits.length + 1) / (counts[id]! + 1)) / 5);
  return {
    of,
    ids: Int32Array.from(ids),
    counts: Int32Array.from(ids, (id) => counts[id]!),
    rarity: Float32Array.from(rarity),
  };
}

class Learner {
  readonly labels: number;
  readonly weights: Float32Array;
  readonly bias: Float64Array;
  readonly rarity: Float32Array;
  readonly #counts: Int32Array;
  readonly #pace: Pace;
  /** How far each row has moved, all labels together. */
  readonly #moved: Float64Array;
  readonly #biasMoved: Float64Array;
  readonly #off: Float64Array;
  readonly #mean: Float32Array;
  readonly #biasMean: Float64Array;
  #kept = 0;
  readonly #shown = new Int32Array(TRAITS_MAX);

  constructor(labels: number, { rarity, counts }: Rows, pace: Pace) {
    this.labels = labels;
    this.#pace = pace;
    this.rarity = rarity;
    this.#counts = counts;
    this.weights = new Float32Array(rarity.length * labels);
    this.#mean = new Float32Array(this.weights.length);
    this.#biasMean = new Float64Array(labels);
    this.#moved = new Float64Array(rarity.length).fill(START);
    this.bias = new Float64Array(labels);
    this.#biasMoved = new Float64Array(labels).fill(START);
    this.#off = new Float64Array(labels);
  }

  /** Counts what was learned so far into the mean: where learning ends is chance, what it circles is not. */
  keep(): void {
    this.#kept++;
    for (let at = 0; at < this.weights.length; at++) this.#mean[at]! += this.weights[at]!;
    for (let label = 0; label < this.labels; label++) this.#biasMean[label]! += this.bias[label]!;
  }

  /** Takes the mean for what was learned. */
  settle(): void {
    for (let at = 0; at < this.weights.length; at++) this.weights[at] = this.#mean[at]! / this.#kept;
    for (let label = 0; label < this.labels; label++) this.bias[label] = this.#biasMean[label]! / this.#kept;
  }

  /** `chance` says which of its traits are hidden this time. */
  learn({ rows, share, label, not }: Look, chance: number): void {
    const { hidden } = this.#pace;
    let shown = 0;
    for (let i = 0; i < rows.length && shown < TRAITS_MAX; i++) {
      chance = next(chance);
      if (chance >= hidden * 2 ** 32) this.#shown[shown++] = rows[i]!;
    }
    this.#judge(shown, share);
    if (not) this.#spread(label);
    else this.#settleOn(label);
    this.#move(shown, share);
  }

  /** Each label's probability, in `#off`. */
  #judge(shown: number, share: number): void {
    const { labels, weights, rarity } = this;
    const off = this.#off;
    off.set(this.bias);
    for (let i = 0; i < shown; i++) {
      const row = this.#shown[i]!;
      const weight = share * rarity[row]!;
      for (let label = 0, at = row * labels; label < labels; label++, at++)
        off[label]! += weights[at]! * weight;
    }
    let most = Number.NEGATIVE_INFINITY;
    for (let label = 0; label < labels; label++) if (off[label]! > most) most = off[label]!;
    let sum = 0;
    for (let label = 0; label < labels; label++) {
      off[label] = Math.exp(off[label]! - most);
      sum += off[label]!;
    }
    for (let label = 0; label < labels; label++) off[label]! /= sum;
  }

  /** From probabilities to how far they are from the right label, with some doubt. */
  #settleOn(right: number): void {
    const { doubt } = this.#pace;
    const off = this.#off;
    for (let label = 0; label < this.labels; label++)
      off[label]! -= (label === right ? 1 - doubt : 0) + doubt / this.labels;
  }

  /** From probabilities to how far they are from the same ones without this label, which the others share out. */
  #spread(wrong: number): void {
    const off = this.#off;
    const rest = Math.max(1 - off[wrong]!, 1e-6);
    for (let label = 0; label < this.labels; label++) if (label !== wrong) off[label]! -= off[label]! / rest;
  }

  #move(shown: number, share: number): void {
    const { labels, weights, rarity, bias } = this;
    const { rate, pull } = this.#pace;
    const off = this.#off;
    let square = 0;
    for (let label = 0; label < labels; label++) {
      const o = off[label]!;
      square += o * o;
      this.#biasMoved[label]! += o * o;
      bias[label]! -= (BIAS_RATE * o) / Math.sqrt(this.#biasMoved[label]!);
    }
    for (let i = 0; i < shown; i++) {
      const row = this.#shown[i]!;
      const weight = share * rarity[row]!;
      this.#moved[row]! += square * weight * weight;
      const step = rate / Math.sqrt(this.#moved[row]!);
      // What pulls at a row in all is shared out among the lessons in which it stands.
      const back = pull / this.#counts[row]!;
      for (let label = 0, at = row * labels; label < labels; label++, at++)
        weights[at]! -= step * (weight * off[label]! + back * weights[at]!);
    }
  }
}

const BIAS_RATE = 0.5;
const START = 1e-4;
/** A longer lesson teaches by its first traits. */
const TRAITS_MAX = 2048;
/** Weights are kept in a byte each, in steps of this share of the greatest. */
const STEP = 1 / 127;
/** As far as two bytes reach. */
const GAP_MAX = 0xffff;

/** What was learned, small enough to be sent about. */
function packed(
  { labels, weights, bias, rarity }: Learner,
  ids: Int32Array,
  least: number,
): Omit<Model, 'labels' | 'long'> {
  const spoken = weights.map((w, at) => w * rarity[Math.floor(at / labels)]!);
  let greatest = 1e-9;
  for (const w of spoken) greatest = Math.max(greatest, Math.abs(w));
  const step = greatest * STEP;
  const gaps: number[] = [];
  const counts: number[] = [];
  const which: number[] = [];
  const kept: number[] = [];
  let before = -1;
  for (const [row, id] of ids.entries()) {
    const from = kept.length;
    for (let label = 0; label < labels; label++) {
      const weight = Math.round(spoken[row * labels + label]! / step);
      if (Math.abs(weight) < least) continue;
      which.push(label);
      kept.push(weight);
    }
    if (kept.length === from) continue;
    // A longer way is gone in steps that say nothing.
    for (; id - before > GAP_MAX; before += GAP_MAX) {
      gaps.push(GAP_MAX);
      counts.push(0);
    }
    gaps.push(id - before);
    counts.push(kept.length - from);
    before = id;
  }
  return {
    bias: [...bias].map((b) => Math.round(b * 1e4) / 1e4),
    gaps: base64(Uint16Array.from(gaps)),
    counts: base64(Uint8Array.from(counts)),
    which: base64(Uint8Array.from(which)),
    weights: base64(Int8Array.from(kept)),
    step: Math.round(step * 1e6) / 1e6,
  };
}

const base64 = (bytes: Uint8Array | Uint16Array | Int8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');

/** A lesson's chance comes from what it says; one that is taught again gets another each time. */
function giveSeeds(looks: Look[], traits: readonly Int32Array[]): void {
  const taught = new Map<number, number>();
  for (const [i, look] of looks.entries()) {
    let seed = stir(look.label + 1);
    for (const id of traits[i]!) seed = stir(seed ^ id);
    const times = taught.get(seed) ?? 0;
    taught.set(seed, times + 1);
    look.seed = stir(seed + times);
  }
}

/** The lessons in the order of one round, each with its own chance. Both must not change from one compile to the next. */
function* drawn(looks: readonly Look[], round: number): Generator<{ look: Look; chance: number }> {
  const chances = looks.map((look) => stir(look.seed ^ Math.imul(round + 1, 0x9e3779b1)));
  // Sorted as plain numbers, which is quick: the chance, and behind it the place.
  const order = Float64Array.from(chances, (chance, i) => chance * PLACES + i).sort();
  for (const placed of order) {
    const i = placed % PLACES;
    yield { look: looks[i]!, chance: chances[i]! };
  }
}

/** More lessons than there will ever be, and few enough that a chance and a place fit in one number. */
const PLACES = 2 ** 20;

const next = (state: number): number => (Math.imul(state, 1103515245) + 12345) >>> 0;

/** Spreads a number over 32 bits. */
function stir(n: number): number {
  let h = Math.imul(n ^ (n >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
