/** The language of a talk: recognised or chosen by one tap, and kept. */
import type { Content, Prepared } from '../content/content.ts';
import { fold } from '../understand/fold.ts';
import { languageOf } from '../understand/language.ts';
import { MENU_OPTION, STAFF } from './asking.ts';
import { menu } from './guide.ts';
import type { Choice, Option, Talk } from './talk.ts';
import { speakAndAsk, type Turned, textSay } from './turned.ts';

export const JAPANESE = 'ja';
const JAPANESE_LABEL = '日本語';
/** One word for the list of languages, in each of them. */
const WORDS = [
  'ことば',
  '言葉',
  '言語',
  'language',
  'languages',
  'idioma',
  'língua',
  'ngôn ngữ',
  'wika',
  '语言',
  'භාෂාව',
  'ことば / Language',
].map(fold);

/** Asks which language, each by its own name. */
export function askLanguage(talk: Talk, { content }: Prepared): Turned {
  const options = [
    ...Object.values(content.languages).map(({ id, name }) => optionFor(id, name)),
    optionFor(JAPANESE, JAPANESE_LABEL),
    MENU_OPTION,
    STAFF,
  ];
  return speakAndAsk(talk, [], 'ことば / Language', options);
}

const optionFor = (language: string, label: string): Option => ({
  label,
  choice: { do: 'language', language },
});

/** Keeps the choice and goes on with the menu. */
export function speakIn(talk: Talk, language: string, prepared: Prepared): Turned {
  if (language === JAPANESE || !Object.hasOwn(prepared.content.languages, language))
    return menu({ ...talk, language: JAPANESE }, prepared);
  const { texts } = prepared.content.languages[language]!;
  return menu({ ...talk, language }, prepared, [textSay(`${texts.greeting}\n${texts.status}`)]);
}

/** What a typed word means for the language: its name, or the word for the list. */
export function languageTyped({ languages }: Content, text: string): Choice | null {
  const folded = fold(text);
  if (folded === '' || Object.keys(languages).length === 0) return null;
  if (WORDS.includes(folded)) return { do: 'languages' };
  if (folded === fold(JAPANESE_LABEL) || folded === 'japanese') return { do: 'language', language: JAPANESE };
  const named = Object.values(languages).find((l) => [l.name, l.japanese].some((n) => fold(n) === folded));
  return named ? { do: 'language', language: named.id } : null;
}

/** The talk in the language it is written in, as long as nobody has chosen one. */
export function hearLanguage(talk: Talk, text: string, { content }: Prepared): Talk {
  if (talk.language !== undefined) return talk;
  const heard = languageOf(text);
  return heard && Object.hasOwn(content.languages, heard) ? { ...talk, language: heard } : talk;
}
