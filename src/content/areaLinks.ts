/** Checks of the file of towns: every town and window it names must exist, and no town has two answers. */
import type { Fault } from './fault.ts';
import { perhaps } from './perhaps.ts';
import type { Sources } from './sources.ts';

/** Every broken link of `areas.yaml`; none where the city has no such file. `windows` are ids that may be shown. */
export function areaFaults({ areas: file }: Sources, windows: ReadonlySet<string>): Fault[] {
  if (!file?.value) return [];
  const { towns, local } = file.value;
  const names = new Set(towns.map((t) => t.name));
  const fault = (path: PropertyKey[], code: string, cause: string, cure: string): Fault => ({
    file: file.file,
    ...file.place(path),
    code,
    cause,
    cure,
  });
  const noWindow = (path: PropertyKey[], id: string): Fault[] =>
    windows.has(id)
      ? []
      : [
          fault(
            path,
            'no_window',
            `窓口「${id}」を案内できません`,
            `${perhaps(id, windows)}windows.yaml を確かめてください`,
          ),
        ];
  const twins = towns.flatMap(({ name }, i) =>
    towns.findIndex((t) => t.name === name) === i
      ? []
      : [fault(['towns', i, 'name'], 'duplicate_id', `町「${name}」が2回あります`, '片方を消してください')],
  );
  const broken = Object.entries(local).flatMap(([general, own]) => {
    const at = ['local', general];
    const whole = Object.values(own).flatMap((c) => c.whole);
    const all = Object.entries(own).flatMap(([id, { whole: w, part }]) => [
      ...noWindow([...at, id], id),
      ...[...w, ...part].flatMap((town) => [
        ...(names.has(town)
          ? []
          : [
              fault(
                [...at, id],
                'no_town',
                `町「${town}」がありません`,
                `${perhaps(town, names)}towns にある町名を書いてください`,
              ),
            ]),
        ...(whole.filter((t) => t === town).length > (w.includes(town) ? 1 : 0)
          ? [
              fault(
                [...at, id],
                'two_windows',
                `町「${town}」の窓口が2つあります`,
                '町が分かれるときは、両方の part に書いてください',
              ),
            ]
          : []),
      ]),
    ]);
    return [...noWindow(at, general), ...all];
  });
  return [...twins, ...broken];
}
