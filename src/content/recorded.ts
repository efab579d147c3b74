/** What recorded sentences are understood as, and what becomes different when content changes. Pure. */
import { match } from '../understand/match.ts';
import type { Prepared } from './content.ts';

export interface Understood {
  decision: string;
  /** The need that is shown first, or the danger's class and level; null where there is neither. */
  id: string | null;
}

export interface Difference {
  text: string;
  before: Understood;
  after: Understood;
}

/** How a sentence is taken: danger before needs. */
export function understood({ understanding }: Prepared, text: string): Understood {
  const { danger, decision, needs } = match(understanding, text);
  if (danger && danger.level !== 'L1') return { decision: 'danger', id: `${danger.class} ${danger.level}` };
  return { decision: danger ? `${decision}+L1` : decision, id: needs[0]?.id ?? null };
}

/** The sentences that are taken otherwise after than before, each once. */
export function differences(before: Prepared, after: Prepared, texts: Iterable<string>): Difference[] {
  return [...new Set(texts)].flatMap((text) => {
    const [was, is] = [understood(before, text), understood(after, text)];
    return was.decision === is.decision && was.id === is.id ? [] : [{ text, before: was, after: is }];
  });
}
