/**
 * Runs the operators' own sentences against freshly compiled content: what must be caught is caught, what
 * must not is not, and no text contains a phrase that hurts a person in crisis.
 */
import { type DangerVerdict, judgeDanger } from '../understand/danger.ts';
import { OUT_OF_SCOPE } from '../understand/gate.ts';
import { match } from '../understand/match.ts';
import type { Prepared } from './content.ts';
import type { Parsed } from './document.ts';
import type { Fault } from './fault.ts';
import type { DangerClass, DangerFile, IntentFile } from './schema.ts';
import type { Sources } from './sources.ts';

/** Faults of sentences that the rules answer wrongly. */
export function sentenceFaults(sources: Sources, prepared: Prepared): Fault[] {
  return [
    ...sources.intents.flatMap((f) => (f.value ? intentFaults(f, f.value, prepared) : [])),
    ...sources.dangers.flatMap((f) => (f.value ? dangerFaults(f, f.value, prepared) : [])),
  ];
}

function intentFaults(file: Parsed<IntentFile>, intent: IntentFile, prepared: Prepared): Fault[] {
  // What is not welfare is never an answer: there it is enough to be recognised first.
  const shown = (text: string) => {
    const { needs, candidates } = match(prepared.understanding, text);
    const seen = intent.field === OUT_OF_SCOPE ? candidates.slice(0, 1) : needs;
    return seen.some((n) => n.id === intent.id);
  };
  const answered = (text: string) => {
    const m = match(prepared.understanding, text);
    return m.decision === 'answer' && m.needs[0]?.id === intent.id;
  };
  return [
    ...wrong(
      file,
      ['must'],
      intent.must,
      shown,
      'この困りごととして出ません',
      '似た文を examples に足すか、rules に言葉を足してください',
    ),
    ...wrong(
      file,
      ['must_not'],
      intent.must_not,
      (t) => !answered(t),
      'この困りごとになってしまいます',
      'rules の not に言葉を足すか、強すぎる言葉を直してください',
    ),
  ];
}

const RANKS = { L0: 0, L1: 1, L2: 2, L3: 3 } as const;

function levelIn(verdict: DangerVerdict | null, c: DangerClass): number {
  const mine = [verdict, ...(verdict?.also ?? [])].find((d) => d?.class === c);
  return mine ? RANKS[mine.level] : 0;
}

function dangerFaults(file: Parsed<DangerFile>, danger: DangerFile, prepared: Prepared): Fault[] {
  const { understanding } = prepared;
  const ruled = (text: string): number =>
    levelIn(judgeDanger(understanding.listen(text).fired), danger.class);
  const shown = (text: string): number => RANKS[match(understanding, text).danger?.level ?? 'L0'];
  const caught = (l: 'L1' | 'L2' | 'L3') =>
    wrong(
      file,
      ['must_catch', l],
      danger.must_catch[l],
      // The rules catch it by themselves, and nothing that was learned takes it back.
      (t) => ruled(t) >= RANKS[l] && shown(t) >= RANKS[l],
      `${l} になりません`,
      'phrases に言い方を足してください',
    );
  return [
    ...caught('L3'),
    ...caught('L2'),
    ...caught('L1'),
    ...wrong(
      file,
      ['must_not_catch'],
      danger.must_not_catch,
      // What was learned may let a rule pass as harmless, but must not be taught to: a cry written here by mistake would be lost.
      (t) => shown(t) < RANKS.L2 && judgeDanger(understanding.listen(t).fired)?.level !== 'L3',
      '危険カードを出す言い方に当たります',
      // The rule that fires may stand in another class's file.
      (t) => {
        const by = judgeDanger(understanding.listen(t).fired)?.class ?? danger.class;
        return `intents/danger/${by}.yaml の mask か calm に言い方を足してください`;
      },
    ),
  ];
}

function wrong(
  file: Parsed<unknown>,
  path: string[],
  texts: string[],
  good: (text: string) => boolean,
  cause: string,
  cure: string | ((text: string) => string),
): Fault[] {
  return texts.flatMap((text, i) =>
    good(text)
      ? []
      : [
          {
            file: file.file,
            ...file.place([...path, i]),
            code: 'sentence',
            cause: `「${text}」が${cause}`,
            cure: typeof cure === 'string' ? cure : cure(text),
          },
        ],
  );
}

/**
 * Words that no fixed text may contain: scolding, cheap cheer, promises nobody can keep.
 * Sources: guidance on answering people in crisis, listed in DESIGN.md (危険).
 */
const FORBIDDEN = [
  'がんばって',
  '頑張って',
  '生きていればいいことがある',
  '命を大切に',
  '家族が悲しむ',
  'みんなつらい',
  '考えすぎ',
  '気のせい',
  '甘え',
  'なぜそんなことを',
  'そんなこと言わないで',
  '死ぬ気になれば',
  '楽しいことを思い出して',
  'お酒でも飲んで',
  '本気ですか',
  '秘密にします',
  '必ず助けます',
  '誰にも言いません',
  '切らないで',
  '生活保護は受けられません',
  '生活保護は受けられます',
  '通報しました',
];

/** Faults for texts shown to residents that contain a forbidden phrase. */
export function forbiddenFaults(sources: Sources): Fault[] {
  const shown: [Parsed<unknown>, PropertyKey[], unknown][] = [];
  for (const f of sources.intents) shown.push([f, ['texts'], f.value?.texts], [f, ['phone'], f.value?.phone]);
  for (const f of sources.dangers) shown.push([f, ['cards'], f.value?.cards], [f, ['check'], f.value?.check]);
  for (const f of sources.languages) shown.push([f, ['texts'], f.value?.texts]);
  shown.push(
    [sources.windows, ['windows'], sources.windows.value?.windows],
    [sources.office, [], sources.office.value],
    [sources.phrases, ['phrases'], sources.phrases.value?.phrases],
  );
  return shown.flatMap(([file, path, value]) =>
    textsIn(value, path).flatMap(({ text, at }) =>
      FORBIDDEN.filter((phrase) => text.includes(phrase)).map((phrase) => ({
        file: file.file,
        ...file.place(at),
        code: 'forbidden',
        cause: `住民に見せる文に「${phrase}」があります`,
        cure: '人を追いつめたり、守れない約束になったりする言葉です。言いかえてください',
      })),
    ),
  );
}

function textsIn(value: unknown, at: PropertyKey[]): { text: string; at: PropertyKey[] }[] {
  if (typeof value === 'string') return [{ text: value, at }];
  if (Array.isArray(value)) return value.flatMap((v, i) => textsIn(v, [...at, i]));
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([k, v]) => textsIn(v, [...at, k]));
}
