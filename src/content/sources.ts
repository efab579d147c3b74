/** Which file is which, and what each says: every file parsed against its schema, every fault kept. */
import type * as z from 'zod';
import { ATTRIBUTION, type Attribution, attributionsIn } from './attribution.ts';
import { type Parsed, parseFile, type SourceFile } from './document.ts';
import type { Fault } from './fault.ts';
import {
  type AreasFile,
  areasFile,
  type BasisFile,
  basisFile,
  type DangerFile,
  dangerFile,
  type HotlineEntry,
  hotlinesFile,
  type IntentFile,
  intentFile,
  type LanguageFile,
  languageFile,
  type MenuFile,
  menuFile,
  type OfficeFile,
  officeFile,
  type PhrasesFile,
  type PlanFile,
  phrasesFile,
  planFile,
  type RoutesFile,
  routesFile,
  type WindowEntry,
  type WordsFile,
  windowsFile,
  wordsFile,
} from './schema.ts';

export type { SourceFile } from './document.ts';

/** The parsed files of one city. A null value means that the file is missing or faulty. */
export interface Sources {
  intents: Parsed<IntentFile>[];
  dangers: Parsed<DangerFile>[];
  words: Parsed<WordsFile>;
  menu: Parsed<MenuFile>;
  hotlines: Parsed<{ hotlines: HotlineEntry[] }>;
  office: Parsed<OfficeFile>;
  windows: Parsed<{ windows: WindowEntry[] }>;
  routes: Parsed<RoutesFile>;
  languages: Parsed<LanguageFile>[];
  attributions: Attribution[];
  /** null where the city has no file of towns. */
  areas: Parsed<AreasFile> | null;
  phrases: Parsed<PhrasesFile>;
  /** null where the city has not written down on which bases a case may be moved without consent. */
  basis: Parsed<BasisFile> | null;
  /** null where the city counts no indicators of a plan. */
  plan: Parsed<PlanFile> | null;
}

/** Paths, relative to the content folder, that belong to one city. */
export const belongsTo = (city: string, path: string): boolean =>
  /^intents\/(?:danger\/)?[^/]+\.yaml$/.test(path) ||
  path === 'data/words.yaml' ||
  path === 'data/menu.yaml' ||
  path === 'data/hotlines.yaml' ||
  path === 'data/phrases.yaml' ||
  path === ATTRIBUTION ||
  /^data\/languages\/[^/]+\.yaml$/.test(path) ||
  ['office', 'windows', 'routes', 'areas', 'basis', 'plan'].some((f) => path === `data/${city}/${f}.yaml`);

/** Files in the folders of a city's content that nothing reads: a mistyped name, most likely. */
export const unread = (files: readonly SourceFile[], city: string): string[] =>
  files
    .map((f) => f.path)
    .filter(
      (p) =>
        (p.startsWith('intents/') || p.startsWith(`data/${city}/`) || /^data\/[^/]+$/.test(p)) &&
        !belongsTo(city, p),
    );

/** Parses all files of a city. */
export function parseSources(files: readonly SourceFile[], city: string): Sources {
  const one = <S extends z.ZodType>(path: string, schema: S): Parsed<z.infer<S>> => {
    const source = files.find((f) => f.path === path);
    return source ? parseFile(source, schema) : missing(path);
  };
  const all = <S extends z.ZodType>(folder: RegExp, schema: S): Parsed<z.infer<S>>[] =>
    files.filter((f) => folder.test(f.path)).map((f) => parseFile(f, schema));
  return {
    intents: all(/^intents\/[^/]+\.yaml$/, intentFile),
    dangers: all(/^intents\/danger\/[^/]+\.yaml$/, dangerFile),
    words: one('data/words.yaml', wordsFile),
    menu: one('data/menu.yaml', menuFile),
    hotlines: one('data/hotlines.yaml', hotlinesFile),
    office: one(`data/${city}/office.yaml`, officeFile),
    windows: one(`data/${city}/windows.yaml`, windowsFile),
    routes: one(`data/${city}/routes.yaml`, routesFile),
    languages: all(/^data\/languages\/[^/]+\.yaml$/, languageFile),
    attributions: attributionsIn(files.find((f) => f.path === ATTRIBUTION)?.text ?? ''),
    areas: files.some((f) => f.path === `data/${city}/areas.yaml`)
      ? one(`data/${city}/areas.yaml`, areasFile)
      : null,
    phrases: one('data/phrases.yaml', phrasesFile),
    basis: files.some((f) => f.path === `data/${city}/basis.yaml`)
      ? one(`data/${city}/basis.yaml`, basisFile)
      : null,
    plan: files.some((f) => f.path === `data/${city}/plan.yaml`)
      ? one(`data/${city}/plan.yaml`, planFile)
      : null,
  };
}

/** `data/words.yaml` and its like, which no other city has a copy of. */
const isShared = (path: string): boolean => path.split('/').length === 2;

function missing<T>(path: string): Parsed<T> {
  const fault: Fault = {
    file: path,
    line: 1,
    column: 1,
    code: 'no_file',
    cause: 'ファイルがありません',
    cure: isShared(path)
      ? '前の版から戻してください（どの市も使うファイルです）'
      : 'ほかの市の同じファイルを写して作ってください',
  };
  return { file: path, value: null, faults: [fault], place: () => ({ line: 1, column: 1 }) };
}

/** Every file of the sources, for walking over faults. */
export const eachFile = (s: Sources): Parsed<unknown>[] => [
  ...s.intents,
  ...s.dangers,
  s.words,
  s.menu,
  s.hotlines,
  ...s.languages,
  s.office,
  s.windows,
  s.routes,
  ...(s.areas ? [s.areas] : []),
  s.phrases,
  ...(s.basis ? [s.basis] : []),
  ...(s.plan ? [s.plan] : []),
];
