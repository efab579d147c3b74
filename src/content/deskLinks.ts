/** Checks of what only staff and the council see: canned phrases, bases of a move, the plan's register. */
import type { Parsed } from './document.ts';
import type { Fault } from './fault.ts';
import { perhaps } from './perhaps.ts';
import { PLACES } from './schema.ts';
import type { Sources } from './sources.ts';

export const deskFaults = (sources: Sources): Fault[] => [
  ...phraseFaults(sources),
  ...basisFaults(sources),
  ...planFaults(sources),
];

function fault(file: Parsed<unknown>, path: PropertyKey[], code: string, cause: string, cure: string): Fault {
  return { file: file.file, ...file.place(path), code, cause, cure };
}

/** A place that nothing fills would be read by the resident as it stands. */
function phraseFaults({ phrases }: Sources): Fault[] {
  const known = PLACES.map((p) => `{${p}}`);
  return (phrases.value?.phrases ?? []).flatMap(({ text }, i) =>
    [...text.matchAll(/\{[^}]*\}?/gu)]
      .filter(([place]) => !known.includes(place))
      .map(([place]) =>
        fault(
          phrases,
          ['phrases', i, 'text'],
          'unknown_place',
          `「${place}」は埋められません`,
          `使えるのは ${known.join(' ')} です`,
        ),
      ),
  );
}

function basisFaults({ basis }: Sources): Fault[] {
  const ids = (basis?.value?.bases ?? []).map((b) => b.id);
  return ids.flatMap((id, i) =>
    ids.indexOf(id) === i
      ? []
      : [
          fault(
            basis!,
            ['bases', i, 'id'],
            'duplicate_id',
            `id「${id}」は、前にもあります`,
            '別の id にしてください',
          ),
        ],
  );
}

/** A body is counted for an indicator that is there, and once. */
function planFaults({ plan }: Sources): Fault[] {
  const ids = (plan?.value?.indicators ?? []).map((i) => i.id);
  const bodies = plan?.value?.bodies ?? [];
  return bodies.flatMap(({ name, indicator }, i) => [
    ...(ids.includes(indicator)
      ? []
      : [
          fault(
            plan!,
            ['bodies', i, 'indicator'],
            'no_indicator',
            `指標「${indicator}」がありません`,
            `indicators にある id を書いてください。${perhaps(indicator, ids)}`,
          ),
        ]),
    ...(bodies.findIndex((b) => b.name === name && b.indicator === indicator) === i
      ? []
      : [
          fault(
            plan!,
            ['bodies', i, 'name'],
            'duplicate_id',
            `「${name}」が2回あります`,
            '同じ指標には、1回だけ書いてください',
          ),
        ]),
  ]);
}
