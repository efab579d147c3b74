/** Golden talks: conversations recorded to the letter, played on both runtimes. A clerk can read the files. */
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import type { Prepared } from '../../src/content/content.ts';
import type { Golden, GoldenTurn } from '../../src/talk/golden.ts';
import type { Input } from '../../src/talk/input.ts';
import { plainText } from '../../src/talk/plain.ts';
import { newTalk, type Talk } from '../../src/talk/talk.ts';
import { turn } from '../../src/talk/turn.ts';

const files = import.meta.glob<string>('./*.yaml', { query: '?raw', import: 'default', eager: true });

/** File name → golden talk. */
export const goldenTalks: ReadonlyMap<string, Golden> = new Map(
  Object.entries(files).map(([name, text]) => [name, parse(text) as Golden]),
);

/** A staff act or a follow is written in 〔…〕 in the place of the resident's words. */
const EVENTS: Record<
  string,
  | Pick<Extract<Input, { kind: 'case' }>, 'kind' | 'case' | 'event'>
  | { kind: 'followed' }
  | { kind: 'withdrew' }
  | Pick<Extract<Input, { kind: 'callback' }>, 'kind' | 'wish'>
> = {
  '〔友だち追加〕': { kind: 'followed' },
  '〔職員が引き受けた〕': { kind: 'case', case: 'case-1', event: 'taken' },
  '〔職員が返事を書いた〕': { kind: 'case', case: 'case-1', event: 'answered' },
  '〔職員が終わりにした〕': { kind: 'case', case: 'case-1', event: 'closed' },
  '〔職員が電話で話した〕': { kind: 'case', case: 'case-1', event: 'talked' },
  '〔職員が電話したが、つながらなかった〕': { kind: 'case', case: 'case-1', event: 'missed' },
  '〔電話の希望を書いた〕': {
    kind: 'callback',
    wish: { name: '', number: '0463-00-0000', bands: ['午前'], voicemail: false, family: false },
  },
  '〔電話の希望を取り消した〕': { kind: 'callback', wish: null },
  '〔取りやめた〕': { kind: 'withdrew' },
};

/** The input that a line of a golden talk stands for; one second passes between two lines. */
export function inputOf(golden: Golden, resident: string, i: number): Input {
  const at = Date.parse(golden.at) + i * 1000;
  const base = { at, via: golden.door, spare: { id: 'case-1', code: '000-001' } };
  const event = EVENTS[resident];
  return event ? { ...base, ...event } : { ...base, kind: 'said', text: resident, ref: `m${i}` };
}

/** Plays the resident's side and gives back the whole talk as it goes today. */
export function replay(golden: Golden, prepared: Prepared): GoldenTurn[] {
  let state: Talk = newTalk(golden.door);
  return golden.talk.map(({ resident }, i) => {
    const input = inputOf(golden, resident, i);
    const turned = turn(state, input, prepared, input.at);
    // The state crosses JSON between turns, as it does in the store.
    state = JSON.parse(JSON.stringify(turned.talk)) as Talk;
    return { resident, bot: plainText(turned.say) };
  });
}

/** The talks of some cities; of all, when none are named. */
export const talksOf = (cities?: string[]): [string, Golden][] =>
  [...goldenTalks].filter(([, golden]) => !cities || cities.includes(golden.city));

/** One test a file. */
export function goldenTests(prepared: (city: string) => Prepared, cities?: string[]): void {
  for (const [file, golden] of talksOf(cities)) {
    it(`${file} ${golden.name}`, () => {
      expect(replay(golden, prepared(golden.city))).toEqual(golden.talk);
    });
  }
}
