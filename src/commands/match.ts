/** komatta match: each line of stdin → what the bot understands, as one JSON line. */
import { match as matchText } from '../understand/match.ts';
import { answer, type Call, type Exit, prepared, stdinLines } from './command.ts';

export async function match(call: Call): Promise<Exit> {
  const content = prepared(call);
  if (!content) return 3;
  for await (const line of stdinLines()) {
    const m = matchText(content.understanding, line);
    const danger = m.danger && {
      class: m.danger.class,
      level: m.danger.level,
      also: m.danger.also,
      because: m.danger.because,
    };
    answer(
      JSON.stringify({ text: line, danger, decision: m.decision, needs: m.needs, candidates: m.candidates }),
    );
  }
  return 0;
}
