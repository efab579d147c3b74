/**
 * 平塚市 高齢者よろず相談センター: thirteen centres, and no paper says which town belongs to which. The bot says so; the day
 * an operator fills it in, the same sentence gives the centre's own card, and no code has changed.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { compile } from '../../src/content/compile.ts';
import type { Prepared } from '../../src/content/content.ts';
import { addItem, setValue } from '../../src/content/edit.ts';
import { readContent } from '../../src/content/read.ts';
import type { Input } from '../../src/talk/input.ts';
import { plainText } from '../../src/talk/plain.ts';
import { newTalk, type Talk } from '../../src/talk/talk.ts';
import { turn } from '../../src/talk/turn.ts';
import { contentOf, TUESDAY } from '../rig/service.ts';

const SENTENCE = '八十二の母のもの忘れがひどくなり、介護のことを相談したいです';

function talkOf(prepared: Prepared, ...texts: string[]): string[] {
  let talk: Talk = newTalk('page');
  return texts.map((text, i) => {
    const input: Input = {
      kind: 'said',
      text,
      ref: null,
      at: TUESDAY + i,
      via: 'page',
      spare: { id: 'x', code: '1' },
    };
    const turned = turn(talk, input, prepared, TUESDAY + i);
    talk = turned.talk;
    return plainText(turned.say);
  });
}

describe('as long as nobody knows', () => {
  it('tells that the direct number is not confirmed, and gives the words for the switchboard with the town in them', () => {
    const [first, second] = talkOf(contentOf(), SENTENCE, '明石町');
    expect(first).toContain('高齢者よろず相談センター');
    expect(first).toContain('平塚市役所（代表電話） 0463-23-1111');
    expect(first).toContain('直通の番号がまだ確かめられていない');
    expect(second).toContain(
      '住んでいる地区の高齢者よろず相談センターにつないでください。町の名前は明石町です。',
    );
    expect(second).not.toMatch(/あさひみなみ|富士白苑/);
    expect(first).toContain('市内に13か所あり');
    expect(first).toContain('どの町がどこかは、まだ確かめられていません');
  });
});

describe('the day an operator fills it in', () => {
  const ROOT = path.resolve(import.meta.dirname, '../..');
  const WINDOWS = 'data/hiratsuka/windows.yaml';
  const AREAS = 'data/hiratsuka/areas.yaml';
  /** A stand-in: no real centre, no real number. */
  const CENTRE = {
    id: 'hiratsuka-yorozu-test',
    name: '高齢者よろず相談センター ためし',
    body: '市の委託',
    fields: ['高齢'],
    does: '高齢の人の暮らしの相談ができます。',
    who: '本人、家族、近所の人',
    numbers: [
      {
        display: '0463-00-0000',
        state: 'yes',
        source: 'ためし',
        seen: '2026-11-20',
        checked: '2026-11-20',
        by: 'ためし',
      },
    ],
    hours: [{ days: '月-金', open: '8:30', close: '17:30' }],
    address: null,
    say: '高齢の人の暮らしのことで相談したいのですが。',
    fallback: null,
  };
  let filled: Prepared;
  beforeAll(() => {
    const text = (f: string): string => readFileSync(path.join(ROOT, f), 'utf8');
    const edits: Record<string, string> = {
      [WINDOWS]: addItem(text(WINDOWS), ['windows'], CENTRE),
      [AREAS]: setValue(text(AREAS), ['local', 'hiratsuka-yorozu-others', CENTRE.id, 'whole'], ['明石町']),
    };
    const files = readContent(ROOT).map((f) => ({ ...f, text: edits[f.path] ?? f.text }));
    const { prepared, faults } = compile(files, 'hiratsuka', 'later');
    expect(faults).toEqual([]);
    filled = prepared!;
  });

  it('the same sentence leads to the centre of the town, by its own number', () => {
    const [, answer] = talkOf(filled, SENTENCE, '明石町');
    const [, card] = answer!.split('【');
    expect(card).toContain('高齢者よろず相談センター ためし');
    expect(card).toContain('0463-00-0000　今ひらいています（17:30まで）');
    expect(card).not.toContain('直通の番号がまだ確かめられていない');
  });

  it('who lives elsewhere is still told the truth', () => {
    const [, answer] = talkOf(filled, SENTENCE, '天沼');
    expect(answer).not.toContain('0463-00-0000');
    expect(answer).toContain('町の名前は天沼です');
  });
});
