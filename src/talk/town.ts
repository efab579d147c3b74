/** The answer to where the resident lives: a town typed, a location sent. No address is kept. */
import type { Prepared } from '../content/content.ts';
import type { Match } from '../understand/match.ts';
import { findTown, townAt, townIn } from '../windows/areas.ts';
import { UNSURE } from '../windows/local.ts';
import type { Instant } from '../windows/tokyo.ts';
import { askArea, askTown } from './area.ts';
import { MENU_OPTION, STAFF } from './asking.ts';
import { answerNeed, menu } from './guide.ts';
import type { Position } from './input.ts';
import type { Talk } from './talk.ts';
import * as texts from './texts.ts';
import { speakAndAsk, type Turned, textSay } from './turned.ts';

/** Whether the question on the screen asks for the town in words. */
const awaitsTown = ({ question }: Talk): boolean =>
  question?.options[0]?.choice.do === 'area' && question.options[0].choice.area === UNSURE;

/** A longer text is no town but something the resident wants to say. */
const TOWN_MAX = 30;

/** The town, where it was asked for, and at any moment where the text is nothing but a town; null when it is something else. */
export function townTyped(
  talk: Talk,
  text: string,
  m: Match,
  prepared: Prepared,
  now: Instant,
): Turned | null {
  const town = townIn(prepared.content.areas, text);
  if (town) return withArea(talk, town.name, prepared, now);
  if (!awaitsTown(talk) || [...text].length > TOWN_MAX) return null;
  const found = findTown(prepared.content.areas, text);
  if (found.kind === 'unknown') return m.decision === 'answer' ? null : askTown(talk, texts.NO_SUCH_TOWN);
  if (found.kind === 'town' && found.towns.length === 1)
    return withArea(talk, found.towns[0]!.name, prepared, now);
  const choices = found.towns.slice(0, CHOICES_MAX).map(({ name }) => ({ id: name, label: name }));
  return askArea(talk, { kind: 'area', choices: [...choices, { id: UNSURE, label: texts.NOT_SURE }] });
}

/** What LINE's quick replies hold beside わからない, 人と話す, メニュー and もどる. */
const CHOICES_MAX = 9;

/** Goes on with the area: the windows of the need at hand, else the menu. */
export function withArea(talk: Talk, area: string, prepared: Prepared, now: Instant): Turned {
  const next: Talk = { ...talk, area };
  if (next.need) return answerNeed(next, prepared, now, [next.need, ...next.beside]);
  return menu(next, prepared, area === UNSURE ? [] : [textSay(texts.townKnown(area))]);
}

/** A location: only the name of the nearest town is kept of it. Outside the city it is a kind answer like any other. */
export function located(talk: Talk, { lat, lng }: Position, prepared: Prepared, now: Instant): Turned {
  const town = townAt(prepared.content.areas, lat, lng);
  if (!town) return speakAndAsk(talk, [textSay(texts.media('location'))], texts.AFTER, [MENU_OPTION, STAFF]);
  const turned = withArea(talk, town.name, prepared, now);
  return talk.need ? { ...turned, say: [textSay(texts.townKnown(town.name)), ...turned.say] } : turned;
}
