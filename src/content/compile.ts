/** Files in, one frozen artefact out, or every fault that stands in the way. Pure: reads no disk, no clock. */
import { createHash } from 'node:crypto';
import { fold } from '../understand/fold.ts';
import { type Command, type Content, type Prepared, prepare } from './content.ts';
import { byPlace, type Fault } from './fault.ts';
import { japaneseHolidays } from './holidays.ts';
import { type Learning, modelsOf } from './learn.ts';
import { compileLexicon } from './lexicon.ts';
import { covers, linesAsWindows } from './lines.ts';
import { linkFaults } from './links.ts';
import { forbiddenFaults, sentenceFaults } from './sentences.ts';
import { belongsTo, eachFile, parseSources, type SourceFile, type Sources, unread } from './sources.ts';
import { contentWarnings } from './warnings.ts';

export interface Compiled {
  /** null when there is any fault: a broken set never reaches people. */
  content: Content | null;
  prepared: Prepared | null;
  faults: Fault[];
  warnings: Fault[];
  /** False where the models come from older examples: what the sentences show is then not the last word. */
  learned: boolean;
}

/** Compiles the files of one city. Files of other cities are ignored; the order of the files does not matter. */
export function compile(files: readonly SourceFile[], city: string, learning: Learning = 'now'): Compiled {
  const ours = files.filter((f) => belongsTo(city, f.path)).sort((a, b) => (a.path < b.path ? -1 : 1));
  const sources = parseSources(ours, city);
  const { lexicon, faults: ruleFaults } = compileLexicon(sources);
  const faults = [
    ...eachFile(sources).flatMap((f) => f.faults),
    ...ruleFaults,
    ...linkFaults(sources),
    ...forbiddenFaults(sources),
  ];
  const lessons = faults.length === 0 ? modelsOf(sources, lexicon, learning) : null;
  const content = lessons && assemble(sources, lexicon, lessons.models);
  const prepared = content && prepare(content);
  if (prepared) faults.push(...sentenceFaults(sources, prepared));
  const good = faults.length === 0;
  return {
    content: good ? content : null,
    prepared: good ? prepared : null,
    faults: faults.sort(byPlace),
    learned: lessons?.upToDate ?? true,
    warnings: [...contentWarnings(sources), ...unread(files, city).map(unreadWarning)].sort(byPlace),
  };
}

const unreadWarning = (file: string): Fault => ({
  file,
  line: 1,
  column: 1,
  code: 'unread',
  cause: 'このファイルは、どこからも読まれません',
  cure: '名前と場所を確かめるか、消してください（終わりは .yaml です）',
});

export function assemble(sources: Sources, lexicon: Content['lexicon'], models: Content['models']): Content {
  const city = sources.office.value!;
  const intents = sources.intents.map((f) => f.value!).sort((a, b) => (a.id < b.id ? -1 : 1));
  const hotlines = sources.hotlines.value!.hotlines.filter((h) => covers(h.region, city));
  const { routes } = sources.routes.value!;
  const { windows } = sources.windows.value!;
  const content = {
    city,
    intents: byKey(
      intents.map(
        ({ rules: _r, examples: _e, must: _m, must_not: _n, near_danger: _d, topics, ...shown }) => ({
          ...shown,
          topics: topics.map(({ words: _w, ...topic }) => topic),
        }),
      ),
      'id',
    ),
    menu: sources.menu.value!,
    dangers: byKey(
      sources.dangers
        .map((f) => f.value!)
        .map(
          ({
            phrases: _p,
            helper: _h,
            mask: _m,
            calm: _c,
            examples: _e,
            must_catch: _a,
            must_not_catch: _b,
            ...shown
          }) => shown,
        ),
      'class',
    ),
    windows: byKey([...windows, ...linesAsWindows(hotlines, windows, routes)], 'id'),
    hotlines: byKey(hotlines, 'id'),
    routes,
    areas: sources.areas?.value ?? { towns: [], local: {} },
    phrases: sources.phrases.value!.phrases,
    basis: sources.basis?.value ?? { reviewed: null, bases: [] },
    plan: sources.plan?.value ?? null,
    commands: commandsOf(sources),
    languages: byKey(
      sources.languages.map((f) => f.value!),
      'id',
    ),
    attributions: sources.attributions,
    lexicon,
    models,
    holidays: japaneseHolidays(),
  };
  return { version: versionOf(content), ...content };
}

function byKey<T, K extends keyof T>(rows: T[], key: K): Record<string, T> {
  return Object.fromEntries(rows.map((row) => [String(row[key]), row]));
}

function commandsOf(sources: Sources): Record<string, Command> {
  const entries = Object.entries(sources.words.value!.commands) as [Command, string[]][];
  return Object.fromEntries(entries.flatMap(([command, words]) => words.map((w) => [fold(w), command])));
}

const versionOf = (content: object): string =>
  createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, 12);
