/** Turns that a golden talk cannot show: late events, two doors, old cases. */
import { describe, expect, it } from 'vitest';
import { packetOf } from '../../src/case/packet.ts';
import { messagesOf } from '../../src/line/message.ts';
import { fingerprint } from '../../src/talk/fingerprint.ts';
import type { Input } from '../../src/talk/input.ts';
import { plainText } from '../../src/talk/plain.ts';
import { type Door, newTalk, type Talk } from '../../src/talk/talk.ts';
import { type Turned, turn } from '../../src/talk/turn.ts';
import { contentOf } from '../rig/service.ts';

const prepared = contentOf();
const NOW = Date.parse('2026-11-24T10:00:00+09:00');
const at = (via: Door, time = NOW) => ({ at: time, via, spare: { id: 'new', code: '000-002' } });
const said = (text: string, via: Door = 'line', time = NOW): Input => ({
  ...at(via, time),
  kind: 'said',
  text,
  ref: `m-${text}`,
});
const play = (talk: Talk, ...inputs: Input[]): Turned =>
  inputs.reduce<Turned>((t, input) => turn(t.talk, input, prepared, NOW), { talk, say: [], effects: [] });
const sent = (via: Door = 'page'): Talk =>
  play(newTalk(via), said('電球が切れて困っています', via), said('人と話す', via), {
    ...at(via),
    kind: 'consented',
    removed: [],
    shown: null,
  }).talk;
const staff = (
  event: 'taken' | 'answered' | 'closed' | 'reopened',
  id = 'new',
  via: Door = 'line',
): Input => ({ ...at(via), kind: 'case', case: id, event });

describe('a late event', () => {
  const begun = play(newTalk('line'), said('電球が切れたけど届かない')).talk;
  it.each(['もう限界です', 'ほげほげ', '人と話す'])('「%s」 is answered, and moves no question', (text) => {
    const late = turn(begun, said(text, 'line', NOW - 60_000), prepared, NOW);
    expect(plainText(late.say)).not.toBe('');
    expect(late.talk.question).toEqual(begun.question);
  });
});

describe('「案内」, which a late push names as the next step', () => {
  const told = play(newTalk('line'), said('夫になぐられて血が出てる'));
  it('shows the danger card again', () => {
    expect(told.talk.danger).not.toBeNull();
    const again = turn(told.talk, said('案内'), prepared, NOW);
    expect(again.say[0]).toMatchObject({ kind: 'danger', class: told.talk.danger!.class });
  });
  it('shows no danger card where nothing was in danger', () => {
    const calm = turn(newTalk('line'), said('案内'), prepared, NOW);
    expect(calm.say.map((s) => s.kind)).not.toContain('danger');
    expect(plainText(calm.say)).not.toBe('');
  });
});

describe('a question that narrows a need', () => {
  const asked = play(newTalk('page'), said('家族の送迎があるので働きに行けません', 'page'));
  const titles = (turned: Turned): string[] =>
    turned.say.flatMap((s) => (s.kind === 'card' ? s.card.name : []));
  it('is asked before any window is shown', () => {
    expect(asked.say.map((s) => s.kind)).toEqual(['question']);
    expect(titles(play(asked.talk, said('わからない', 'page')))).not.toEqual([]);
  });
  it('gives way to the gentle question, and the windows are shown all the same', () => {
    const unclear = play(newTalk('page'), said('家族の送迎があるので働きに行けません。もう限界です', 'page'));
    expect(titles(unclear)).not.toEqual([]);
    expect(unclear.say.at(-1)).toMatchObject({
      kind: 'question',
      question: { options: [{ choice: { do: 'danger' } }, {}, {}, {}] },
    });
  });
  it('does not stand in the way of danger', () => {
    expect(play(asked.talk, said('もう死にたい', 'page')).say[0]).toMatchObject({ kind: 'danger' });
  });
  it('keeps one answer for each need, however often it is answered', () => {
    const again = play(
      asked.talk,
      said('2', 'page'),
      said('送り迎え・付き添いと仕事', 'page'),
      said('だれかというと障がいのある妹の送り迎えです', 'page'),
    );
    expect(again.talk.topics.filter((t) => t.startsWith('family_escort_work.'))).toHaveLength(1);
  });
  it('reaches staff as a guess that the resident can take out', () => {
    const { talk } = play(asked.talk, said('1', 'page'));
    expect(packetOf(talk, prepared.content, []).lines).toContainEqual(
      expect.objectContaining({ id: 'topic', text: '高齢の家族', inferred: true }),
    );
    expect(packetOf(talk, prepared.content, ['topic']).lines.map((l) => l.id)).not.toContain('topic');
  });
});

describe('the buttons of the gentle question', () => {
  const asked = play(newTalk('line'), said('もう限界です'));
  it('mean danger however old they are, tapped or typed', () => {
    const data = [...JSON.stringify(messagesOf(asked.say, null)).matchAll(/"data":"c=([^"]+)"/g)].map(
      (m) => m[1]!,
    );
    expect(data).toHaveLength(2);
    const moved = play(asked.talk, said('電球が切れたけど届かない')).talk;
    for (const option of data) {
      expect(
        turn(moved, { ...at('line'), kind: 'tapped', question: null, option }, prepared, NOW).say[0]!.kind,
      ).toBe('danger');
    }
    expect(turn(moved, said('いますぐ危ない'), prepared, NOW).say[0]!.kind).toBe('danger');
  });

  it('are asked while staff hold a case too, and the words still go to them', () => {
    const held = play(sent('line'), staff('taken')).talk;
    const turned = turn(held, said('もう限界です'), prepared, NOW);
    expect(plainText(turned.say)).toContain('いますぐ危ない');
    expect(turned.effects).toMatchObject([{ kind: 'toCase', danger: { class: 'suicide', level: 'L1' } }]);
  });
});

describe('a number typed at one door', () => {
  it('does not answer the question on the other', () => {
    const onPage = play(newTalk('line'), said('電球が切れて困っています'), said('人と話したい', 'page')).talk;
    const turned = turn(onPage, said('1'), prepared, NOW);
    expect(turned.effects.some((e) => e.kind === 'openCase')).toBe(false);
  });
});

describe('consent', () => {
  const ready = play(
    newTalk('page'),
    said('生活費がなくて困っています', 'page'),
    said('人と話す', 'page'),
  ).talk;

  it('covers only what was shown: a sentence that came in since is shown first', () => {
    const shown = fingerprint(packetOf(ready, prepared.content, []));
    const more = play(ready, said('じつは、となりの町に引っ越したいです', 'line')).talk;
    const turned = turn(more, { ...at('page'), kind: 'consented', removed: [], shown }, prepared, NOW);
    expect(turned.effects).toEqual([]);
    expect(plainText(turned.say)).toContain('まだ送っていません');
    expect(plainText(turned.say)).toContain('引っ越したい');
  });

  it('without the line of the need, danger or age, passes none of them on', () => {
    const known: Talk = { ...ready, danger: { class: 'suicide', level: 'L2', at: NOW }, minor: true };
    const all = turn(known, { ...at('page'), kind: 'consented', removed: [], shown: null }, prepared, NOW);
    expect(all.effects).toMatchObject([
      { need: 'livelihood_money', danger: { class: 'suicide' }, minor: true },
    ]);
    const none = turn(
      known,
      { ...at('page'), kind: 'consented', removed: ['need', 'danger', 'minor'], shown: null },
      prepared,
      NOW,
    );
    expect(none.effects).toMatchObject([
      { need: null, danger: null, minor: false, packet: { sheet: { main: null, others: [] } } },
    ]);
  });
});

describe('a staff act', () => {
  it('on an older case leaves the newer one alone', () => {
    const talk = sent();
    expect(turn(talk, staff('taken', 'older'), prepared, NOW).talk.case).toEqual(talk.case);
  });

  it('once answered, 「いつ」 and 「読む」 say that there is an answer, and 「1」 opens it', () => {
    const held = play(sent('line'), staff('taken'), staff('answered')).talk;
    for (const text of ['いつ', '読む', '1']) {
      const turned = turn(held, said(text), prepared, NOW);
      expect(plainText(turned.say)).toContain('返事があります');
      expect(turned.effects).toEqual([]);
    }
  });
});

describe('danger over line breaks', () => {
  it.each(['し\nに\nた\nい', 'もう死に\nたいです', 'き\nえ\nた\nい', '死にたぃ', '消えたぃ'])(
    '%j is heard',
    (text) => {
      expect(turn(newTalk('line'), said(text), prepared, NOW).say[0]!.kind).toBe('danger');
    },
  );
});

describe('a child who is hurt and wants to die', () => {
  it('gets one card, 110 and 189 first', () => {
    const { say } = turn(newTalk('line'), said('父になぐられて死にたい'), prepared, NOW);
    expect(say.filter((s) => s.kind === 'danger')).toHaveLength(1);
    const [danger] = say;
    expect(danger!.kind === 'danger' && danger!.lines.slice(0, 2).map((l) => l.id)).toEqual([
      'police_110',
      'child_189',
    ]);
  });
});

describe('the door a city chose', () => {
  const withDoor = (door: 'text' | 'taps' | 'link') => ({
    ...prepared,
    content: { ...prepared.content, city: { ...prepared.content.city, door } },
  });
  const followed: Input = { ...at('line'), kind: 'followed' };

  it('text invites writing, taps invites choosing and still answers what is typed', () => {
    expect(plainText(turn(newTalk('line'), followed, withDoor('text'), NOW).say)).toContain(
      'そのままの言葉で書いて',
    );
    expect(plainText(turn(newTalk('line'), followed, withDoor('taps'), NOW).say)).toContain('下から選んで');
    expect(
      plainText(turn(newTalk('line'), said('電球が切れて困っています'), withDoor('taps'), NOW).say),
    ).toContain('町内福祉村');
  });

  it('link keeps all talk on our page, but danger is answered at once', () => {
    const link = withDoor('link');
    expect(turn(newTalk('line'), followed, link, NOW).say.some((s) => s.kind === 'door')).toBe(true);
    const turned = turn(newTalk('line'), said('電球が切れて困っています'), link, NOW);
    expect(turned.say[0]!.kind).toBe('door');
    expect(turned.talk.heard).toEqual([]);
    expect(turn(newTalk('line'), said('もう死にたい'), link, NOW).say[0]!.kind).toBe('danger');
    expect(
      plainText(turn(newTalk('page'), said('電球が切れて困っています', 'page'), link, NOW).say),
    ).toContain('町内福祉村');
  });
});

describe('ways besides the telephone', () => {
  const shown = play(
    newTalk('line'),
    said('障害のある娘のことを相談したいです'),
    said('電話のほかの方法'),
  ).talk;

  it('going: a card to hold up at the counter, where it is and whether it is open', () => {
    const going = turn(shown, said('行く'), prepared, NOW);
    const text = plainText(going.say);
    expect(text).toContain('見せるカード');
    expect(text).not.toContain('聞こえません');
    const asked = turn(going.talk, said('耳が聞こえないことも伝える'), prepared, NOW);
    expect(plainText(asked.say)).toContain('聞こえません。筆談でお願いします。');
    expect(text).toMatch(/浅間町/);
    expect(text).toMatch(/ひらいています|しまっています/);
  });

  it('writing and being visited lead to staff, and the wish stands in the packet', () => {
    for (const [words, wish] of [
      ['文字で書く', '文字で話したい'],
      ['家に来てほしい', '家に来てほしい'],
      ['電話をもらう', '電話をもらいたい'],
    ] as const) {
      const turned = turn(shown, said(words), prepared, NOW);
      expect(turned.say.some((s) => s.kind === 'door')).toBe(true);
      expect(JSON.stringify(packetOf(turned.talk, prepared.content, []))).toContain(wish);
    }
  });

  it('where nothing is taken over, no call and no visit is promised', () => {
    for (const words of ['家に来てほしい', '電話をもらう']) {
      const { say } = turn(shown, said(words), { ...prepared, handoff: false }, NOW);
      expect(plainText(say)).toMatch(/^ここから職員へ引き継ぐことはできません/);
    }
  });

  it('calling shows the card again', () => {
    expect(turn(shown, said('電話をかける'), prepared, NOW).say.some((s) => s.kind === 'card')).toBe(true);
  });
});

describe('a tile of the rich menu', () => {
  const tapped = (option: string): Input => ({ ...at('line'), kind: 'tapped', question: null, option });
  const asked = play(newTalk('line'), said('電球が切れたけど届かない')).talk;

  it('means its need whenever it is tapped, also over another question', () => {
    const { talk, say } = play(asked, tapped('need.shopping_access'));
    expect(talk.need).toBe('shopping_access');
    expect(say.some((s) => s.kind === 'card')).toBe(true);
  });

  it('of a need that is a person leads to a person', () => {
    expect(play(asked, tapped('need.talk_to_staff')).say).toEqual(play(asked, tapped('staff')).say);
  });

  it.each(['need.gone', 'need.', 'need.constructor', 'need'])(
    '%s, known no more, opens the menu',
    (option) => {
      expect(play(asked, tapped(option)).say).toEqual(play(asked, tapped('menu')).say);
    },
  );
});
