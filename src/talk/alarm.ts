/** Danger answers: the fixed, reviewed card first, always; an unclear word gets one gentle question. */
import type { Prepared } from '../content/content.ts';
import type { Danger, DangerVerdict } from '../understand/danger.ts';
import { type HotlineLine, hotlineLines } from '../windows/card.ts';
import type { Instant } from '../windows/tokyo.ts';
import { ALERT, MENU_OPTION, STAFF } from './asking.ts';
import type { DangerSay, Say } from './say.ts';
import type { Option, Talk } from './talk.ts';
import * as texts from './texts.ts';
import { speakAndAsk, type Turned, textSay } from './turned.ts';

/** Two or three choices, not a wall of ten numbers. */
const LINES_MAX = 3;

/**
 * The danger card for a verdict of L2 or L3, with the neutral choices under it; one of them tells staff, unless they
 * come to `known` of it anyway.
 */
export function alarm(
  talk: Talk,
  prepared: Prepared,
  verdict: DangerVerdict,
  now: Instant,
  known: boolean,
): Turned {
  const say = dangerSay(talk, prepared, verdict, now);
  const next: Talk = {
    ...talk,
    danger: { class: verdict.class, level: verdict.level, at: now },
    failed: 0,
  };
  const alert = prepared.handoff && !known ? [ALERT] : [];
  return speakAndAsk(next, [say], texts.AFTER, [...alert, MENU_OPTION, STAFF]);
}

function dangerSay(talk: Talk, prepared: Prepared, verdict: DangerVerdict, now: Instant): DangerSay {
  const text = prepared.content.dangers[verdict.class]!;
  const card =
    text.cards[verdict.level === 'L2' && verdict.helper ? 'helper' : verdict.level === 'L3' ? 'L3' : 'L2'];
  const own = talk.minor ? [card.hotlines[0]!, ...card.minor, ...card.hotlines.slice(1)] : card.hotlines;
  return {
    kind: 'danger',
    class: verdict.class,
    level: verdict.level,
    receive: card.receive,
    act: card.act,
    lines: choose(hotlineLines(prepared, [...hurtAtHome(prepared, verdict), ...own], now)),
    beside: besideText(prepared, verdict.also),
    door: card.door,
  };
}

/** A child who is hurt and wants to die: one card, with the lines that can act on the hurt (110, 189) first. */
function hurtAtHome({ content }: Prepared, { also, helper }: DangerVerdict): string[] {
  const hurt = !helper && also.some((d) => d.class === 'abuse_child' && d.level !== 'L1');
  return hurt ? (content.dangers.abuse_child?.cards.L2.hotlines.slice(0, 2) ?? []) : [];
}

/** At most three, and one of them a text channel where there is one: many cannot speak. */
function choose(lines: HotlineLine[]): HotlineLine[] {
  const first = lines.slice(0, LINES_MAX);
  const written = lines.find((l) => l.link !== null && l.number === null);
  if (!written || first.includes(written)) return first;
  return [...first.slice(0, LINES_MAX - 1), written];
}

function besideText(prepared: Prepared, also: Danger[]): string | null {
  const second = also.find((d) => d.level !== 'L1');
  if (!second) return null;
  return prepared.content.dangers[second.class]!.cards[second.level === 'L3' ? 'L3' : 'L2'].act;
}

/** The gentle question for an unclear word (L1), after whatever else the message was answered with. */
export function askGently(
  talk: Talk,
  prepared: Prepared,
  verdict: DangerVerdict,
  now: Instant,
  before: Say[],
): Turned {
  const { check } = prepared.content.dangers[verdict.class]!;
  const line = hotlineLines(prepared, [check.hotline], now)[0];
  const quiet = line?.number ? `\n${line.name} ${line.number.display}（${line.openText}）` : '';
  const options: Option[] = [
    { label: check.now, choice: { do: 'danger', class: verdict.class, level: 'L3' } },
    { label: check.feel, choice: { do: 'danger', class: verdict.class, level: 'L2' } },
    { label: check.fine, choice: { do: 'fine' } },
    { label: check.other, choice: { do: 'other' } },
  ];
  return speakAndAsk(talk, before, check.ask + quiet, options);
}

/** The answer 「今は大丈夫」. */
export function fine(talk: Talk): Turned {
  return speakAndAsk(talk, [textSay(texts.FINE)], texts.AFTER, [MENU_OPTION, STAFF]);
}
