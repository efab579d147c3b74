/** Other languages: recognised with care, chosen by one tap, kept; buttons as short as LINE wants them; staff see what was written. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packetOf } from '../../src/case/packet.ts';
import { LANGUAGES } from '../../src/content/schema.ts';
import { messagesOf } from '../../src/line/message.ts';
import type { Input } from '../../src/talk/input.ts';
import { plainText } from '../../src/talk/plain.ts';
import type { Say } from '../../src/talk/say.ts';
import { newTalk, type Talk } from '../../src/talk/talk.ts';
import { turn } from '../../src/talk/turn.ts';
import { languageOf } from '../../src/understand/language.ts';
import { match } from '../../src/understand/match.ts';
import { contentOf, TUESDAY } from '../rig/service.ts';

const prepared = contentOf();
const { languages, intents, menu } = prepared.content;

function play(texts: string[], door: 'line' | 'page' = 'line'): { talk: Talk; says: Say[][] } {
  let talk: Talk = newTalk(door);
  const says = texts.map((text, i) => {
    const input: Input = {
      kind: 'said',
      text,
      ref: null,
      at: TUESDAY + i,
      via: door,
      spare: { id: 'x', code: '1' },
    };
    const turned = turn(talk, input, prepared, TUESDAY + i);
    talk = turned.talk;
    return turned.say;
  });
  return { talk, says };
}

describe('a language is recognised', () => {
  it.each([
    ['en', 'My father fell and I do not know who can help'],
    ['pt', 'Meu filho não quer ir para a escola'],
    ['es', 'Necesito ayuda para pagar la casa'],
    ['tl', 'Kailangan ko ng tulong sa aking anak'],
    ['vi', 'Con tôi bị ốm'],
    ['zh', '我妈妈一个人住，没有人照顾她'],
    ['si', 'මට උදව් ඕන'],
  ])('%s: %s', (tongue, text) => expect(languageOf(text)).toBe(tongue));

  it.each([
    '電球が切れた',
    '失業中、家賃滞納',
    '母介護疲労困憊',
    'ＳＯＳ',
    'help',
    'LINE',
    'DV',
    'ok',
    '床上水没',
    '財産没収',
    'PTAの役員がつらい。help me please, I need help',
    '0463-23-1111',
    '',
    '😢',
  ])('and Japanese, a single word or nothing is never taken for another: %j', (text) =>
    expect(languageOf(text)).toBeNull(),
  );

  it('whatever stands beside kana is Japanese', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(languageOf(`${text}です`)).toBeNull();
      }),
    );
  });
});

describe.each(LANGUAGES)('%s', (id) => {
  const tongue = languages[id]!;

  it('has a name for every scene and group, and buttons that LINE shows whole', () => {
    for (const need of [...menu.scenes, ...menu.groups.map((g) => g.label)])
      expect(tongue.needs[need]).toBeTruthy();
    for (const label of [...Object.values(tongue.labels), ...Object.values(tongue.needs)])
      expect([...label].length).toBeLessThanOrEqual(20);
    const all = Object.values(tongue.labels);
    expect(new Set(all).size).toBe(all.length);
  });

  it('names no number but 110 and 119, and promises nothing', () => {
    const said = Object.values(tongue.texts).join('\n');
    expect([...said.matchAll(/\d{3,}/g)].map((m) => m[0]).filter((n) => n !== '110' && n !== '119')).toEqual(
      [],
    );
  });

  it('is chosen by its own name, kept over answers and danger, and left by 「日本語」', () => {
    const { talk, says } = play([
      tongue.name,
      tongue.needs.childcare_worry!,
      'もう死にたい',
      '日本語',
      'メニュー',
    ]);
    expect(talk.language).toBe('ja');
    expect(plainText(says[0]!)).toContain(tongue.texts.status);
    expect(plainText(says[0]!)).toContain(tongue.labels.staff);
    expect(plainText(says[2]!)).toContain(tongue.texts.danger);
    expect(says[2]!.some((s) => s.kind === 'danger')).toBe(true);
    expect(plainText(says[4]!)).not.toContain(tongue.labels.none);
  });

  it('fits LINE’s five messages with the way to a person in the last', () => {
    for (const need of Object.keys(intents)) {
      const talk: Talk = { ...newTalk('line'), language: id };
      const input: Input = {
        kind: 'tapped',
        question: null,
        option: `need.${need}`,
        at: TUESDAY,
        via: 'line',
        spare: { id: 'x', code: '1' },
      };
      const messages = messagesOf(turn(talk, input, prepared, TUESDAY).say, 'https://x.example/open/t');
      expect(messages.length).toBeLessThanOrEqual(5);
      expect(JSON.stringify(messages.at(-1))).toMatch(need === 'talk_to_staff' ? /./ : /quickReply/);
    }
  });
});

it('staff read which language it is, the taps in Japanese, and the words as they were written', () => {
  const words = 'Estou sem trabalho e não tenho dinheiro para a escola do meu filho';
  const { talk } = play([words]);
  const { lines } = packetOf(talk, prepared.content, []);
  expect(lines.find((l) => l.id === 'language')?.text).toBe('ポルトガル語');
  expect(lines.find((l) => l.label === '書いたこと')?.text).toBe(words);
  expect(lines.find((l) => l.id === 'need')?.text ?? '').not.toMatch(/[a-z]/);
});

it('what rules catch stands in any language, and likeness may make it graver', () => {
  for (const text of [
    'I want to die, I have the pills in my hand now',
    'quero morrer agora, já estou na ponte',
    'Tôi muốn chết, tôi đang đứng trên cầu',
    'my husband hits me and locked me in the room',
    'Mi marido me pega y tiene un cuchillo',
    '丈夫打我，现在拿着刀',
  ]) {
    const { danger } = match(prepared.understanding, text);
    expect(danger?.learned, text).toBe(true); // or it would show nothing here
    const [say] = play([text]).says;
    const card = say!.find((s) => s.kind === 'danger');
    expect(card, text).toMatchObject({ class: danger!.class, level: danger!.level });
  }
});

it('who is answered in another language and cries out in Japanese meets the card as ever', () => {
  const cry = '夫が夜になると人が変わったようになって、昨日は階段から…。子どもも見ています';
  expect(match(prepared.understanding, cry).danger?.learned).toBe(true);
  const [, , said] = play(['Tiếng Việt', 'Menu', cry]).says;
  const [alone] = play([cry]).says;
  expect(alone!.some((s) => s.kind === 'danger')).toBe(true);
  expect(said!.some((s) => s.kind === 'danger')).toBe(true);
});

it('names nothing on a locked screen that Japanese does not', () => {
  const [say] = play(['My husband hits me every day']).says;
  const text = say!.find((s) => s.kind === 'text' && s.lang === 'en');
  expect(text).toMatchObject({ kind: 'text', text: expect.stringMatching(/\d{3}/) });
  expect(JSON.stringify(text)).not.toMatch(/DV|暴力|虐待|自殺|violence/);
});

it('a question that is kept over a turn keeps its words', () => {
  let talk: Talk = play(['English', '1']).talk;
  const labels = talk.question!.options.map((o) => o.label);
  expect(labels).toContain(languages.en!.labels.wrong);
  const input: Input = {
    kind: 'unsent',
    ref: 'm1',
    at: TUESDAY + 9,
    via: 'line',
    spare: { id: 'x', code: '1' },
  };
  talk = turn(talk, input, prepared, TUESDAY + 9).talk;
  expect(talk.question!.options.map((o) => o.label)).toEqual(labels);
});

it('likeness to Japanese cries asks gently in another language, and a rule alarms', () => {
  const [soft] = play(['Bạn có khỏe không, hôm nay trời đẹp quá']).says;
  expect(soft!.some((s) => s.kind === 'danger')).toBe(false);
  const [hard] = play(['Tôi không chịu nổi nữa, tôi muốn chết']).says;
  expect(hard!.some((s) => s.kind === 'danger' && s.class === 'suicide')).toBe(true);
  expect(hard![0]).toMatchObject({ kind: 'text', lang: 'vi', text: expect.stringContaining('0120-061-338') });
});
