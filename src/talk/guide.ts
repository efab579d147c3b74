/** Guidance: menu, clarifying, the answer to a need, and what to say when nothing was understood. */
import type { Prepared } from '../content/content.ts';
import { OUT_OF_SCOPE } from '../understand/gate.ts';
import type { Candidate, Match } from '../understand/match.ts';
import { type Card, cardsOf } from '../windows/card.ts';
import { areaToAsk, lacksTown, townName, UNSURE, withTown } from '../windows/local.ts';
import { idsOf, type Narrowing, NOT_SURE, route, toAsk } from '../windows/route.ts';
import type { Instant } from '../windows/tokyo.ts';
import { urgencyOf } from '../windows/urgency.ts';
import { askArea } from './area.ts';
import {
  BACK,
  LANGUAGE,
  MENU_OPTION,
  NONE_OF_THESE,
  OTHER_MEANS,
  STAFF,
  TOWN,
  WRITE,
  WRONG,
} from './asking.ts';
import type { Effect, Say } from './say.ts';
import type { Option, Talk } from './talk.ts';
import * as texts from './texts.ts';
import { speakAndAsk, type Turned, textSay } from './turned.ts';

/** One answer shows at most this many cards; more is a wall. */
const CARDS_MAX = 2;
/** After this many turns that understood nothing, a person is offered first. */
const FAILED_MAX = 2;
const UNHANDLED_MAX = 60;

/** The 困った menu. */
export function menu(
  talk: Talk,
  prepared: Prepared,
  say: Say[] = [],
  text = texts.MENU,
  effects: Effect[] = [],
): Turned {
  const { scenes, groups } = prepared.content.menu;
  const options: Option[] = [
    ...scenes.map((id) => optionOf(prepared, id)),
    ...groups.map(({ label }): Option => ({ label, choice: { do: 'group', group: label } })),
    ...(Object.keys(prepared.content.languages).length > 0 ? [LANGUAGE] : []),
    STAFF,
  ];
  return speakAndAsk(talk, say, text, options, effects);
}

/** A further page of the menu; the first one, when content has changed since. */
export function menuGroup(talk: Talk, prepared: Prepared, label: string): Turned {
  const group = prepared.content.menu.groups.find((g) => g.label === label);
  if (!group) return menu(talk, prepared);
  const options = group.needs.map((id) => optionOf(prepared, id));
  return speakAndAsk(talk, [], texts.MENU, [...options, MENU_OPTION, STAFF]);
}

/** Answers a need: asks first what would change its windows, once, then shows them. */
export function answerNeed(talk: Talk, prepared: Prepared, now: Instant, needs: string[]): Turned {
  const [main, ...beside] = mostAtRiskFirst(needs, prepared);
  const narrowing = toAsk(prepared.content, main!, talk.topics);
  const next: Talk = { ...talk, need: main!, beside, failed: 0 };
  if (narrowing) return askTopic(next, main!, narrowing);
  const where = areaToAsk(prepared.content, idsOf(prepared.content, main!, talk.topics), areaOf(talk));
  return where ? askArea(next, where) : showWindows(talk, prepared, now, needs);
}

/** Shows the windows for a need, the others beside it behind the same door. */
export function showWindows(talk: Talk, prepared: Prepared, now: Instant, needs: string[]): Turned {
  const [main, ...beside] = mostAtRiskFirst(needs, prepared);
  const intent = prepared.content.intents[main!];
  if (!intent) return menu(talk, prepared);
  const cards = cardsFor([main!, ...beside], talk, prepared, now);
  const titles = beside.flatMap((n) => prepared.content.intents[n]?.title ?? []).join('」「');
  const say: Say[] = [textSay(intent.texts?.[talk.speaker] ?? intent.title)];
  const added = intent.topics.filter((t) => t.text && talk.topics.includes(`${main}.${t.id}`));
  say.push(...added.map((t) => textSay(t.text!)));
  if (titles !== '') say.push(textSay(texts.BESIDE(titles)));
  say.push(...cards.map((card): Say => ({ kind: 'card', card })));
  const shown = [...talk.shown, ...cards.map((c) => ({ window: c.window, at: now }))].slice(-20);
  const next: Talk = { ...talk, need: main!, beside, failed: 0, shown };
  const options = [
    ...(writesFirst(next, cards, prepared) ? [WRITE] : []),
    STAFF,
    OTHER_MEANS,
    ...(nameable(cards, talk, prepared) ? [TOWN] : []),
    MENU_OPTION,
    BACK,
    WRONG,
  ];
  return speakAndAsk(next, say, texts.AFTER, options);
}

/** Who cannot telephone (a child, whoever said so, anybody while all are closed) sees first that they can write. */
function writesFirst({ writes, minor }: Talk, cards: readonly Card[], { handoff }: Prepared): boolean {
  const closed = cards.every(({ call }) => call?.when.open === false);
  return handoff && (writes === true || minor || closed);
}

const areaOf = ({ area }: Talk): string | null => area ?? null;

/** Whether the town can be named on the telephone and is not known yet, in a city whose towns are known. */
const nameable = (cards: Card[], { area }: Talk, { content }: Prepared): boolean =>
  area !== UNSURE && content.areas.towns.length > 0 && cards.some((c) => c.call?.say.some(lacksTown));

/** The cards for needs, the main one first: it also says what to tell on the phone. */
export function cardsFor(needs: string[], talk: Talk, prepared: Prepared, now: Instant): Card[] {
  const area = areaOf(talk);
  const town = townName(prepared.content, area);
  const places = needs.flatMap((need) => route(prepared, need, now, talk.topics, area));
  return cardsOf(places, prepared.content.intents[needs[0]!]?.phone)
    .slice(0, CARDS_MAX)
    .map((card) =>
      card.call
        ? { ...card, call: { ...card.call, say: card.call.say.map((s) => withTown(s, town)) } }
        : card,
    );
}

/** Asks the one thing that changes the window. Not knowing is an answer too. */
function askTopic(talk: Talk, need: string, { text, choices }: Narrowing): Turned {
  const options = [...choices, { id: NOT_SURE, label: texts.NOT_SURE }].map(
    ({ id, label }): Option => ({ label, choice: { do: 'topic', topic: `${need}.${id}` } }),
  );
  return speakAndAsk(talk, [], text, [...options, STAFF, MENU_OPTION, BACK]);
}

/** Goes on to the windows with the topic that was chosen. */
export function goOnWith(talk: Talk, topic: string, prepared: Prepared, now: Instant): Turned {
  const [need] = topic.split('.');
  const beside = talk.need === need ? talk.beside : [];
  return answerNeed({ ...talk, topics: [...talk.topics, topic] }, prepared, now, [need!, ...beside]);
}

/** The entrance of the need in which waiting hurts soonest takes the others along. */
function mostAtRiskFirst(needs: string[], { content }: Prepared): string[] {
  const rank = (need: string): number => urgencyOf(content.intents[need]?.field ?? '');
  return [...needs].sort((a, b) => rank(a) - rank(b));
}

/** Up to three needs to choose from. */
export function clarify(talk: Talk, prepared: Prepared, candidates: Candidate[]): Turned {
  const options = candidates.map((c): Option => optionOf(prepared, c.id));
  return speakAndAsk(talk, [], texts.CLARIFY, [
    ...options,
    NONE_OF_THESE,
    MENU_OPTION,
    ...(options.some(isStaff) ? [] : [STAFF]),
  ]);
}

const isStaff = (o: Option): boolean => o.choice.do === 'staff';

function optionOf(prepared: Prepared, id: string): Option {
  const intent = prepared.content.intents[id]!;
  return intent.handoff ? STAFF : { label: intent.menu, choice: { do: 'need', need: id } };
}

/** Nothing was understood: one open question with the menu, and soon a person. */
export function notUnderstood(
  talk: Talk,
  prepared: Prepared,
  m: Match,
  text: string,
  ref: string | null,
): Turned {
  const failed = talk.failed + 1;
  // Danger turns and talks with a case never leave a sentence on the operators' list.
  const listed = m.danger === null && talk.danger === null && talk.case === null;
  const effects: Effect[] = listed
    ? [{ kind: 'unhandled', text: [...text].slice(0, UNHANDLED_MAX).join(''), ref }]
    : [];
  return menu({ ...talk, failed }, prepared, offer(failed), texts.OPEN_QUESTION, effects);
}

export const isOutOfScope = ({ content }: Prepared, need: string): boolean =>
  content.intents[need]?.field === OUT_OF_SCOPE;

/** Garbage days, taxes, small talk: the city's own telephone, and the menu for what we are here for. */
export function notWelfare(talk: Talk, prepared: Prepared, need: string, now: Instant): Turned {
  const intent = prepared.content.intents[need]!;
  const cards = cardsOf(route(prepared, need, now, []), intent.phone).slice(0, 1);
  const say: Say[] = [
    textSay(intent.texts?.self ?? intent.title),
    ...cards.map((card): Say => ({ kind: 'card', card })),
  ];
  return menu({ ...talk, failed: 0 }, prepared, say);
}

/** The resident says that none of what was shown fits. */
export function notThat(talk: Talk, prepared: Prepared): Turned {
  const failed = talk.failed + 1;
  return menu({ ...talk, failed, need: null, beside: [] }, prepared, offer(failed), texts.NOT_THAT);
}

const offer = (failed: number): Say[] => (failed >= FAILED_MAX ? [textSay(texts.OFFER_PERSON)] : []);
