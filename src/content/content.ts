/** The compiled content of one city: what the compiler freezes and a turn reads. Plain JSON. */

import { type Understanding, understandingOf } from '../understand/match.ts';
import type { Model } from '../understand/model.ts';
import type { Rule } from '../understand/rule.ts';
import { type Lexicon, listener } from '../understand/rule.ts';
import type { Attribution } from './attribution.ts';
import type {
  AreasFile,
  BasisFile,
  DangerClass,
  DangerFile,
  HotlineEntry,
  IntentFile,
  LanguageFile,
  MenuFile,
  OfficeFile,
  PhrasesFile,
  PlanFile,
  RoutesFile,
  WindowEntry,
} from './schema.ts';

export type { Rule };

/** What a resident's single word can order (「メニュー」). */
export type Command =
  | 'menu'
  | 'back'
  | 'restart'
  | 'staff'
  | 'close'
  | 'when'
  | 'read'
  | 'none'
  | 'wrong'
  | 'yes'
  | 'no';

export type IntentText = Pick<
  IntentFile,
  'id' | 'field' | 'sheet' | 'title' | 'menu' | 'handoff' | 'texts' | 'phone' | 'ask'
> & { topics: Pick<IntentFile['topics'][number], 'id' | 'label' | 'text'>[] };
export type DangerText = Pick<DangerFile, 'class' | 'name' | 'reviewed' | 'check' | 'cards'>;

export interface Content {
  /** Hash of all that can change an answer; shown in doctor and kept with golden talks. */
  version: string;
  city: OfficeFile;
  intents: Record<string, IntentText>;
  menu: MenuFile;
  dangers: Partial<Record<DangerClass, DangerText>>;
  /** The city's own, and the lines that its files name among them (see lines.ts). */
  windows: Record<string, WindowEntry>;
  /** Only those whose region covers the city. */
  hotlines: Record<string, HotlineEntry>;
  routes: RoutesFile['routes'];
  /** Towns of the city, and which windows they change. */
  areas: AreasFile;
  /** Canned phrases for staff. */
  phrases: PhrasesFile['phrases'];
  /** On which bases a lead may move a case without consent. */
  basis: BasisFile;
  /** What the city's plan wants to see grow; null where it has none. */
  plan: PlanFile | null;
  /** Fixed texts in other languages, by id; a city may have none. */
  languages: Record<string, LanguageFile>;
  /** What the data was gathered from. */
  attributions: Attribution[];
  /** Folded phrase → command. */
  commands: Record<string, Command>;
  lexicon: Lexicon;
  /** What was learned from the example sentences. */
  models: { needs: Model; levels: Model; classes: Model };
  /** Public holidays, `YYYY-MM-DD`. */
  holidays: string[];
}

/** Content with its indexes built; made once per version, shared by all turns. */
export interface Prepared {
  content: Content;
  understanding: Understanding;
  holidays: ReadonlySet<string>;
  /** Numbers that two talks were told are wrong, as `window display`; not shown until they are confirmed anew. */
  doubted: ReadonlySet<string>;
  /** Windows that take no new cases, and until when (今日は受けられません). */
  shut: ReadonlyMap<string, number>;
  /** Whether this deployment takes consultation words over for staff; if not, windows are shown instead. */
  handoff: boolean;
}

/** Builds the indexes of an artefact. */
export function prepare(content: Content, { handoff = true } = {}): Prepared {
  return {
    content,
    handoff,
    doubted: new Set(),
    shut: new Map(),
    understanding: understandingOf(listener(content.lexicon), content.models, Object.values(content.intents)),
    holidays: new Set(content.holidays),
  };
}
