/** わけ: from which of the words that were sent the bot guessed a need, and heard a danger. Worked out anew, never kept. */
import type { Case } from '../case/case.ts';
import type { Packet } from '../case/packet.ts';
import type { Prepared } from '../content/content.ts';
import { match } from '../understand/match.ts';

export interface Reason {
  /** The need or the danger. */
  of: string;
  /** Parts of the resident's own words. */
  words: string[];
}

const WORDS_MAX = 6;

/** Reasons for the need and the danger of a case, as the content of today sees the words in the packet. Pure. */
export function reasonsOf({ content, understanding }: Prepared, packet: Packet, current: Case): Reason[] {
  const heard = packet.lines.filter((l) => l.id.startsWith('said-')).map((l) => match(understanding, l.text));
  const forNeed = heard.flatMap((m) => m.candidates.filter((c) => c.id === current.need && c.score > 0));
  const forDanger = heard.flatMap((m) => (m.danger?.class === current.danger?.class ? [m.danger] : []));
  const need = current.need === null ? undefined : content.intents[current.need]?.title;
  const danger = current.danger === null ? undefined : content.dangers[current.danger.class]?.name;
  return [
    { of: need, from: forNeed },
    { of: danger, from: forDanger },
  ].flatMap(({ of, from }): Reason[] => {
    const words = [...new Set(from.flatMap((f) => f?.because ?? []))].slice(0, WORDS_MAX);
    return of === undefined ? [] : [{ of, words }];
  });
}

/** What the bot showed stands in the packet; this is why. */
export function Why({ reasons }: { reasons: Reason[] }) {
  if (reasons.length === 0) return null;
  return (
    <details>
      <summary>自動の推測のわけ</summary>
      <ul>
        {reasons.map((r) => (
          <li>
            {r.of}：
            {r.words.length > 0
              ? `${r.words.map((w) => `「${w}」`).join('')}という言葉から`
              : '送られた文からは分かりません（ボタンで選んだか、その文を本人が消しました）'}
          </li>
        ))}
      </ul>
    </details>
  );
}
