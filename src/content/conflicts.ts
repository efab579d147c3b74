/**
 * Where intents get in each other's way: a wording that two of them claim, and example sentences that another one takes.
 * Both places are named, and who loses: somebody has to decide which of them means it.
 */
import { fold } from '../understand/fold.ts';
import { match } from '../understand/match.ts';
import type { Prepared } from './content.ts';
import type { Parsed } from './document.ts';
import { readLine } from './phrase.ts';
import { knownReading } from './readings.ts';
import type { IntentFile } from './schema.ts';
import type { Sources } from './sources.ts';

export interface Conflict {
  /** What both claim. */
  text: string;
  a: { file: string; line: number };
  b: { file: string; line: number };
  /** Id of the need that does not get it. */
  loses: string;
}

interface Claim {
  need: string;
  file: string;
  line: number;
  text: string;
}

/** All conflicts between the intents of a city, wordings before sentences. */
export function conflictsOf(sources: Sources, prepared: Prepared): Conflict[] {
  const files = sources.intents.filter(
    (f): f is Parsed<IntentFile> & { value: IntentFile } => f.value !== null,
  );
  const winner = winnerOf(prepared);
  const concepts = sources.words.value?.concepts ?? {};
  return [
    ...claimedTwice(
      files.flatMap((f) => wordings(f, concepts)),
      winner,
    ),
    ...claimedTwice(files.flatMap(sentences), winner),
    ...taken(files, winner),
  ];
}

/** The need that a text is answered with, or that stands first. */
const winnerOf =
  ({ understanding }: Prepared) =>
  (text: string): { id: string | null; answered: boolean } => {
    const m = match(understanding, text);
    const id = m.decision === 'answer' ? (m.needs[0]?.id ?? null) : (m.candidates[0]?.id ?? null);
    return { id, answered: m.decision === 'answer' };
  };
type Winner = ReturnType<typeof winnerOf>;

const claim = (f: Parsed<IntentFile>, path: PropertyKey[], text: string): Claim => ({
  need: f.value!.id,
  file: f.file,
  line: f.place(path).line,
  text,
});

/** What a strong rule claims by itself: its wordings, where it asks for nothing else in the sentence. */
function wordings(
  f: Parsed<IntentFile> & { value: IntentFile },
  concepts: Record<string, string[]>,
): Claim[] {
  return f.value.rules.strong.flatMap((line, i) => {
    const read = readLine(line, concepts);
    if (!read.ok || read.line.chains.length > 1 || read.line.chains[0]!.length > 1) return [];
    return read.line.chains[0]![0]!.map((phrase) => claim(f, ['rules', 'strong', i], phrase));
  });
}

/** Examples as they are written, and as they are read aloud where that is known. */
function sentences(f: Parsed<IntentFile> & { value: IntentFile }): Claim[] {
  return (['examples', 'must'] as const).flatMap((key) =>
    f.value[key].flatMap((text, i) => {
      const read = knownReading(text);
      const forms = new Set([fold(text), ...(read ? [fold(read)] : [])]);
      return [...forms].map((form) => claim(f, [key, i], form));
    }),
  );
}

/** The same text in the files of two needs. */
function claimedTwice(claims: readonly Claim[], winner: Winner): Conflict[] {
  const first = new Map<string, Claim>();
  const found = new Map<string, Conflict>();
  for (const c of claims) {
    const other = first.get(c.text);
    if (!other) first.set(c.text, c);
    else if (other.need !== c.need) {
      const loses = winner(c.text).id === c.need ? other.need : c.need;
      const conflict: Conflict = { text: c.text, a: placeOf(other), b: placeOf(c), loses };
      found.set(`${other.file}${other.line}${c.file}${c.line}`, conflict);
    }
  }
  return [...found.values()];
}

const placeOf = ({ file, line }: Claim): Conflict['a'] => ({ file, line });

/** Example sentences that are answered with another need. */
function taken(files: readonly (Parsed<IntentFile> & { value: IntentFile })[], winner: Winner): Conflict[] {
  const fileOf = new Map(files.map((f) => [f.value.id, f]));
  return files.flatMap((f) =>
    f.value.examples.flatMap((text, i): Conflict[] => {
      const { id, answered } = winner(text);
      const other = id !== null && answered && id !== f.value.id ? fileOf.get(id) : undefined;
      if (!other) return [];
      return [
        {
          text,
          a: placeOf(claim(f, ['examples', i], text)),
          b: { file: other.file, line: other.place(['rules']).line },
          loses: f.value.id,
        },
      ];
    }),
  );
}
