/**
 * An answer in the reader's language: fixed sentences and buttons only, before or in the place of the Japanese ones. Names
 * of windows and what to say on the telephone stay Japanese: they are for those who answer there. Nothing is translated by a machine.
 */
import type { Content, Prepared } from '../content/content.ts';
import type { LanguageFile } from '../content/schema.ts';
import type { Card } from '../windows/card.ts';
import { isoTokyo } from '../windows/tokyo.ts';
import type { DangerSay, Say } from './say.ts';
import type { Option, Question, Talk } from './talk.ts';
import * as texts from './texts.ts';
import type { Turned } from './turned.ts';

/** The language file of a talk; null for Japanese, or where the city has none. */
export const tongueOf = (
  { language }: Pick<Talk, 'language'>,
  { languages }: Pick<Content, 'languages'>,
): LanguageFile | null => (language !== undefined && languages[language]) || null;

/** The turn as the reader should see it. The question keeps its id: a tap means the same in every language. */
export function translated(turned: Turned, { content }: Prepared): Turned {
  const tongue = tongueOf(turned.talk, content);
  if (!tongue) return turned;
  const own = turned.say.flatMap((s) => beforeIn(s, tongue));
  const before: Say[] = own.length > 0 ? [{ kind: 'text', text: own.join('\n\n'), lang: tongue.tag }] : [];
  const say = [...before, ...turned.say.map((s) => sayIn(s, tongue))];
  const question = turned.talk.question && questionIn(turned.talk.question, tongue);
  return { ...turned, say, talk: { ...turned.talk, question } };
}

/** What is said in the reader's language before all else, in one text: LINE takes five messages an answer. */
function beforeIn(say: Say, tongue: LanguageFile): string[] {
  if (say.kind === 'card') return [cardIn(say.card, tongue)];
  if (say.kind === 'danger') return [dangerIn(say, tongue)];
  // The gentle question is asked in Japanese; the way to help is told before it.
  const grave = say.kind === 'question' && say.question.options.some((o) => o.choice.do === 'danger');
  return grave ? [tongue.texts.danger] : [];
}

function sayIn(say: Say, tongue: LanguageFile): Say {
  switch (say.kind) {
    case 'text':
      return { ...say, text: sentenceIn(say.text, tongue) };
    case 'show':
      return { ...say, words: [...say.words, tongue.texts.show] };
    case 'question':
      return { ...say, ask: sentenceIn(say.ask, tongue), question: questionIn(say.question, tongue) };
    default:
      return say;
  }
}

/** Japanese sentences that have their like; others stay. */
function sentenceIn(text: string, { texts: own }: LanguageFile): string {
  const pairs: [string, string][] = [
    [texts.MENU, own.menu],
    [texts.AFTER, own.after],
    [texts.CLARIFY, own.clarify],
    [texts.OPEN_QUESTION, own.not_understood],
    [texts.NOT_THAT, own.not_understood],
    [texts.MEANS, own.means],
  ];
  return pairs.find(([japanese]) => japanese === text)?.[1] ?? text;
}

const questionIn = (question: Question, tongue: LanguageFile): Question => ({
  ...question,
  options: question.options.map((o) => ({ ...o, label: labelIn(o, tongue) })),
});

/** A label that is no longer Japanese stays: a question that is kept over a turn is drawn over again. */
function labelIn({ label, choice }: Option, { labels, needs }: LanguageFile): string {
  switch (choice.do) {
    case 'need':
      return needs[choice.need] ?? label;
    case 'group':
      return needs[choice.group] ?? label;
    case 'by':
      return labels[choice.means];
    case 'none':
    case 'topic':
    case 'area':
      return wordIn(label, labels);
    case 'alert':
    case 'staff':
    case 'menu':
    case 'back':
    case 'means':
    case 'town':
      return labels[choice.do];
    default:
      return label;
  }
}

function wordIn(label: string, { none, wrong, unsure }: LanguageFile['labels']): string {
  const words: Record<string, string> = {
    [texts.NONE_LABEL]: none,
    [texts.WRONG_LABEL]: wrong,
    [texts.NOT_SURE]: unsure,
  };
  return Object.hasOwn(words, label) ? words[label]! : label;
}

/** Whom to call, whether they are there now, and the Japanese words to say. */
function cardIn({ name, call }: Card, { texts: own }: LanguageFile): string {
  if (!call) return name;
  const { via, number } = call;
  const line = (via === null ? own.window : own.window_via)
    .replace('{name}', name)
    .replace('{number}', number.display)
    .replace('{via}', via ?? '');
  return [
    line,
    openIn(call.when, own),
    `${own.say} ${call.say.map((s) => `「${s}」`).join('')}`,
    ...(number.aging ? [own.may_change] : []),
  ].join('\n');
}

function openIn(
  { open, until, next }: NonNullable<Card['call']>['when'],
  own: LanguageFile['texts'],
): string {
  if (open === null) return own.hours_unknown;
  if (open) return until === null ? own.open_always : own.open.replace('{until}', clock(until));
  return next === null ? own.closed : own.closed_until.replace('{next}', clock(next));
}

/** 「11/24 8:30」: understood in every language. */
function clock(at: number): string {
  const [day = '', time = ''] = isoTokyo(at).split('T');
  const [, month, date] = day.split('-');
  return `${Number(month)}/${Number(date)} ${time.slice(0, 5)}`;
}

/** One line and the numbers, under names that may be seen on a locked screen: more only when a native reader has signed for it. */
function dangerIn({ lines }: DangerSay, { texts: own }: LanguageFile): string {
  const numbers = lines.flatMap((l) =>
    l.number ? `${l.number.display}（${l.plain}）` : l.link ? `${l.plain} ${l.link}` : [],
  );
  return [own.danger, ...numbers].join('\n');
}
