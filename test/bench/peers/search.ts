/**
 * The libraries people reach for first, each set up as well as we can: one document a need (one an example where the
 * library compares whole texts), Japanese cut into words by Intl.Segmenter or into pairs of letters, whichever
 * serves the library better, all in the same spelling that Komatta folds to.
 */
import { create, insertMultiple, search as searchOrama } from '@orama/orama';
import FlexSearch from 'flexsearch';
import Fuse from 'fuse.js';
import lunr from 'lunr';
import MiniSearch from 'minisearch';
import { fold } from '../../../src/understand/fold.ts';

export interface Knowledge {
  need: string;
  texts: string[];
}

export interface Contestant {
  name: string;
  /** How it was set up, in a few words. */
  how: string;
  /** Need ids, best first. */
  rank(text: string): string[] | Promise<string[]>;
  /** Asked only every so many sentences: half a second for each is long. */
  every?: number;
}

const segmenter = new Intl.Segmenter('ja', { granularity: 'word' });
const words = (text: string): string[] =>
  [...segmenter.segment(fold(text))].filter((s) => s.isWordLike).map((s) => s.segment);
const pairs = (text: string): string[] => {
  const letters = [...fold(text)];
  return letters.length < 2 ? letters : letters.slice(1).map((letter, i) => letters[i] + letter);
};
const unique = (ids: string[]): string[] => [...new Set(ids)];

/** All peers, ready to be asked. Building takes some seconds. */
export async function peers(known: Knowledge[]): Promise<Contestant[]> {
  return [
    fuse(known),
    miniSearch(known, words, '単語'),
    miniSearch(known, pairs, '2字'),
    flexSearch(known, words, '単語'),
    flexSearch(known, pairs, '2字'),
    await orama(known),
    lunrOf(known, words, '単語'),
    lunrOf(known, pairs, '2字'),
    await nlp(known),
  ];
}

type Cut = (text: string) => string[];
const examplesOf = (known: Knowledge[]) =>
  known.flatMap(({ need, texts }) => texts.map((text) => ({ need, text: fold(text) })));
const documents = (known: Knowledge[]) =>
  known.map(({ need, texts }) => ({ id: need, text: texts.join('\n') }));

function fuse(known: Knowledge[]): Contestant {
  const index = new Fuse(examplesOf(known), {
    keys: ['text'],
    threshold: 0.7,
    ignoreLocation: true,
    ignoreFieldNorm: true,
  });
  return {
    name: 'fuse.js',
    how: '例文ごと・あいまい（15文に1つ）',
    every: 15,
    // Its bit-parallel search takes patterns of 32 letters.
    rank: (text) =>
      unique(index.search([...fold(text)].slice(0, 32).join(''), { limit: 20 }).map((r) => r.item.need)),
  };
}

function miniSearch(known: Knowledge[], cut: Cut, how: string): Contestant {
  const index = new MiniSearch({ fields: ['text'], tokenize: cut, processTerm: (term) => term });
  index.addAll(documents(known));
  return {
    name: 'MiniSearch',
    how,
    rank: (text) => index.search(text, { combineWith: 'OR' }).map((r) => r.id as string),
  };
}

function flexSearch(known: Knowledge[], cut: Cut, how: string): Contestant {
  const index = new FlexSearch.Index({ encode: cut, tokenize: 'strict', resolution: 9, context: false });
  const ids = known.map(({ need }) => need);
  documents(known).forEach(({ text }, i) => {
    index.add(i, text);
  });
  return {
    name: 'FlexSearch',
    how,
    rank: (text) => (index.search(text, { suggest: true, limit: 5 }) as number[]).map((i) => ids[i]!),
  };
}

/** By whole needs, or by words, it finds next to nothing (0.02–0.18 right at the first place). */
async function orama(known: Knowledge[]): Promise<Contestant> {
  const index = create({
    schema: { need: 'string', text: 'string' },
    components: {
      tokenizer: { language: 'japanese', normalizationCache: new Map(), tokenize: pairs },
    },
  });
  await insertMultiple(index, examplesOf(known));
  return {
    name: 'Orama',
    how: '例文ごと・2字',
    rank: async (text) => {
      const found = await searchOrama(index, { term: text, properties: ['text'], threshold: 1, limit: 20 });
      return unique(found.hits.map((h) => h.document.need));
    },
  };
}

function lunrOf(known: Knowledge[], cut: Cut, how: string): Contestant {
  const tokens = (text: string) => unique(cut(text));
  const builder = new lunr.Builder();
  builder.tokenizer = ((text: unknown) =>
    cut(String(text)).map((t) => new lunr.Token(t, {}))) as typeof builder.tokenizer;
  builder.ref('id');
  builder.field('text');
  for (const document of documents(known)) builder.add(document);
  const index = builder.build();
  return {
    name: 'lunr',
    how,
    rank: (text) =>
      index
        .query((q) => {
          for (const term of tokens(text)) q.term(term, {});
        })
        .map((r) => r.ref),
  };
}

/** Its own tokenizer for Japanese, its own neural net. */
async function nlp(known: Knowledge[]): Promise<Contestant> {
  const { dockStart } = await import('@nlpjs/basic');
  const { LangJa } = await import('@nlpjs/lang-ja');
  const dock = await dockStart({ settings: { nlp: { autoSave: false, log: false } }, use: ['Basic'] });
  dock.getContainer().use(LangJa);
  const manager = dock.get('nlp');
  manager.addLanguage('ja');
  for (const { need, texts } of known) for (const text of texts) manager.addDocument('ja', text, need);
  await manager.train();
  return {
    name: 'nlp.js',
    how: '例文で学ぶ',
    rank: async (text) => {
      const { classifications } = await manager.process('ja', text);
      return (classifications as { intent: string; score: number }[]).map((c) => c.intent);
    },
  };
}
