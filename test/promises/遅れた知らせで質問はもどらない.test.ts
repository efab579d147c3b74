/** LINE's events come late and out of order: in whatever order, what is asked on the screen is never an older question. */
import { describe, expect, it } from 'vitest';
import type { Input } from '../../src/talk/input.ts';
import { newTalk, type Talk } from '../../src/talk/talk.ts';
import { turn } from '../../src/talk/turn.ts';
import { contentOf } from '../rig/service.ts';

const prepared = contentOf();
const START = Date.parse('2026-11-24T10:00:00+09:00');

/** Five sentences each, a second apart. */
const TALKS: Record<string, string[]> = {
  聞かれて答える: ['通院に付き添ってほしい', '1', 'メニュー', '電球を替えてほしい', '人と話す'],
  言いなおす: [
    'こまっています',
    '家賃が払えません',
    'ちがう',
    '仕事がなくて困っています',
    '電話のほかの方法',
  ],
  危険がまじる: ['電球が切れた', 'もう死にたい', 'メニュー', '人と話す', 'まだ送らない'],
};

function* permutations<T>(items: T[]): Generator<T[]> {
  if (items.length <= 1) yield items;
  else
    for (const [i, first] of items.entries())
      for (const rest of permutations(items.toSpliced(i, 1))) yield [first, ...rest];
}

const inputs = (texts: string[]): Input[] =>
  texts.map((text, i) => ({
    kind: 'said',
    text,
    ref: `m${i}`,
    at: START + i * 1000,
    via: 'line',
    spare: { id: `case-${i}`, code: `000-00${i}` },
  }));

describe.each(Object.entries(TALKS))('%s', (_, texts) => {
  it('in all 120 orders: an event older than the newest moves no question and no draft, and is answered', () => {
    let late = 0;
    for (const order of permutations(inputs(texts))) {
      let talk: Talk = newTalk('line');
      for (const [i, input] of order.entries()) {
        const turned = turn(talk, input, prepared, START + 60_000 + i);
        if (input.at < talk.lineAt) {
          late++;
          expect(turned.talk.question).toEqual(talk.question);
          expect(turned.talk.draft).toEqual(talk.draft);
          expect(turned.say.length).toBeGreaterThan(0);
        }
        expect(turned.talk.lineAt).toBe(Math.max(talk.lineAt, input.at));
        talk = JSON.parse(JSON.stringify(turned.talk)) as Talk;
      }
    }
    expect(late).toBeGreaterThan(120);
  });
});

it('danger in a late message is answered with the card all the same', () => {
  const [first, second] = inputs(['もう死にたい', 'メニュー']);
  const after = turn(newTalk('line'), second!, prepared, START).talk;
  expect(turn(after, first!, prepared, START).say[0]!.kind).toBe('danger');
});
