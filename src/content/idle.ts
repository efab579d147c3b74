/** Rules that no sentence of the files makes fire, and wordings that none needs: dead weight, or a sign that examples are missing. */
import type { Rule } from '../understand/rule.ts';
import type { Prepared } from './content.ts';
import type { Parsed } from './document.ts';
import type { DangerFile, IntentFile } from './schema.ts';
import type { Sources } from './sources.ts';

export interface Idle {
  file: string;
  line: number;
  /** The rule as the operator wrote it. */
  text: string;
}

/** Every rule of needs and dangers that never fires over all sentences that the files hold. */
export function idleRules(sources: Sources, { understanding }: Prepared): Idle[] {
  const fired = new Set<string>();
  for (const text of sentencesOf(sources))
    for (const { rule } of understanding.listen(text).fired) fired.add(keyOf(rule));
  const idle = (
    file: Parsed<unknown>,
    path: PropertyKey[],
    owner: string,
    kind: string,
    lines: string[],
  ): Idle[] =>
    lines.flatMap((text, i) =>
      fired.has(keyOf({ owner, kind, text }))
        ? []
        : [{ file: file.file, line: file.place([...path, i]).line, text }],
    );
  return [
    ...sources.intents.flatMap((f) =>
      f.value
        ? (['strong', 'weak', 'all_of'] as const).flatMap((kind) =>
            idle(f, ['rules', kind], `need:${f.value!.id}`, kind, f.value!.rules[kind]),
          )
        : [],
    ),
    ...sources.dangers.flatMap((f) =>
      f.value
        ? (['L3', 'L2', 'L1'] as const).flatMap((level) =>
            idle(f, ['phrases', level], `danger:${f.value!.class}`, level, f.value!.phrases[level]),
          )
        : [],
    ),
  ];
}

const keyOf = ({ owner, kind, text }: Pick<Rule, 'owner' | 'kind' | 'text'>): string =>
  `${owner} ${kind} ${text}`;

const needSentences = ({ title, menu, examples, must, must_not }: IntentFile): string[] => [
  title,
  menu,
  ...examples,
  ...must,
  ...must_not,
];

const dangerSentences = ({ examples, must_catch, must_not_catch }: DangerFile): string[] => [
  ...Object.values(examples ?? {}).flat(),
  ...Object.values(must_catch).flat(),
  ...must_not_catch,
];

/** Every sentence that the files of a city hold. */
export const sentencesOf = ({ intents, dangers }: Sources): string[] => [
  ...intents.flatMap((f) => (f.value ? needSentences(f.value) : [])),
  ...dangers.flatMap((f) => (f.value ? dangerSentences(f.value) : [])),
];
