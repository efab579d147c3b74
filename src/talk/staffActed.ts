/** What the talk says and becomes when staff did something with its case. */
import { nextText } from '../case/promise.ts';
import type { Prepared } from '../content/content.ts';
import type { Instant } from '../windows/tokyo.ts';
import type { Input } from './input.ts';
import { dueAt, promisedNow } from './promised.ts';
import { hasOpenCase, type Option, type OwnCase, type Talk } from './talk.ts';
import * as texts from './texts.ts';
import { speak, speakAndAsk, type Turned, textSay } from './turned.ts';

type Acted = Extract<Input, { kind: 'case' }>;

/** Something staff did reaches the talk. What they did to another, older case changes nothing here. */
export function staffActed(talk: Talk, acted: Acted, prepared: Prepared): Turned {
  const own = talk.case;
  if (!own || own.id !== acted.case) return speak(talk, []);
  const inLine = talk.door === 'line';
  switch (acted.event) {
    case 'closed':
      return over(talk, own, texts.CLOSED);
    case 'merged':
      return over(talk, own, texts.MERGED);
    case 'taken':
      return speak(held(talk, own), inLine ? [] : [textSay(texts.HELD_STATE)]);
    case 'reopened':
      return speak(held(talk, own), [textSay(texts.REOPENED)]);
    case 'answered':
      return answered(talk, own, acted, prepared);
    case 'missed':
      return toRead(held(talk, own), texts.ANSWERED);
    case 'talked': // whoever talked with staff knows it
      return speak(held(talk, { ...own, answered: true }), []);
    case 'asked':
      return toRead({ ...talk, case: { ...own, asked: acted.to ?? null } }, texts.ASKED_IN_LINE);
    case 'moved':
      return toRead({ ...talk, case: elsewhere(own, acted.to!, acted.dueAt!) }, texts.NEWS_IN_LINE);
    case 'freed':
      return speak({ ...talk, case: { ...own, state: 'waiting', next: null } }, []);
    case 'overdue':
      return toRead(talk, texts.NEWS_IN_LINE);
  }
}

/** An answer: its words in LINE where the resident was told so, and that there is something to read elsewhere. */
function answered(
  talk: Talk,
  own: OwnCase,
  { next = null, words = null }: Acted,
  prepared: Prepared,
): Turned {
  const after = held(talk, { ...own, answered: true, next });
  const text = words !== null && talk.door === 'line' && goesToLine(own, prepared) ? words : null;
  if (text === null) return toRead(after, texts.ANSWERED);
  const role = prepared.content.windows[own.window]?.desk?.role ?? '職員';
  const said = texts.answeredInLine(role, text, next && nextText(next));
  // A text that LINE would cut is read on the page, whole.
  if (said.length > TEXT_MAX) return toRead(after, texts.ANSWERED);
  return speakAndAsk(after, [textSay(said)], texts.AFTER, [READ]);
}

/** Whether staff words of this case may go to LINE: as its window is set now, and as the resident was told on sending. */
export const goesToLine = (own: OwnCase, { content }: Prepared): boolean =>
  own.inLine === true && content.windows[own.window]?.desk?.lane === 'line';

/** LINE's own limit for one text. */
const TEXT_MAX = 5000;
const READ: Option = { label: texts.READ_LABEL, choice: { do: 'read' } };

const over = (talk: Talk, own: OwnCase, text: string): Turned =>
  speak({ ...talk, question: null, case: { ...own, state: 'closed', next: null, asked: null } }, [
    textSay(text),
  ]);

const held = (talk: Talk, own: OwnCase): Talk => ({
  ...talk,
  question: null,
  case: { ...own, state: 'held' },
});

/** In LINE only that there is something to read; the page draws it itself. */
function toRead(talk: Talk, text: string): Turned {
  if (talk.door !== 'line') return speak(talk, []);
  return speakAndAsk(talk, [], text, [READ]);
}

const elsewhere = (own: OwnCase, window: string, due: Instant): OwnCase => ({
  ...own,
  window,
  dueAt: due,
  state: 'waiting',
  answered: false,
  next: null,
  asked: null,
});

/** The resident says whether the window that was named may have the case. Its own promise runs from now. */
export function moveAnswered(talk: Talk, agreed: boolean, prepared: Prepared, now: Instant): Turned {
  const own = talk.case;
  if (!own?.asked || !hasOpenCase(talk)) return speak(talk, [textSay(texts.NOT_ASKED)]);
  const to = own.asked;
  const due = dueAt(prepared, to, now);
  const effect = { kind: 'moveAnswer', agreed, to, dueAt: due } as const;
  if (!agreed)
    return speak({ ...talk, case: { ...own, asked: null } }, [textSay(texts.MOVE_DECLINED)], [effect]);
  const name = prepared.content.windows[to]?.name ?? to;
  const told = textSay(texts.moved(name, promisedNow(prepared, to, now)));
  return speak({ ...talk, case: elsewhere(own, to, due) }, [told], [effect]);
}
