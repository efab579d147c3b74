/** Checks across files: ids that must exist, be unique, or end somewhere. */
import { SWITCHBOARD } from '../windows/card.ts';
import type { Dated } from '../windows/dated.ts';
import { daysOf } from '../windows/hours.ts';
import { receives } from '../windows/lane.ts';
import { minutesOf } from '../windows/tokyo.ts';
import { areaFaults } from './areaLinks.ts';
import { departuresOf } from './departures.ts';
import { deskFaults } from './deskLinks.ts';
import type { Parsed } from './document.ts';
import type { Fault } from './fault.ts';
import { languageFaults } from './languageLinks.ts';
import { covers, standsAsWindow } from './lines.ts';
import { perhaps } from './perhaps.ts';
import {
  DANGER_CLASSES,
  type DangerClass,
  type HotlineEntry,
  type IntentFile,
  MENU_MAX,
  type OfficeFile,
  type Opening,
  type WindowEntry,
} from './schema.ts';
import type { Sources } from './sources.ts';

/** Every broken link between the files of a city. */
export function linkFaults(sources: Sources): Fault[] {
  return [
    ...intentFaults(sources),
    ...menuFaults(sources),
    ...windowFaults(sources),
    ...routeFaults(sources),
    ...officeFaults(sources),
    ...dangerFaults(sources),
    ...hotlineFaults(sources),
    ...(windowsKnown(sources) ? areaFaults(sources, shownWindows(sources)) : []),
    ...languageFaults(sources),
    ...deskFaults(sources),
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
    faults.push(...topicFaults(file, file.value));
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

function menuFaults({ menu: file, intents }: Sources): Fault[] {
  const ids = new Set(intents.map(idOf));
  const places: [PropertyKey[], string][] = [
    ...(file.value?.scenes ?? []).map((id, i): [PropertyKey[], string] => [['scenes', i], id]),
    ...(file.value?.groups ?? []).flatMap(({ needs }, g) =>
      needs.map((id, i): [PropertyKey[], string] => [['groups', g, 'needs', i], id]),
    ),
  ];
  const unknown = places
    .filter(([, id]) => !ids.has(id))
    .map(([path, id]) => {
      const cure = `${perhaps(id, ids)}intents/ にある id を書いてください`;
      return fault(file, path, 'no_need', `困りごと「${id}」のファイルがありません`, cure);
    });
  return [...unknown, ...crowdedMenu(file)];
}

function crowdedMenu(file: Sources['menu']): Fault[] {
  const { scenes = [], groups = [] } = file.value ?? {};
  const buttons = scenes.length + groups.length;
  if (buttons <= MENU_MAX) return [];
  const cause = `メニューのはじめのボタンが${buttons}個あります（scenes と groups を合わせて${MENU_MAX}個まで）`;
  return [fault(file, ['groups'], 'crowded', cause, 'groups をまとめるか、scenes を減らしてください')];
}

const idOf = (file: Parsed<IntentFile>): string => file.file.replace(/^intents\/|\.yaml$/g, '');

function topicFaults(file: Parsed<unknown>, { topics, ask }: IntentFile): Fault[] {
  const ids = new Set(topics.map((t) => t.id));
  const twins = topics.flatMap(({ id }, i) =>
    topics.findIndex((t) => t.id === id) === i
      ? []
      : [
          fault(
            file,
            ['topics', i, 'id'],
            'duplicate_id',
            `話題の id「${id}」が2回あります`,
            '別の id にしてください',
          ),
        ],
  );
  const unknown = (ask?.topics ?? []).flatMap((id, i) =>
    ids.has(id) ? [] : [noTopic(file, ['ask', 'topics', i], id, ids)],
  );
  return [...twins, ...unknown];
}

function noTopic(file: Parsed<unknown>, path: PropertyKey[], id: string, ids: Set<string>): Fault {
  const cure = `${perhaps(id, ids)}困りごとのファイルの topics にある id を書いてください`;
  return fault(file, path, 'no_topic', `話題「${id}」がありません`, cure);
}

/** Windows that may be named, and the lines that can stand as one in this city. */
function windowIds({ windows, hotlines, office }: Sources): Set<string> {
  const lines = (hotlines.value?.hotlines ?? []).filter(
    (h) => standsAsWindow(h) && (!office.value || covers(h.region, office.value)),
  );
  return new Set([...(windows.value?.windows ?? []), ...lines].map((w) => w.id));
}

function noWindow(file: Parsed<unknown>, path: PropertyKey[], id: string, ids: Set<string>): Fault {
  const cure = `${perhaps(id, ids)}windows.yaml にある id を書いてください（hotlines.yaml の id は、この市で使えて、does と state: yes の番号があるもの）`;
  return fault(file, path, 'no_window', `窓口「${id}」がありません`, cure);
}

/** What is not sure to exist is no answer: nobody is sent to its door. */
function unsure(file: Parsed<unknown>, path: PropertyKey[], id: string): Fault {
  const cure = '確かめて existence: を直すか、別の窓口にしてください';
  return fault(file, path, 'unsure', `窓口「${id}」は、あることが確かめられていません`, cure);
}

const unsureIds = ({ windows }: Sources): Set<string> =>
  new Set(windows.value?.windows.filter((w) => w.existence === 'low').map((w) => w.id));

/** Windows that residents may be sent to. */
/** While a file of windows or lines cannot be read, all that names one would seem wrong, and bury what is. */
const windowsKnown = ({ windows, hotlines }: Sources): boolean =>
  windows.value !== null && hotlines.value !== null;

function shownWindows(sources: Sources): Set<string> {
  const unsures = unsureIds(sources);
  return new Set([...windowIds(sources)].filter((id) => !unsures.has(id)));
}

function windowFaults(sources: Sources): Fault[] {
  const file = sources.windows;
  const entries = file.value?.windows ?? [];
  const ids = windowIds(sources);
  const unsures = unsureIds(sources);
  const lines = new Set(sources.hotlines.value?.hotlines.map((h) => h.id));
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
    if (lines.has(w.id)) faults.push(twinOfLine(file, [...at, 'id'], w.id));
    if (w.fallback && !ids.has(w.fallback.window))
      faults.push(noWindow(file, [...at, 'fallback', 'window'], w.fallback.window, ids));
    if (w.fallback && unsures.has(w.fallback.window))
      faults.push(unsure(file, [...at, 'fallback', 'window'], w.fallback.window));
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
    faults.push(...dayFaults(file, [...at, 'hours'], w.hours), ...spansOf(file, at, w));
  });
  return faults;
}

const twinOfLine = (file: Parsed<unknown>, path: PropertyKey[], id: string): Fault =>
  fault(
    file,
    path,
    'duplicate_id',
    `窓口の id「${id}」は hotlines.yaml でも使われています`,
    '別の id にしてください',
  );

function dayFaults(file: Parsed<unknown>, path: PropertyKey[], hours: unknown): Fault[] {
  if (!Array.isArray(hours)) return [];
  const backwards = hours.flatMap((o: Opening, i) =>
    minutesOf(o.close) > minutesOf(o.open)
      ? []
      : [
          fault(
            file,
            [...path, i, 'close'],
            'backwards',
            `おわり「${o.close}」が、はじまり「${o.open}」より前です`,
            '翌朝までなら 24 を足して "32:00" のように書いてください',
          ),
        ],
  );
  const days = hours.flatMap((o: { days: string }, i) =>
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
  return [...backwards, ...days];
}

function spanFaults(file: Parsed<unknown>, path: PropertyKey[], entries: readonly Dated[]): Fault[] {
  return entries.flatMap((n, i) =>
    n.from !== undefined && n.until !== undefined && n.from > n.until
      ? [
          fault(
            file,
            [...path, i, 'until'],
            'backwards',
            '「until」が「from」より前です',
            '日付を確かめてください',
          ),
        ]
      : [],
  );
}

const DATED = ['numbers', 'faxes', 'mails', 'accounts', 'links', 'hours'] as const;

const spansOf = (file: Parsed<unknown>, at: PropertyKey[], entry: WindowEntry | HotlineEntry): Fault[] =>
  DATED.flatMap((key) => {
    const entries = entry[key];
    return Array.isArray(entries) ? spanFaults(file, [...at, key], entries) : [];
  });

function hotlineFaults({ hotlines: file }: Sources): Fault[] {
  const rows = file.value?.hotlines ?? [];
  return rows.flatMap((h, i) => [
    ...(rows.findIndex((o) => o.id === h.id) === i
      ? []
      : [
          fault(
            file,
            ['hotlines', i, 'id'],
            'duplicate_id',
            `相談先の id「${h.id}」が2回あります`,
            '別の id にしてください',
          ),
        ]),
    ...dayFaults(file, ['hotlines', i, 'hours'], h.hours),
    ...spansOf(file, ['hotlines', i], h),
  ]);
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
  const unsures = unsureIds(sources);
  const needs = new Set(sources.intents.map(idOf));
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
    const topics = new Set(topicsOf(sources, need));
    const own = Object.entries(row.topics ?? {});
    for (const [id] of own) {
      if (!topics.has(id)) faults.push(noTopic(file, [...at, 'topics', id], id, topics));
    }
    const ways = [[at, row] as const, ...own.map(([id, way]) => [[...at, 'topics', id], way] as const)];
    for (const [place, way] of windowsKnown(sources) ? ways : []) {
      way.windows.forEach((id, i) => {
        if (!windows.has(id)) faults.push(noWindow(file, [...place, 'windows', i], id, windows));
        if (unsures.has(id)) faults.push(unsure(file, [...place, 'windows', i], id));
      });
      if (way.desk && !desks.has(way.desk)) faults.push(noDesk(file, [...place, 'desk'], way.desk));
    }
  }
  return faults;
}

const topicsOf = ({ intents }: Sources, need: string): string[] =>
  intents.find((f) => f.file === `intents/${need}.yaml`)?.value?.topics.map((t) => t.id) ?? [];

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
  const folder = file.file.split('/')[1];
  if (office.id !== folder) {
    faults.push(
      fault(
        file,
        ['id'],
        'id_and_name',
        `市の id「${office.id}」とフォルダの名前「${folder}」がちがいます`,
        'どちらかに合わせてください',
      ),
    );
  }
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
  if (!receives(desk)) faults.push(noDesk(file, ['handoff', 'window'], office.handoff.window));
  return [...faults, ...departureFaults(sources, office)];
}

/** What departs from the guideline is approved by name, and nothing is approved that is not there. */
function departureFaults({ office: file, windows }: Sources, office: OfficeFile): Fault[] {
  const entries = windows.value?.windows ?? [];
  const unapproved = departuresOf(office, entries)
    .filter((d) => d.approval === null)
    .map(({ setting, means }) =>
      fault(
        setting === 'door' ? file : windows,
        setting === 'door'
          ? ['door']
          : ['windows', entries.findIndex((w) => w.id === setting), 'desk', 'lane'],
        'not_approved',
        `${means}。国のガイドラインとちがいますが、みとめた人が書かれていません`,
        `office.yaml の departures に setting: ${setting}、reason、approved_by、on を書くか、もとにもどしてください`,
      ),
    );
  const known = new Set(['door', ...entries.map((w) => w.id)]);
  const unknown = office.departures.flatMap(({ setting }, i) =>
    known.has(setting) ? [] : [noWindow(file, ['departures', i, 'setting'], setting, known)],
  );
  return [...unapproved, ...unknown];
}

/** Without these nothing may be served: a missing file would be a missed cry for help. */
const REQUIRED: readonly DangerClass[] = DANGER_CLASSES;

function dangerFaults({ dangers, hotlines, office }: Sources): Fault[] {
  const faults = REQUIRED.filter((c) => !dangers.some((f) => f.file === `intents/danger/${c}.yaml`)).map(
    (c): Fault => ({
      file: `intents/danger/${c}.yaml`,
      line: 1,
      column: 1,
      code: 'no_file',
      cause: '危険のファイルがありません',
      cure: '前の版から戻してください',
    }),
  );
  const shown = shownHotlines(hotlines.value?.hotlines ?? [], office.value);
  const ids = new Set([SWITCHBOARD, ...(hotlines.value?.hotlines ?? []).map((h) => h.id)]);
  if (!hotlines.value) return faults;
  for (const file of dangers) {
    if (!file.value) continue;
    for (const level of ['L3', 'L2', 'helper'] as const) {
      if (!file.value.cards[level].hotlines.some((id) => shown.has(id))) {
        faults.push(
          fault(
            file,
            ['cards', level, 'hotlines'],
            'no_line',
            'このカードに、この市で出せる相談先が一つもありません',
            'state: yes の番号かリンクがある相談先を足してください',
          ),
        );
      }
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

/** Ids of which something may be shown in the city. */
function shownHotlines(rows: readonly HotlineEntry[], office: OfficeFile | null): Set<string> {
  const good = rows.filter(
    (h) =>
      (office === null || covers(h.region, office)) &&
      [...h.numbers, ...h.links].some((n) => n.state === 'yes'),
  );
  return new Set([SWITCHBOARD, ...good.map((h) => h.id)]);
}

const noHotline = (file: Parsed<unknown>, path: PropertyKey[], id: string): Fault =>
  fault(
    file,
    path,
    'no_hotline',
    `相談先「${id}」がありません`,
    'data/hotlines.yaml にある id を書いてください',
  );
