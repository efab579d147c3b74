/** For every need, city, kind of asker and hour of a year: a confirmed number, or an honest way on that works at that hour. */
import { describe, expect, it } from 'vitest';
import type { Prepared } from '../../src/content/content.ts';
import type { Input } from '../../src/talk/input.ts';
import { plainText } from '../../src/talk/plain.ts';
import type { Say } from '../../src/talk/say.ts';
import { newTalk, type Talk } from '../../src/talk/talk.ts';
import { turn } from '../../src/talk/turn.ts';
import type { Card } from '../../src/windows/card.ts';
import { openState } from '../../src/windows/hours.ts';
import { contentOf } from '../rig/service.ts';

const HOUR = 3_600_000;
const YEAR = 365 * 24 * HOUR;
const START = Date.parse('2026-11-27T00:00:00+09:00');
/** The shelf life of direct numbers ends within the year: the walk goes on past it. */
const STEP = process.env.LONG ? 7 * HOUR : 331 * HOUR;
/** Days when offices are closed, and the minutes around lunch and opening. */
const ODD = [
  '2026-12-29T10:00',
  '2027-01-01T12:00',
  '2027-01-04T08:29',
  '2027-01-04T08:30',
  '2027-02-11T12:15',
  '2027-05-05T17:00',
  '2027-04-01T00:00',
];

const moments = (): number[] => [
  ...Array.from({ length: Math.floor(YEAR / STEP) }, (_, i) => START + i * STEP),
  ...ODD.map((at) => Date.parse(`${at}:00+09:00`)),
];

type Asker = Pick<Talk, 'speaker' | 'minor' | 'topics'> & { area?: string };

/** Themselves, family, neighbours, a child, a man; each topic that is asked; with and without a town. */
function askersOf({ content }: Prepared, need: string): Asker[] {
  const { topics } = content.intents[need]!;
  const plain: Asker = { speaker: 'self', minor: false, topics: [] };
  const town = content.areas.towns[0]?.name;
  return [
    plain,
    { ...plain, speaker: 'family' },
    { ...plain, speaker: 'neighbour' },
    { ...plain, minor: true },
    ...topics.map((t): Asker => ({ ...plain, topics: [`${need}.${t.id}`] })),
    { ...plain, topics: [`${need}.unknown`] },
    ...(town ? [{ ...plain, area: town }] : []),
  ];
}

describe.each(['hiratsuka', 'odawara', 'tsurugashima', 'joso'])('%s', (city) => {
  const prepared = contentOf(city);
  const { content } = prepared;
  const confirmed = new Set(
    [...Object.values(content.windows), ...Object.values(content.hotlines)].flatMap((e) =>
      e.numbers.filter((n) => n.state === 'yes').map((n) => n.display),
    ),
  );
  const needs = Object.values(content.intents).filter((i) => !i.handoff);

  it.each(needs.map((n) => n.id))('%s', (need) => {
    for (const asker of askersOf(prepared, need)) {
      for (const at of moments()) check(need, asker, at);
    }
  });

  function check(need: string, asker: Asker, at: number): void {
    const input: Input = {
      kind: 'tapped',
      question: null,
      option: `need.${need}`,
      at,
      via: 'page',
      spare: { id: 'x', code: '1' },
    };
    // The topics stand: choosing a need anew would ask again.
    const talk: Talk = { ...newTalk('page'), ...asker };
    const { say } = turn(talk, input, prepared, at);
    const said = `${city} ${need} ${JSON.stringify(asker)} ${new Date(at).toISOString()}\n${plainText(say)}`;
    const question = say.find((s): s is Extract<Say, { kind: 'question' }> => s.kind === 'question');
    expect(
      question?.question.options.some((o) => o.choice.do === 'staff'),
      said,
    ).toBe(true);
    const cards = say.flatMap((s) => (s.kind === 'card' ? [s.card] : []));
    if (cards.length === 0) expectChoices(question, said);
    for (const card of cards) expectHonest(card, at, said);
  }

  /** Before windows there may be one question; it can always be left open. */
  function expectChoices(question: Extract<Say, { kind: 'question' }> | undefined, said: string): void {
    expect(
      question?.question.options.some((o) => o.label === 'わからない' || o.choice.do === 'need'),
      said,
    ).toBe(true);
  }

  function expectHonest(card: Card, at: number, said: string): void {
    expect(card.call, said).not.toBeNull();
    const { number, open, via } = card.call!;
    expect(confirmed.has(number.display), said).toBe(true);
    expect(open, said).toMatch(/ひらいています|しまっています。次にひらくのは|分かっていません/);
    if (via !== null) {
      expect(card.notes.join(), said).toMatch(/確かめられていない/);
      expect(card.call!.say.length, said).toBeGreaterThan(0);
    }
    // What it says of now is true of the window that answers.
    const answering = Object.values(content.windows).find((w) =>
      via === null ? w.id === card.window : w.name === via || w.renamed?.name === via,
    );
    const state = openState(answering!, prepared.holidays, at);
    expect(/^(?:24時間|今ひらいて)/.test(open), said).toBe(state.open === true);
  }
});
