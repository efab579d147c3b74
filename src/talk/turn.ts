/**
 * One turn: (talk, input, content, now) → what the talk becomes, what is said, what the host has to do.
 * Danger is looked for first, in every state. No I/O, no clock, no randomness.
 */
import type { Command, Prepared } from '../content/content.ts';
import { fold } from '../understand/fold.ts';
import { type Match, match } from '../understand/match.ts';
import type { Instant } from '../windows/tokyo.ts';
import { alarm, askGently, fine } from './alarm.ts';
import { choiceOf, MENU_OPTION, STAFF, tapOf } from './asking.ts';
import { answerNeed, clarify, menu, notThat, notUnderstood } from './guide.ts';
import {
  keepForNow,
  passToStaff,
  preview,
  removeLine,
  send,
  staffActed,
  startHandoff,
  tellState,
  withdraw,
} from './handoff.ts';
import type { Input } from './input.ts';
import { type Choice, HEARD_MAX, newTalk, type Talk } from './talk.ts';
import * as texts from './texts.ts';
import { speak, speakAndAsk, type Turned, textSay } from './turned.ts';

export type { Turned } from './turned.ts';

/** The need of those who want a person, by its fixed id. */
const HANDOFF_NEED = 'talk_to_staff';
/** LINE's own limit for one text. */
const TEXT_MAX = 5000;

/** Plays one turn. `now` is the time of answering; `input.at` the time the input was made. */
export function turn(talk: Talk, input: Input, prepared: Prepared, now: Instant): Turned {
  const fromLine = input.via === 'line' && input.kind !== 'case';
  const lineAt = fromLine ? Math.max(talk.lineAt, input.at) : talk.lineAt;
  const turned = step({ ...talk, door: input.via, turn: talk.turn + 1, lineAt }, input, prepared, now);
  return fromLine && input.at < talk.lineAt ? withoutMoving(talk, turned) : turned;
}

/** A late input is answered and checked for danger, but the question on the screen stays. */
function withoutMoving(before: Talk, { talk, say, effects }: Turned): Turned {
  return {
    talk: { ...talk, question: before.question, draft: before.draft },
    say: say.filter((s) => s.kind !== 'question'),
    effects,
  };
}

function step(talk: Talk, input: Input, prepared: Prepared, now: Instant): Turned {
  switch (input.kind) {
    case 'said':
      return hear(talk, input.text.slice(0, TEXT_MAX), input, prepared, now);
    case 'tapped':
      return tap(talk, input, prepared, now);
    case 'followed':
      return menu({ ...talk, question: null }, prepared, [
        textSay(texts.greeting(prepared.content.city.account)),
      ]);
    case 'media':
      return speakAndAsk(talk, [textSay(texts.media(input.media))], texts.AFTER, [MENU_OPTION, STAFF]);
    case 'unsent':
      return speak(
        { ...talk, heard: talk.heard.filter((h) => h.ref !== input.ref) },
        [],
        [{ kind: 'forget', ref: input.ref }],
      );
    case 'consented':
      return send(talk, prepared, input.removed, input.spare, now);
    case 'withdrew':
      return withdraw(talk);
    case 'case':
      return staffActed(talk, input.event);
  }
}

type Said = Extract<Input, { kind: 'said' }>;

function hear(talk: Talk, text: string, input: Said, prepared: Prepared, now: Instant): Turned {
  const m = match(prepared.understanding, text);
  const known: Talk = { ...talk, minor: talk.minor || m.minor };
  const danger = m.danger && m.danger.level !== 'L1' ? m.danger : null;
  if (danger) return withStaff(alarm(remember(known, text, input, m), prepared, danger, now), text, input);
  const held = known.case?.state === 'held';
  const choice = (held ? null : choiceOf(known.question, text)) ?? commandChoice(known, prepared, text);
  if (choice === 'close') return speak(restarted(talk), [textSay(prepared.content.city.close_text)]);
  if (choice === 'when' || (held && isRead(choice))) return tellState(known, prepared);
  if (held) return passToStaff(known, text, input.ref, now);
  if (choice) return choose(known, choice, input, prepared, now);
  return withStaff(understand(remember(known, text, input, m), text, m, prepared, now), text, input);
}

const isRead = (choice: Choice | 'close' | null): boolean =>
  choice !== null && choice !== 'close' && choice.do === 'read';

/** Whether what is written here and now goes to staff: a held case always, a waiting one on the consultation page. */
const reachesStaff = ({ case: own, door }: Talk): boolean =>
  own !== null && (own.state === 'held' || (own.state === 'waiting' && door !== 'line'));

function withStaff(turned: Turned, text: string, input: Said): Turned {
  if (!reachesStaff(turned.talk)) return turned;
  return {
    ...turned,
    effects: [...turned.effects, { kind: 'toCase', text, ref: input.ref, via: input.via }],
  };
}

/** A new beginning that keeps the turn count and the case. */
const restarted = (talk: Talk): Talk => ({
  ...newTalk(talk.door),
  turn: talk.turn,
  lineAt: talk.lineAt,
  case: talk.case,
});

function understand(talk: Talk, text: string, m: Match, prepared: Prepared, now: Instant): Turned {
  const turned = guide(talk, text, m, prepared, now);
  if (m.danger?.level !== 'L1') return turned;
  const before = m.decision === 'answer' ? turned.say.filter((s) => s.kind !== 'question') : [];
  return askGently(turned.talk, prepared, m.danger, now, before);
}

function guide(talk: Talk, text: string, m: Match, prepared: Prepared, now: Instant): Turned {
  if (m.decision === 'fallback') return notUnderstood(talk, prepared, m, text);
  if (m.decision === 'clarify') return clarify(talk, prepared, m.needs);
  const needs = m.needs.map((n) => n.id).filter((id) => !prepared.content.intents[id]!.handoff);
  if (m.needs.some((n) => prepared.content.intents[n.id]!.handoff)) {
    return startHandoff({ ...talk, need: needs[0] ?? talk.need, beside: needs.slice(1) }, prepared, now);
  }
  return answerNeed(talk, prepared, now, needs);
}

/** Keeps the sentence for a packet, newest last. What goes to staff anyway, or is only the wish for a person, is not kept. */
function remember(talk: Talk, text: string, input: Said, m: Match): Talk {
  const next: Talk = { ...talk, speaker: m.speaker === 'self' ? talk.speaker : m.speaker };
  if (reachesStaff(talk) || isOnlyTheWish(text, m)) return next;
  const heard = [...talk.heard, { turn: talk.turn, text, at: input.at, ref: input.ref }].slice(-HEARD_MAX);
  return { ...next, heard };
}

/** 「職員の人と話したいです」: short, and nothing else in it. */
const isOnlyTheWish = (text: string, m: Match): boolean =>
  m.danger === null &&
  m.decision === 'answer' &&
  m.needs.length === 1 &&
  m.needs[0]!.id === HANDOFF_NEED &&
  [...text].length <= 20;

function commandChoice(talk: Talk, prepared: Prepared, text: string): Choice | 'close' | 'when' | null {
  const folded = fold(text);
  if (!Object.hasOwn(prepared.content.commands, folded)) return null;
  return choiceOfCommand(talk, prepared.content.commands[folded]!);
}

function choiceOfCommand(talk: Talk, command: Command): Choice | 'close' | 'when' | null {
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
  if (input.question === null) return choose(talk, lastingChoice(input.option), input, prepared, now);
  const choice = tapOf(talk.question, input.question, input.option);
  if (choice !== 'stale') return choose(talk, choice, input, prepared, now);
  if (!talk.question) return menu(talk, prepared, [textSay(texts.OLD_BUTTON)]);
  return speakAndAsk(talk, [textSay(texts.OLD_BUTTON)], '', talk.question.options);
}

const LASTING = ['none', 'menu', 'back', 'restart', 'staff', 'read'] as const;

/** Buttons that mean the same whenever they are tapped. */
function lastingChoice(option: string): Choice {
  const known = LASTING.find((o) => o === option);
  return { do: known ?? 'menu' };
}

function choose(talk: Talk, choice: Choice, input: Input, prepared: Prepared, now: Instant): Turned {
  switch (choice.do) {
    case 'need':
      return answerNeed(talk, prepared, now, [choice.need]);
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
    case 'read':
      return tellState(talk, prepared);
    case 'danger':
      return alarm(
        talk,
        prepared,
        { class: choice.class, level: choice.level, also: [], helper: false, because: [] },
        now,
      );
    case 'fine':
      return fine(talk);
    case 'send':
      return talk.draft ? send(talk, prepared, [], input.spare, now) : preview(talk, prepared, now);
    case 'later':
      return keepForNow(talk);
    case 'remove':
      return removeLine(talk, prepared, choice.line, now);
  }
}
