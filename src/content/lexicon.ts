/** Turns the rule lines of all files into one lexicon: each distinct phrase once, rules by number. */
import { dangerOwner } from '../understand/danger.ts';
import { needOwner, speakerOwner, topicOwner } from '../understand/match.ts';
import type { Lexicon, Rule } from '../understand/rule.ts';
import { conceptOwner } from '../understand/traits.ts';
import type { Parsed } from './document.ts';
import type { Fault } from './fault.ts';
import { readLine } from './phrase.ts';
import type { DangerFile, IntentFile } from './schema.ts';
import type { Sources } from './sources.ts';
import { trieOf } from './trie.ts';

/** Compiles the lexicon; faults name the line of each rule that cannot be read. */
export function compileLexicon(sources: Sources): { lexicon: Lexicon; faults: Fault[] } {
  const builder = new Builder(sources.words.value?.concepts ?? {});
  for (const file of sources.intents) if (file.value) addIntent(builder, file, file.value);
  for (const file of sources.dangers) if (file.value) addDanger(builder, file, file.value);
  for (const concept of Object.keys(sources.words.value?.concepts ?? {}))
    builder.add(sources.words, ['concepts', concept], conceptOwner, concept, [`{${concept}}`], true);
  const speakers = sources.words.value?.speakers;
  if (speakers) {
    for (const kind of ['family', 'neighbour', 'minor', 'writing'] as const) {
      builder.add(sources.words, ['speakers', kind], speakerOwner, kind, speakers[kind]);
    }
  }
  return { lexicon: laidOut(builder), faults: builder.faults };
}

/** The phrases as a tree, and the rules by the numbers that they have there. */
function laidOut({ numbers, rules }: Builder): Lexicon {
  const { trie, numbers: there } = trieOf([...numbers.keys()]);
  const renumbered = rules.map((rule) => ({
    ...rule,
    chains: rule.chains.map((chain) => chain.map((group) => group.map((phrase) => there[phrase]!))),
  }));
  return { phrases: trie, rules: renumbered };
}

function addIntent(builder: Builder, file: Parsed<IntentFile>, intent: IntentFile): void {
  for (const kind of ['strong', 'weak', 'all_of', 'not'] as const) {
    builder.add(file, ['rules', kind], needOwner(intent.id), kind, intent.rules[kind]);
  }
  intent.topics.forEach(({ id, words }, i) => {
    builder.add(file, ['topics', i, 'words'], topicOwner, `${intent.id}.${id}`, words);
  });
}

function addDanger(builder: Builder, file: Parsed<DangerFile>, danger: DangerFile): void {
  const owner = dangerOwner(danger.class);
  for (const level of ['L3', 'L2', 'L1'] as const) {
    builder.add(file, ['phrases', level], owner, level, danger.phrases[level]);
  }
  for (const kind of ['helper', 'mask', 'calm'] as const)
    builder.add(file, [kind], owner, kind, danger[kind]);
}

class Builder {
  readonly numbers = new Map<string, number>();
  readonly rules: Rule[] = [];
  readonly faults: Fault[] = [];
  readonly #concepts: Record<string, string[]>;

  constructor(concepts: Record<string, string[]>) {
    this.#concepts = concepts;
  }

  add(
    file: Parsed<unknown>,
    path: PropertyKey[],
    owner: string,
    kind: string,
    lines: string[],
    kanji = false,
  ): void {
    lines.forEach((text, i) => {
      const read = readLine(text, this.#concepts, kanji);
      if (!read.ok) {
        const { line, column } = file.place([...path, i]);
        this.faults.push({
          file: file.file,
          line,
          column,
          code: 'rule',
          cause: `「${text}」：${read.cause}`,
          cure: read.cure,
        });
        return;
      }
      const chains = read.line.chains.map((chain) =>
        chain.map((group) => group.map((phrase) => this.#number(phrase))),
      );
      this.rules.push({ owner, kind, chains, text, always: read.line.always });
    });
  }

  #number(phrase: string): number {
    const known = this.numbers.get(phrase);
    if (known !== undefined) return known;
    const n = this.numbers.size;
    this.numbers.set(phrase, n);
    return n;
  }
}
