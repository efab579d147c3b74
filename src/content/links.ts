/** Checks across files: ids that must exist, be unique, or end somewhere. */
import { SWITCHBOARD } from '../windows/card.ts';
import { daysOf } from '../windows/hours.ts';
import type { Parsed } from './document.ts';
import type { Fault } from './fault.ts';
import { perhaps } from './perhaps.ts';
import type { Sources } from './sources.ts';

/** Every broken link between the files of a city. */
export function linkFaults(sources: Sources): Fault[] {
  return [
    ...intentFaults(sources),
    ...windowFaults(sources),
    ...routeFaults(sources),
    ...officeFaults(sources),
    ...dangerFaults(sources),
  ];
}

function fault(file: Parsed<unknown>, path: PropertyKey[], code: string, cause: string, cure: string): Fault {
  return { file: file.file, ...file.place(path), code, cause, cure };
}

function intentFaults({ intents }: Sources): Fault[] {
  const faults: Fault[] = [];
  const seen = new Map<string, string>();
  for (const file of intents) {
    if (!file.value) continue;
    const { id, handoff, texts } = file.value;
    const twin = seen.get(id);
    if (twin)
      faults.push(
        fault(
          file,
          ['id'],
          'duplicate_id',
          `id「${id}」は ${twin} でも使われています`,
          '別の id にしてください',
        ),
      );
    seen.set(id, file.file);
    if (file.file !== `intents/${id}.yaml`) {
      faults.push(
        fault(
          file,
          ['id'],
          'id_and_name',
          `id「${id}」とファイルの名前がちがいます`,
          `ファイルの名前を ${id}.yaml にするか、id を直してください`,
        ),
      );
    }
    if (!handoff && !texts)
      faults.push(
        fault(
          file,
          [],
          'missing',
          '「texts」がありません',
          '「texts:」に self、family、neighbour の文を書いてください',
        ),
      );
  }
  return faults;
}

const windowIds = ({ windows }: Sources): Set<string> => new Set(windows.value?.windows.map((w) => w.id));

function noWindow(file: Parsed<unknown>, path: PropertyKey[], id: string, ids: Set<string>): Fault {
  const cure = `${perhaps(id, ids)}windows.yaml にある id を書いてください`;
  return fault(file, path, 'no_window', `窓口「${id}」がありません`, cure);
}

function windowFaults(sources: Sources): Fault[] {
  const file = sources.windows;
  const entries = file.value?.windows ?? [];
  const ids = windowIds(sources);
  const faults: Fault[] = [];
  entries.forEach((w, i) => {
    const at = ['windows', i];
    if (entries.findIndex((o) => o.id === w.id) !== i) {
      faults.push(
        fault(
          file,
          [...at, 'id'],
          'duplicate_id',
          `窓口の id「${w.id}」が2回あります`,
          '別の id にしてください',
        ),
      );
    }
    if (w.fallback && !ids.has(w.fallback.window))
      faults.push(noWindow(file, [...at, 'fallback', 'window'], w.fallback.window, ids));
    if (w.fallback && endsNowhere(w.id, entries)) {
      faults.push(
        fault(
          file,
          [...at, 'fallback'],
          'circle',
          `窓口「${w.id}」の逃げ先が輪になっています`,
          '逃げ先を代表電話にしてください',
        ),
      );
    }
    faults.push(...dayFaults(file, [...at, 'hours'], w.hours));
  });
  return faults;
}

function dayFaults(file: Parsed<unknown>, path: PropertyKey[], hours: unknown): Fault[] {
  if (!Array.isArray(hours)) return [];
  return hours.flatMap((o: { days: string }, i) =>
    daysOf(o.days).size > 0
      ? []
      : [
          fault(
            file,
            [...path, i, 'days'],
            'days',
            `曜日「${o.days}」が読めません`,
            '「月-金」「月水金」「毎日」の形で書いてください',
          ),
        ],
  );
}

function endsNowhere(id: string, entries: { id: string; fallback: { window: string } | null }[]): boolean {
  const seen = new Set<string>();
  for (let at: string | undefined = id; at !== undefined; ) {
    if (seen.has(at)) return true;
    seen.add(at);
    at = entries.find((e) => e.id === at)?.fallback?.window;
  }
  return false;
}

function routeFaults(sources: Sources): Fault[] {
  const file = sources.routes;
  const windows = windowIds(sources);
  const needs = new Set(sources.intents.map((f) => f.file.replace(/^intents\/|\.yaml$/g, '')));
  const desks = new Set(sources.windows.value?.windows.filter((w) => w.desk).map((w) => w.id));
  const faults: Fault[] = [];
  for (const [need, row] of Object.entries(file.value?.routes ?? {})) {
    const at = ['routes', need];
    if (!needs.has(need)) {
      faults.push(
        fault(
          file,
          at,
          'no_need',
          `困りごと「${need}」のファイルがありません`,
          `intents/${need}.yaml を作るか、この行を消してください`,
        ),
      );
    }
    row.windows.forEach((id, i) => {
      if (!windows.has(id)) faults.push(noWindow(file, [...at, 'windows', i], id, windows));
    });
    if (row.desk && !desks.has(row.desk)) faults.push(noDesk(file, [...at, 'desk'], row.desk));
  }
  return faults;
}

const noDesk = (file: Parsed<unknown>, path: PropertyKey[], id: string): Fault =>
  fault(
    file,
    path,
    'no_desk',
    `窓口「${id}」は引き継ぎを受けません`,
    'windows.yaml のその窓口に desk: を書くか、別の窓口にしてください',
  );

function officeFaults(sources: Sources): Fault[] {
  const file = sources.office;
  const office = file.value;
  if (!office) return [];
  const faults = dayFaults(file, ['hours'], office.hours);
  if (!sources.windows.value) return faults;
  const main = sources.windows.value.windows.find((w) => w.id === office.switchboard);
  if (!main) faults.push(noWindow(file, ['switchboard'], office.switchboard, windowIds(sources)));
  else if (!main.numbers.some((n) => n.state === 'yes')) {
    faults.push(
      fault(
        file,
        ['switchboard'],
        'no_number',
        '代表電話の番号に state: yes がありません',
        '代表電話を確かめて yes にしてください（ほかの窓口の逃げ先です）',
      ),
    );
  }
  const desk = sources.windows.value.windows.find((w) => w.id === office.handoff.window);
  if (!desk?.desk) faults.push(noDesk(file, ['handoff', 'window'], office.handoff.window));
  return faults;
}

function dangerFaults({ dangers, hotlines }: Sources): Fault[] {
  const faults: Fault[] = [];
  const ids = new Set([SWITCHBOARD, ...(hotlines.value?.hotlines ?? []).map((h) => h.id)]);
  if (!hotlines.value) return faults;
  for (const file of dangers) {
    if (!file.value) continue;
    for (const level of ['L3', 'L2', 'helper'] as const) {
      for (const list of ['hotlines', 'minor'] as const) {
        file.value.cards[level][list].forEach((id, i) => {
          if (!ids.has(id)) faults.push(noHotline(file, ['cards', level, list, i], id));
        });
      }
    }
    if (!ids.has(file.value.check.hotline))
      faults.push(noHotline(file, ['check', 'hotline'], file.value.check.hotline));
  }
  return faults;
}

const noHotline = (file: Parsed<unknown>, path: PropertyKey[], id: string): Fault =>
  fault(
    file,
    path,
    'no_hotline',
    `相談先「${id}」がありません`,
    'data/hotlines.yaml にある id を書いてください',
  );
