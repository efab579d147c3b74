/** komatta match: each line of stdin → what the bot understands, as one JSON line, or with --explain in words. */
import type { Prepared } from '../content/content.ts';
import { type Candidate, type Match, match as matchText } from '../understand/match.ts';
import { answer, type Call, type Exit, prepared, stdinLines } from './command.ts';

export async function match(call: Call): Promise<Exit> {
  const content = prepared(call);
  if (!content) return 3;
  for await (const line of stdinLines()) {
    const m = matchText(content.understanding, line);
    if (call.values.explain) for (const said of explained(line, m, content)) answer(said);
    else answer(JSON.stringify(shape(line, m)));
  }
  return 0;
}

function shape(text: string, { danger: d, decision, needs, candidates }: Match) {
  const danger = d && { class: d.class, level: d.level, also: d.also, because: d.because };
  return { text, danger, decision, needs, candidates };
}

const DECISIONS = {
  answer: 'すぐに案内します',
  clarify: '近いものを選んでもらいます',
  fallback: '分からないので、メニューを出します',
} as const;

/** For people: what is done, why, and what came close. */
function explained(text: string, m: Match, { content }: Prepared): string[] {
  const name = (id: string): string => content.intents[id]?.title ?? id;
  const because = (words: readonly string[]): string =>
    words.length > 0 ? `「${words.join('」「')}」から` : 'はっきりした言葉はありません';
  const line = (c: Candidate): string =>
    `    ${name(c.id)}（${c.id}）${Math.round(c.score * 100)}%　${because(c.because)}`;
  const kind = (id: keyof typeof content.dangers): string => content.dangers[id]?.name ?? id;
  const danger = m.danger
    ? [
        `  危険：${kind(m.danger.class)} ${m.danger.level}　${because(m.danger.because)}`,
        ...m.danger.also.map((d) => `  ほかに：${kind(d.class)} ${d.level}`),
      ]
    : ['  危険：なし'];
  return [
    `「${text}」`,
    ...danger,
    `  ${DECISIONS[m.decision]}：${m.needs.map((n) => name(n.id)).join('、') || 'なし'}`,
    ...(m.candidates.length > 0 ? ['  近い順：', ...m.candidates.map(line)] : []),
  ];
}
