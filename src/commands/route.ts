/** komatta route NEED, or JSON lines on stdin: which windows, which numbers, open or not, what to say. */
import type { Prepared } from '../content/content.ts';
import { perhaps } from '../content/perhaps.ts';
import { areaToAsk } from '../windows/local.ts';
import type { ShownNumber } from '../windows/number.ts';
import { idsOf, type Place, route as routeNeed, toAsk } from '../windows/route.ts';
import { isoTokyo } from '../windows/tokyo.ts';
import {
  answer,
  BAD_MOMENT,
  type Call,
  cityOf,
  type Exit,
  misuse,
  momentOf,
  prepared,
  readMoment,
  stdinLines,
  tell,
} from './command.ts';

export async function route(call: Call): Promise<Exit> {
  const now = momentOf(call);
  if (now === null) return misuse(BAD_MOMENT);
  const content = prepared(call);
  if (!content) return 3;
  const [need] = call.positionals;
  if (need !== undefined) return one(content, call, { need, at: now, topics: [], area: null });
  let exit: Exit = 0;
  for await (const line of stdinLines()) {
    const asked = readLine(line, now);
    if (asked) exit = Math.max(exit, one(content, call, asked)) as Exit;
    else exit = misread();
  }
  return exit;
}

/** A line that cannot be read is answered too, so that answers stay beside their lines. */
function misread(): Exit {
  answer(JSON.stringify({ need: null }));
  return misuse(
    '標準入力の行は {"need":"…","area":null,"at":"2026-11-24T10:00:00+09:00"} の形で書いてください。',
  );
}

interface Asked {
  need: string;
  at: number;
  topics: string[];
  /** A town or postal code as it is typed, or an id from an earlier `ask`; null when not known. */
  area: string | null;
}

function readLine(line: string, now: number): Asked | null {
  try {
    const asked: unknown = JSON.parse(line);
    if (asked === null || typeof asked !== 'object' || !('need' in asked) || typeof asked.need !== 'string')
      return null;
    const at = 'at' in asked && typeof asked.at === 'string' ? readMoment(asked.at) : now;
    const topics = 'topics' in asked && Array.isArray(asked.topics) ? asked.topics.map(String) : [];
    const area = 'area' in asked && typeof asked.area === 'string' ? asked.area : null;
    return at === null ? null : { need: asked.need, at, topics, area };
  } catch {
    return null;
  }
}

function one(content: Prepared, call: Call, { need, at, topics: named, area }: Asked): Exit {
  const ids = Object.keys(content.content.intents);
  const known = ids.includes(need);
  if (!known) tell(`困りごと「${need}」はありません。${perhaps(need, ids)}市の代表電話を案内します。`);
  const topics = named.map((topic) => `${need}.${topic}`);
  const [first, ...others] = routeNeed(content, need, at, topics, area);
  const common = { need, city: cityOf(call), ask: askOf(content, need, topics, area) };
  const say = content.content.intents[need]?.phone?.say ?? null;
  answer(
    JSON.stringify({
      ...common,
      ...shape(first!, say),
      others: others.map((p) => ({ ...common, ...shape(p, say), others: [] })),
    }),
  );
  return known ? 0 : 1;
}

/** What to ask first: the topic, then the town. */
function askOf({ content }: Prepared, need: string, topics: string[], area: string | null) {
  const asked = toAsk(content, need, topics);
  return asked
    ? { kind: 'topic', choices: asked.choices.map(({ id, label }) => ({ id, label })) }
    : areaToAsk(content, idsOf(content, need, topics), area);
}

function shape(place: Place, phoneSay: string | null) {
  const { window, numbers, state, instead, because } = place;
  return {
    window: { id: window.id, name: window.name },
    numbers: numbers.map(numberShape),
    open: state.open,
    next: state.next === null ? null : isoTokyo(state.next),
    say: window.say ?? phoneSay,
    fallback: instead && {
      window: { id: instead.window.id, name: instead.window.name },
      numbers: instead.numbers.map(numberShape),
      say: instead.say,
    },
    because,
  };
}

const numberShape = (n: ShownNumber) => ({
  display: n.display,
  tel: n.tel,
  checked: n.checked,
  source: n.source,
});
