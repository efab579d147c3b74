/** Which windows a sentence about a partner leads to: a desk for women is no answer to a man. */
import { describe, expect, it } from 'vitest';
import { newTalk } from '../../src/talk/talk.ts';
import { turn } from '../../src/talk/turn.ts';
import { cardsOf } from '../../src/windows/card.ts';
import { route } from '../../src/windows/route.ts';
import { contentOf, TUESDAY } from '../rig/service.ts';

/** Names of the windows on the cards for a sentence. */
function cardsFor(text: string): string[] {
  const base = { at: TUESDAY, via: 'line', spare: { id: 'x', code: '1' } } as const;
  const { say } = turn(newTalk('line'), { ...base, kind: 'said', text, ref: null }, contentOf(), TUESDAY);
  return say.flatMap((s) => (s.kind === 'card' ? [s.card.name] : []));
}

describe('夫婦・パートナーのこと in 平塚市', () => {
  it.each(['離婚したいのに夫が応じてくれません', '彼氏と別れたいのに別れてくれない'])(
    '%s → the desk for women',
    (text) => {
      expect(cardsFor(text)).toEqual(['市の相談窓口']);
    },
  );
  it.each(['男ですが、離婚したいのに妻が応じてくれません', '男の相談です。妻に離婚を切り出せません'])(
    '%s → a line for all',
    (text) => {
      expect(cardsFor(text)).toEqual(['24時間の電話']);
    },
  );

  it('while its own number waits, the card calls a line that is free and open day and night', () => {
    const night = Date.parse('2026-11-22T03:00:00+09:00');
    const [card] = cardsOf(route(contentOf(), 'dv_women', night, []), undefined);
    expect(card!.call).toMatchObject({
      via: 'DV相談プラス',
      number: { display: '0120-279-889' },
      open: '24時間ひらいています',
      connected: null,
    });
    expect(card!.notes).toContain('この窓口の番号がまだ確かめられていないので、DV相談プラスを案内します。');
  });
});
