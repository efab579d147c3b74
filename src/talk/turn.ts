/**
 * One turn: (talk, input, content, now) → what the talk becomes, what is said, what the host has to do.
 * Danger is looked for first, in every state. No I/O, no clock, no randomness.
 */
import type { Command, Prepared } from '../content/content.ts';
import { type Danger, type DangerVerdict, judgeDanger } from '../understand/danger.ts';
import { fold } from '../understand/fold.ts';
import { NOT_OURS } from '../understand/gate.ts';
import { languageOf } from '../understand/language.ts';
import { type Match, match } from '../understand/match.ts';
import type { Instant } from '../windows/tokyo.ts';
import { alarm, askGently, fine } from './alarm.ts';
import { askTown } from './area.ts';
import { choiceOf, MENU_OPTION, STAFF, tapOf } from './asking.ts';
import { wished } from './callback.ts';
import { guard } from './guard.ts';
import {
  answerNeed,
  clarify,
  goOnWith,
  isOutOfScope,
  menu,
  menuGroup,
  notThat,
  notUnderstood,
  notWelfare,
  showWindows,
} from './guide.ts';
import {
  alertStaff,
  connected,
  keepForNow,
  passToStaff,
  preview,
  removeLine,
  send,
  startHandoff,
  tellState,
  toStaff,
  withdraw,
} from './handoff.ts';
import type { Input } from './input.ts';
import { askLanguage, hearLanguage, languageTyped, speakIn } from './language.ts';
import { MASKED } from './mask.ts';
import { askMeans, goBy, showAtCounter, wayTyped } from './means.ts';
import type { Say } from './say.ts';
import { moveAnswered, staffActed } from './staffActed.ts';
import { type Choice, HEARD_MAX, hasOpenCase, newTalk, type Talk } from './talk.ts';
import * as texts from './texts.ts';
import { withoutTopics, withTopics } from './topics.ts';
import { located, townTyped, withArea } from './town.ts';
import { translated } from './translate.ts';
import { speak, speakAndAsk, type Turned, textSay } from './turned.ts';
import { lastNumber, wrongNumber } from './wrongNumber.ts';

export type { Turned } from './turned.ts';

/** The need of those who want a person, by its fixed id. */
const HANDOFF_NEED = 'talk_to_staff';
/** LINE's own limit for one text. */
const TEXT_MAX = 5000;

/** Plays one turn. `now` is the time of answering; `input.at` the time the input was made. */
export function turn(talk: Talk, input: Input, prepared: Prepared, now: Instant): Turned {
  const fromLine = input.via === 'line' && input.kind !== 'case';
  if (fromLine && talk.outside) return turnOutside(talk, talk.outside, input, prepared, now);
  const lineAt = fromLine ? Math.max(talk.lineAt, input.at) : talk.lineAt;
  const played = step({ ...talk, door: input.via, turn: talk.turn + 1, lineAt }, input, prepared, now);
  const turned = translated(played, prepared);
  return fromLine && input.at < talk.lineAt ? withoutMoving(talk, turned) : turned;
}

/**
 * A guarded talk as LINE sees it: the talk outside answers, as if there were no case. What was written goes on to the one
 * inside: to staff who hold a case, or who should know of a danger; else it waits for a packet.
 */
function turnOutside(talk: Talk, outside: Talk, input: Input, prepared: Prepared, now: Instant): Turned {
  const turned = turn({ ...outside, turn: talk.turn, heard: [], draft: null }, input, prepared, now);
  const { heard, draft, danger } = turned.talk;
  const kept = { ...turned.talk, heard: [], draft: null };
  const inside: Talk = { ...talk, turn: kept.turn, outside: kept };
  if (input.kind === 'unsent')
    return { ...turned, talk: { ...inside, heard: talk.heard.filter((h) => h.ref !== input.ref) } };
  const cry = danger !== null && danger.at === now ? danger : null;
  if (input.kind === 'said' && (talk.case?.state === 'held' || (cry && hasOpenCase(talk))))
    return { ...turned, talk: inside, effects: [...turned.effects, toStaff(input.text, input, cry)] };
  return {
    ...turned,
    talk: {
      ...inside,
      heard: [...talk.heard, ...heard].slice(-HEARD_MAX),
      draft: hasOpenCase(talk) ? talk.draft : (talk.draft ?? draft),
    },
  };
}

/**
 * A late input is answered and checked for danger, but the question on the screen stays. Where a question was
 * the whole answer, its words are said without becoming the question.
 */
function withoutMoving(before: Talk, { talk, say, effects }: Turned): Turned {
  const told = say.flatMap((s): Say[] =>
    s.kind === 'question' ? questionInWords(s, say.length === 1) : [s],
  );
  return { talk: { ...talk, question: before.question, draft: before.draft }, say: told, effects };
}

function questionInWords({ ask, question }: Extract<Say, { kind: 'question' }>, alone: boolean): Say[] {
  if (!alone) return [];
  return [textSay([ask, ...question.options.map((o) => `・${o.label}`)].join('\n'))];
}

function step(talk: Talk, input: Input, prepared: Prepared, now: Instant): Turned {
  switch (input.kind) {
    case 'said':
      return saidHidden(input.text, hear(talk, input.text.slice(0, TEXT_MAX), input, prepared, now));
    case 'tapped':
      return tap(talk, input, prepared, now);
    case 'followed':
      return greet(talk, prepared);
    case 'media':
      return speakAndAsk(talk, [textSay(texts.media(input.media))], texts.AFTER, [MENU_OPTION, STAFF]);
    case 'located':
      return located(talk, input.position, prepared, now);
    case 'unsent':
      return speak(
        { ...talk, heard: talk.heard.filter((h) => h.ref !== input.ref) },
        [],
        [{ kind: 'forget', ref: input.ref }],
      );
    case 'consented':
      return consented(talk, input, prepared, now);
    case 'guarded':
      return guard(talk, input.guard);
    case 'connected':
      return connected(talk, input.answer);
    case 'withdrew':
      return withdraw(talk);
    case 'callback':
      return wished(talk, input.wish, prepared, now);
    case 'case':
      return staffActed(talk, input, prepared);
    case 'moveAnswer':
      return moveAnswered(talk, input.agreed, prepared, now);
  }
}

/** Sent, and guarded by a 合言葉 if one was chosen with it. What was asked to be careful of is looked at for danger like all words. */
function consented(
  talk: Talk,
  input: Extract<Input, { kind: 'consented' }>,
  prepared: Prepared,
  now: Instant,
): Turned {
  const sent = send(talk, prepared, input.removed, input.shown, input.spare, now, input.terms);
  const opened = sent.effects.some((e) => e.kind === 'openCase');
  const whole = opened && input.guard ? withGuard(sent, input.guard) : sent;
  const { danger } = match(prepared.understanding, input.terms?.care ?? '');
  return danger ? criedOut(whole, prepared, danger, now) : whole;
}

/** The card first, then what was said of the sending; and staff see the danger on the case. */
function criedOut(sent: Turned, prepared: Prepared, danger: DangerVerdict, now: Instant): Turned {
  const told = sent.say.filter((s) => s.kind !== 'question');
  const flag = { class: danger.class, level: danger.level, at: now };
  const effects = sent.effects.map((e) =>
    e.kind === 'openCase' && (!e.danger || e.danger.level < flag.level) ? { ...e, danger: flag } : e,
  );
  if (danger.level === 'L1') return { ...askGently(sent.talk, prepared, danger, now, told), effects };
  const { talk, say } = alarm(sent.talk, prepared, danger, now, true);
  return { talk, say: say.toSpliced(1, 0, ...told), effects };
}

function withGuard(sent: Turned, hash: string): Turned {
  const guarded = guard(sent.talk, hash);
  return { ...guarded, say: [...sent.say, ...guarded.say], effects: [...sent.effects, ...guarded.effects] };
}

/** One kind sentence when a number was taken out, behind a danger card and before anything else. */
function saidHidden(text: string, turned: Turned): Turned {
  if (!text.includes(MASKED)) return turned;
  const at = turned.say[0]?.kind === 'danger' ? 1 : 0;
  return { ...turned, say: turned.say.toSpliced(at, 0, textSay(texts.HIDDEN)) };
}

function greet(talk: Talk, prepared: Prepared): Turned {
  const { account, door } = prepared.content.city;
  const hello = textSay(texts.greeting(account, door));
  return door === 'link' ? toOurPage(talk, [hello]) : menu({ ...talk, question: null }, prepared, [hello]);
}

/** Where the city keeps all talk off LINE: one fixed line with the way to our page. */
const toOurPage = (talk: Talk, before: Say[]): Turned =>
  speakAndAsk(
    talk,
    [...before, { kind: 'door', text: texts.ON_OUR_PAGE, label: texts.TO_PAGE_LABEL }],
    texts.AFTER,
    [STAFF],
  );

type Said = Extract<Input, { kind: 'said' }>;

function hear(talk: Talk, text: string, input: Said, prepared: Prepared, now: Instant): Turned {
  const heard = match(prepared.understanding, text);
  const known: Talk = hearLanguage(about(talk, heard), text, prepared);
  const m = softened(heard, text, prepared);
  const choice = choiceTyped(known, prepared, text);
  // An option's own words are an answer to the question; only rules may see danger in them, not likeness.
  const danger = m.danger && m.danger.level !== 'L1' && !(choice && m.danger.learned) ? m.danger : null;
  if (danger)
    return withStaff(
      alarm(remember(known, text, input, m), prepared, danger, now, isKnown(known)),
      text,
      input,
      danger,
    );
  const held = known.case?.state === 'held';
  if (choice === 'close') return speak(restarted(talk), [textSay(prepared.content.city.close_text)]);
  if (choice === 'when') return tellState(known, prepared, now);
  if (choice && (!held || choice.do === 'read' || choice.do === 'danger'))
    return choose(known, choice, input, prepared, now);
  if (held) return heldTurn(known, text, input, m, prepared, now);
  if (talk.door === 'line' && prepared.content.city.door === 'link' && !m.danger) return toOurPage(known, []);
  const town = m.danger ? null : townTyped(known, text, m, prepared, now);
  if (town) return town;
  return withStaff(
    understand(remember(known, text, input, m), text, input, m, prepared, now),
    text,
    input,
    m.danger,
  );
}

/** What a message tells of whoever writes; said once, it holds for the talk. */
const about = (talk: Talk, heard: Match): Talk => ({
  ...talk,
  minor: talk.minor || heard.minor,
  ...(heard.writing && { writes: true }),
});

/**
 * What was learned was learned from Japanese: of a message in another language likeness alone asks gently; where a rule
 * alarms, likeness may make it graver as ever. The language is the message's own: somebody who reads English may cry out in Japanese.
 */
function softened(m: Match, text: string, { content, understanding }: Prepared): Match {
  const tongue = m.danger?.learned ? languageOf(text) : null;
  if (!m.danger || tongue === null || !Object.hasOwn(content.languages, tongue)) return m;
  const ruled = judgeDanger(understanding.listen(text).fired);
  return ruled && ruled.level !== 'L1' ? m : { ...m, danger: { ...m.danger, level: 'L1', also: [] } };
}

/** Staff hold the case: words go to them; an unclear word is asked about gently all the same. */
function heldTurn(talk: Talk, text: string, input: Said, m: Match, prepared: Prepared, now: Instant): Turned {
  const passed = passToStaff(talk, text, input, m.danger, prepared, now);
  if (!m.danger) return passed;
  const asked = askGently(passed.talk, prepared, m.danger, now, passed.say);
  return { ...asked, effects: passed.effects };
}

/** Whether what is written here and now goes to staff: a held case always, a waiting one on the consultation page. */
const reachesStaff = ({ case: own, door }: Talk): boolean =>
  own !== null && (own.state === 'held' || (own.state === 'waiting' && door !== 'line'));

/** Whether staff come to know of a danger without being told by a tap. Outside a guarded talk nothing may lead to a case. */
const isKnown = (talk: Talk): boolean => reachesStaff(talk) || talk.veiled === true;

function withStaff(turned: Turned, text: string, input: Said, danger: Danger | null): Turned {
  if (!reachesStaff(turned.talk)) return turned;
  return { ...turned, effects: [...turned.effects, toStaff(text, input, danger)] };
}

/** Reads on: what became of the case; without one, the danger card that a late push may have held back. */
function readOn(talk: Talk, prepared: Prepared, now: Instant): Turned {
  if (talk.case || !talk.danger) return tellState(talk, prepared, now);
  const { class: kind, level } = talk.danger;
  return alarm(
    talk,
    prepared,
    { class: kind, level, also: [], helper: false, because: [] },
    now,
    isKnown(talk),
  );
}

/** A new beginning that keeps the turn count and the case. */
const restarted = (talk: Talk): Talk => ({
  ...newTalk(talk.door),
  turn: talk.turn,
  lineAt: talk.lineAt,
  case: talk.case,
  ...(talk.outside && { outside: talk.outside }),
  ...(talk.veiled && { veiled: true }),
  ...(talk.language !== undefined && { language: talk.language }),
});

function understand(
  talk: Talk,
  text: string,
  input: Said,
  m: Match,
  prepared: Prepared,
  now: Instant,
): Turned {
  const turned = guide(talk, text, input.ref, m, prepared, now);
  if (m.danger?.level !== 'L1') return turned;
  const before = m.decision === 'answer' ? turned.say.filter((s) => s.kind !== 'question') : [];
  return askGently(turned.talk, prepared, m.danger, now, before);
}

function guide(
  talk: Talk,
  text: string,
  ref: string | null,
  m: Match,
  prepared: Prepared,
  now: Instant,
): Turned {
  if (m.decision === 'fallback') {
    const [first] = m.candidates;
    return first && first.score >= NOT_OURS && isOutOfScope(prepared, first.id)
      ? notWelfare(talk, prepared, first.id, now)
      : notUnderstood(talk, prepared, m, text, ref);
  }
  if (m.decision === 'clarify') return clarify(talk, prepared, m.needs);
  const needs = m.needs.map((n) => n.id).filter((id) => !prepared.content.intents[id]!.handoff);
  if (m.needs.some((n) => prepared.content.intents[n.id]!.handoff)) {
    return startHandoff({ ...talk, need: needs[0] ?? talk.need, beside: needs.slice(1) }, prepared, now);
  }
  // Before the gentle question there is no room for another one: the windows are shown as they are.
  return m.danger ? showWindows(talk, prepared, now, needs) : answerNeed(talk, prepared, now, needs);
}

/** Keeps the sentence for a packet, newest last. What goes to staff anyway, or is only the wish for a person, is not kept. */
function remember(talk: Talk, text: string, input: Said, m: Match): Talk {
  const next: Talk = {
    ...withTopics(talk, m.topics),
    speaker: m.speaker === 'self' ? talk.speaker : m.speaker,
  };
  if (reachesStaff(talk) || isOnlyTheWish(text, m)) return next;
  const heard = [...talk.heard, { turn: talk.turn, text, at: input.at, ref: input.ref }].slice(-HEARD_MAX);
  return { ...next, heard };
}

/** Choosing a need a second time is a wish to answer its question anew. */
const askedAnew = (talk: Talk, need: string): Talk => (talk.need === need ? withoutTopics(talk, need) : talk);

/** 「職員の人と話したいです」: short, and nothing else in it. */
const isOnlyTheWish = (text: string, m: Match): boolean =>
  m.danger === null &&
  m.decision === 'answer' &&
  m.needs.length === 1 &&
  m.needs[0]!.id === HANDOFF_NEED &&
  [...text].length <= 20;

/** What a typed text orders or answers: an option of the question, a danger button however old, or a command. */
function choiceTyped(talk: Talk, prepared: Prepared, text: string): Choice | 'close' | 'when' | null {
  const folded = fold(text);
  const command = Object.hasOwn(prepared.content.commands, folded)
    ? prepared.content.commands[folded]!
    : null;
  return (
    choiceOf(talk.question, text, talk.door) ??
    dangerTyped(prepared, folded) ??
    languageTyped(prepared.content, text) ??
    (command && choiceOfCommand(talk, command)) ??
    // While a case is open these may be words for staff (「行く」).
    (hasOpenCase(talk) ? null : wayTyped(folded))
  );
}

/** The labels of the gentle question mean danger whenever they are typed. */
function dangerTyped({ content }: Prepared, folded: string): Choice | null {
  for (const danger of Object.values(content.dangers)) {
    if (fold(danger.check.now) === folded) return { do: 'danger', class: danger.class, level: 'L3' };
    if (fold(danger.check.feel) === folded) return { do: 'danger', class: danger.class, level: 'L2' };
  }
  return null;
}

function choiceOfCommand(talk: Talk, command: Command): Choice | 'close' | 'when' | null {
  if (command === 'wrong') return { do: 'wrongNumber', window: lastNumber(talk) };
  if (command !== 'yes' && command !== 'no')
    return command === 'close' || command === 'when' ? command : { do: command };
  const options = talk.question?.options ?? [];
  const wanted = command === 'yes' ? ['danger', 'send'] : ['fine', 'later', 'none'];
  // 「はい」 to the gentle question means the feeling, not the act: the second danger option.
  return options.filter((o) => wanted.includes(o.choice.do)).at(-1)?.choice ?? null;
}

function tap(
  talk: Talk,
  input: Extract<Input, { kind: 'tapped' }>,
  prepared: Prepared,
  now: Instant,
): Turned {
  if (input.question === null)
    return choose(talk, lastingChoice(input.option, prepared), input, prepared, now);
  const choice = tapOf(talk.question, input.question, input.option);
  if (choice !== 'stale') return choose(talk, choice, input, prepared, now);
  if (!talk.question) return menu(talk, prepared, [textSay(texts.OLD_BUTTON)]);
  return speakAndAsk(talk, [textSay(texts.OLD_BUTTON)], '', talk.question.options);
}

const LASTING = ['none', 'menu', 'back', 'restart', 'staff', 'read'] as const;

/** Buttons that mean the same whenever they are tapped: danger (`danger.suicide.L3`) above all, needs (`need.<id>`), numbers that are wrong (`wrong.<window>`), orders. */
function lastingChoice(option: string, { content }: Prepared): Choice {
  const [kind, name = '', level] = option.split('.');
  const danger = kind === 'danger' && Object.values(content.dangers).find((d) => d.class === name);
  if (danger) return { do: 'danger', class: danger.class, level: level === 'L3' ? 'L3' : 'L2' };
  if (kind === 'wrong') return { do: 'wrongNumber', window: name };
  if (kind === 'need' && Object.hasOwn(content.intents, name))
    return content.intents[name]!.handoff ? { do: 'staff' } : { do: 'need', need: name };
  return { do: LASTING.find((o) => o === option) ?? 'menu' };
}

function choose(talk: Talk, choice: Choice, input: Input, prepared: Prepared, now: Instant): Turned {
  switch (choice.do) {
    case 'need':
      return answerNeed(askedAnew(talk, choice.need), prepared, now, [choice.need]);
    case 'group':
      return menuGroup(talk, prepared, choice.group);
    case 'town':
      return askTown(talk);
    case 'area':
      return withArea(talk, choice.area, prepared, now);
    case 'topic':
      return goOnWith(talk, choice.topic, prepared, now);
    case 'none':
      return notThat(talk, prepared);
    case 'menu':
    case 'back':
    case 'other':
      return menu(talk, prepared);
    case 'restart':
      return menu(restarted(talk), prepared);
    case 'staff':
      return startHandoff(talk, prepared, now);
    case 'alert':
      return alertStaff(talk, prepared, input.spare, now);
    case 'read':
      return readOn(talk, prepared, now);
    case 'languages':
      return askLanguage(talk, prepared);
    case 'language':
      return speakIn(talk, choice.language, prepared);
    case 'wrongNumber':
      return wrongNumber(talk, choice.window, prepared, now);
    case 'means':
      return askMeans(talk);
    case 'by':
      return goBy(talk, choice.means, prepared, now);
    case 'show':
      return showAtCounter(talk, choice.writing, prepared, now);
    case 'danger':
      return alarm(
        talk,
        prepared,
        { class: choice.class, level: choice.level, also: [], helper: false, because: [] },
        now,
        isKnown(talk),
      );
    case 'fine':
      return fine(talk);
    case 'send':
      return talk.draft ? send(talk, prepared, [], null, input.spare, now) : preview(talk, prepared, now);
    case 'later':
      return keepForNow(talk);
    case 'remove':
      return removeLine(talk, prepared, choice.line, now);
  }
}
