/** Danger comes first in every state a talk can be in. */
import { describe, expect, it } from 'vitest';
import { messagesOf } from '../../src/line/message.ts';
import type { Input } from '../../src/talk/input.ts';
import { newTalk, type Talk } from '../../src/talk/talk.ts';
import { turn } from '../../src/talk/turn.ts';
import { contentOf } from '../rig/service.ts';

const prepared = contentOf();
const NIGHT = Date.parse('2026-11-21T23:30:00+09:00');
const base = { at: NIGHT, via: 'line', spare: { id: 'c', code: '1' } } as const;
const said = (text: string): Input => ({ ...base, kind: 'said', text, ref: null });
const play = (talk: Talk, ...inputs: Input[]): Talk =>
  inputs.reduce((t, input) => turn(t, input, prepared, NIGHT).talk, talk);

const STATES: [string, Talk][] = [
  ['at the beginning', newTalk('line')],
  ['after a card', play(newTalk('line'), said('電球が切れたけど届かない'))],
  ['at a menu', play(newTalk('line'), said('メニュー'))],
  [
    'in the preview of a packet',
    play(newTalk('page'), said('生活費がなくて困っています'), { ...said('人と話す'), via: 'page' }),
  ],
  [
    'while a case waits',
    play(
      newTalk('page'),
      { ...said('人と話す'), via: 'page' },
      { ...base, via: 'page', kind: 'consented', removed: [], shown: null },
    ),
  ],
  [
    'while staff hold a case',
    play(
      newTalk('line'),
      said('人と話す'),
      { ...base, kind: 'consented', removed: [], shown: null },
      { ...base, kind: 'case', case: 'c', event: 'taken' },
    ),
  ],
  ['after two failed turns', play(newTalk('line'), said('ぬるぽ'), said('がっ'))],
];

describe.each(STATES)('%s', (_name, talk) => {
  it.each([
    'もう消えてしまいたい',
    'たくさん薬をのんでしまった',
    '父が倒れて、よんでも返事をしない',
    'タヒにたい',
  ])('%s is answered with the danger card first', (text) => {
    const { say } = turn(talk, said(text), prepared, NIGHT);
    expect(say[0]!.kind).toBe('danger');
    const danger = say[0] as Extract<(typeof say)[0], { kind: 'danger' }>;
    expect(danger.lines.length).toBeGreaterThan(0);
    expect(danger.lines.some((l) => l.open === true)).toBe(true);
  });
});

describe('a danger card', () => {
  it('in a late message is still shown, and the question on the screen stays', () => {
    const talk = play(newTalk('line'), said('電球が切れたけど届かない'));
    const late = turn(talk, { ...said('死にたい'), at: NIGHT - 60_000 }, prepared, NIGHT);
    expect(late.say[0]!.kind).toBe('danger');
    expect(late.talk.question).toEqual(talk.question);
  });

  it('shows nothing in altText, and ends with a harmless line', () => {
    const messages = messagesOf(turn(newTalk('line'), said('死にたい'), prepared, NIGHT).say, null);
    for (const alt of JSON.stringify(messages).matchAll(/"altText":"([^"]*)"/g))
      expect(alt[1]).not.toMatch(/死|自殺|命/);
    expect(JSON.stringify(messages.at(-1))).not.toMatch(/死|自殺|命/);
  });

  it('offers at most three lines, one of them in writing, for suicide', () => {
    const [say] = turn(newTalk('line'), said('死にたい'), prepared, NIGHT).say;
    const danger = say as Extract<typeof say, { kind: 'danger' }>;
    expect(danger.lines.length).toBeLessThanOrEqual(3);
    expect(danger.lines.some((l) => l.link !== null && l.number === null)).toBe(true);
  });

  it('never follows up: an unclear word is asked gently, with a quiet line', () => {
    const { say } = turn(newTalk('line'), said('もう限界です'), prepared, NIGHT);
    expect(say.map((s) => s.kind)).toEqual(['question']);
  });
});
