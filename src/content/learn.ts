/** From the example sentences of all files to what is learned from them: which need, how grave, which danger. */
import { createHash } from 'node:crypto';
import type { Model } from '../understand/model.ts';
import { HARMLESS } from '../understand/net.ts';
import { type Lexicon, type Listen, listener } from '../understand/rule.ts';
import { isTrait, type Traits, traitsOf } from '../understand/traits.ts';
import type { Content } from './content.ts';
import { fitModel, type Lesson, type Pace } from './fit.ts';
import { readingOf } from './readings.ts';
import { memory } from './remembered.ts';
import type { IntentFile } from './schema.ts';
import type { Sources } from './sources.ts';

interface Example {
  text: string;
  label: string;
  /** Stands in the file as something that must be so: taught again and again. */
  pinned?: number;
  /** Must not be taken for the label. */
  not?: true;
}

/** How often a pinned sentence is taught for once another: most of all what must be danger, or must not. */
const PINNED = { need: 3, danger: 6 };

/**
 * How grave a message is must not hang on any one lesson: there weights are pulled, and all traits are seen. Many
 * labels with few lessons each are learned better with most traits hidden.
 */
const PACES: Record<keyof Models, Pace> = {
  needs: { rounds: 12, rate: 2, doubt: 0.1, hidden: 0.65, pull: 0.01, long: false, least: 5 },
  levels: { rounds: 6, rate: 0.5, doubt: 0.15, hidden: 0, pull: 0.3, long: true, least: 6 },
  classes: { rounds: 8, rate: 2, doubt: 0.2, hidden: 0.65, pull: 0, long: false, least: 10 },
};

type Models = Content['models'];

/** `now` learns what is new, which takes seconds; `later` takes what was learned last, whatever has changed since. */
export type Learning = 'now' | 'later';

/**
 * The models, and whether they were learned from just these examples. The same examples give the same models;
 * several cities share them.
 */
export function modelsOf(
  sources: Sources,
  lexicon: Lexicon,
  learning: Learning = 'now',
): { models: Models; upToDate: boolean } {
  const needs = needExamples(sources);
  const levels = levelExamples(sources);
  const classes = classExamples(sources);
  const rules = lexicon.rules.filter(isTrait).map((r) => [r.owner, r.kind, r.text]);
  const from = createHash('sha256')
    .update(JSON.stringify([needs, levels, classes, rules]))
    .digest('hex');
  const known = memory();
  if (known.learned && learning === 'later')
    return { models: known.learned.models, upToDate: known.learned.from === from };
  if (known.learned?.from !== from)
    known.learned = { from, models: learn({ needs, levels, classes }, lexicon) };
  return { models: known.learned.models, upToDate: true };
}

function learn(examples: Record<keyof Models, Example[]>, lexicon: Lexicon): Models {
  const rules = lexicon.rules.filter(isTrait);
  const listen = listener({ ...lexicon, rules });
  const taught = new Map<string, Traits[]>();
  const of = (what: keyof Models): Model =>
    fitModel(
      examples[what].flatMap((e) => lessonsOf(e, listen, taught)),
      PACES[what],
    );
  return { needs: of('needs'), levels: of('levels'), classes: of('classes') };
}

/** A sentence teaches twice: as it is written, and as it is read aloud, for those who type kana only. */
function lessonsOf(
  { text, label, pinned, not }: Example,
  listen: Listen,
  taught: Map<string, Traits[]>,
): Lesson[] {
  let both = taught.get(text);
  if (!both) {
    const reading = readingOf(text);
    both = [text, ...(reading === text ? [] : [reading])].map((t) => traitsOf(listen(t)));
    taught.set(text, both);
  }
  const lessons = both.map((traits): Lesson => ({ label, traits, ...(not && { not }) }));
  return Array.from({ length: pinned ?? 1 }, () => lessons).flat();
}

const labelled = (texts: readonly string[], label: string): Example[] =>
  texts.map((text) => ({ text, label }));
const pinned = (texts: readonly string[], label: string): Example[] =>
  texts.map((text) => ({ text, label, pinned: PINNED.danger }));

const textsOf = ({ title, menu, examples, must }: IntentFile): string[] => [
  title,
  menu,
  ...examples,
  ...must,
];

const valuesOf = <T>(files: readonly { value: T | null }[]): T[] => files.flatMap(({ value }) => value ?? []);

const needExamples = ({ intents }: Sources): Example[] =>
  valuesOf(intents).flatMap((i) => [
    ...labelled(textsOf(i), i.id),
    ...i.must_not.map((text): Example => ({ text, label: i.id, pinned: PINNED.need, not: true })),
  ]);

const LEVELS = ['L3', 'L2', 'L1'] as const;

/** What people ask of a city is no danger: the examples of the needs are the quiet side of every danger. */
function levelExamples({ intents, dangers, words }: Sources): Example[] {
  const calm = valuesOf(intents).filter((i) => !i.near_danger);
  const commands = Object.values(words.value?.commands ?? {}).flat();
  const taught = valuesOf(dangers).filter((d) => d.examples);
  return [
    ...taught.flatMap((d) => [
      ...LEVELS.flatMap((level) => labelled(d.examples![level], level)),
      ...LEVELS.flatMap((level) => pinned(d.must_catch[level], level)),
      ...labelled(d.examples!.none, HARMLESS),
      ...pinned(d.must_not_catch, HARMLESS),
    ]),
    ...labelled([...commands, ...calm.flatMap(textsOf)], HARMLESS),
    ...pinned(words.value?.ordinary ?? [], HARMLESS),
  ];
}

const classExamples = ({ dangers }: Sources): Example[] =>
  valuesOf(dangers).flatMap((d) =>
    d.examples
      ? LEVELS.flatMap((level) => labelled([...d.examples![level], ...d.must_catch[level]], d.class))
      : [],
  );
