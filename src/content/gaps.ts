/** What a city still lacks, in the order that matters to residents: first what they need in danger, last what makes it easier. */
import { GENERAL, OUT_OF_SCOPE } from '../understand/gate.ts';
import { shownNumbers } from '../windows/number.ts';
import { ownerOf } from '../windows/route.ts';
import type { Day } from '../windows/tokyo.ts';
import { urgencyOf } from '../windows/urgency.ts';
import type { Content } from './content.ts';

export interface Gap {
  what: string;
  /** File and place where it is written. */
  where: string;
}

/** The gaps of a city's content on a day; none when it is complete. */
export function gapsOf(content: Content, today: Day): Gap[] {
  const { city, windows, hotlines, intents, routes, areas } = content;
  const file = (name: string): string => `data/${city.id}/${name}.yaml`;
  const has = (id: string): boolean =>
    shownNumbers(windows[id]?.numbers ?? [], ownerOf(content, id), today).length > 0;
  const gaps: Gap[] = [];
  const add = (missing: boolean, what: string, where: string): void => {
    if (missing) gaps.push({ what, where });
  };
  add(
    !has(city.switchboard),
    '代表電話の確かめた番号がありません。番号の分からない窓口は、すべてここに逃がします',
    `${file('windows')} の ${city.switchboard}`,
  );
  const local = Object.values(hotlines).filter((h) =>
    h.region.some((r) => r === city.prefecture || r === city.name),
  );
  add(
    local.length === 0,
    `${city.prefecture}や市の相談先（救急相談・児童相談所など）がありません。危険のカードには、全国のものだけが出ます`,
    `data/hotlines.yaml に region: [${city.prefecture}] で足す`,
  );
  add(
    windows[city.switchboard]?.hours === null,
    '代表電話のひらいている時間が分かりません',
    `${file('windows')} の ${city.switchboard}`,
  );
  add(city.hours === null, '職員が返事をする時間が分かりません。返事の約束が言えません', file('office'));
  for (const need of byUrgency(content)) {
    const ids = routes[need]?.windows ?? [];
    const own = ids.filter((id) => id !== city.switchboard);
    const title = intents[need]!.title;
    add(own.length === 0, `「${title}」の窓口が代表電話だけです`, `${file('routes')} の ${need}`);
    add(
      own.length > 0 && !own.some(has),
      `「${title}」に、確かめた直通の番号がありません`,
      `${file('windows')} の ${own.join('・')}`,
    );
  }
  add(areas.towns.length === 0, '町名の表がありません。町の名前を入れた言い方が出せません', file('areas'));
  add(
    areas.towns.length > 0 && Object.keys(areas.local).length === 0,
    '町ごとに分かれる窓口（地域包括支援センターなど）の受け持ちが書いてありません',
    `${file('areas')} の local`,
  );
  return gaps;
}

/** Needs by how soon waiting hurts. */
function byUrgency({ intents }: Content): string[] {
  return Object.values(intents)
    .filter((i) => !i.handoff && i.field !== OUT_OF_SCOPE && i.field !== GENERAL)
    .sort((a, b) => urgencyOf(a.field) - urgencyOf(b.field) || (a.id < b.id ? -1 : 1))
    .map((i) => i.id);
}
