/** What works but should be better: shown by check, never stops publishing. */
import { OUT_OF_SCOPE } from '../understand/gate.ts';
import type { Parsed } from './document.ts';
import type { Fault } from './fault.ts';
import type { Sources } from './sources.ts';

const ENOUGH_EXAMPLES = 12;

/** Warnings about thin or unreviewed content. */
export function contentWarnings(sources: Sources): Fault[] {
  return [
    ...intentWarnings(sources),
    ...dangerWarnings(sources),
    ...windowWarnings(sources),
    ...languageWarnings(sources),
  ];
}

function warning(
  file: Parsed<unknown>,
  path: PropertyKey[],
  code: string,
  cause: string,
  cure: string,
): Fault {
  return { file: file.file, ...file.place(path), code, cause, cure };
}

function intentWarnings({ intents, routes, menu }: Sources): Fault[] {
  const listed = new Set(menu.value && [...menu.value.scenes, ...menu.value.groups.flatMap((g) => g.needs)]);
  return intents.flatMap((file) => {
    if (!file.value) return [];
    const found: Fault[] = [];
    const { id, examples, handoff, field } = file.value;
    if (examples.length < ENOUGH_EXAMPLES) {
      found.push(
        warning(
          file,
          ['examples'],
          'few_examples',
          `例文が${examples.length}文だけです`,
          `${ENOUGH_EXAMPLES}文以上にすると、言い方のちがいに強くなります`,
        ),
      );
    }
    if (!handoff && field !== OUT_OF_SCOPE && menu.value && !listed.has(id)) {
      found.push(
        warning(
          menu,
          ['groups'],
          'not_in_menu',
          `困りごと「${id}」がメニューに出ません`,
          '出すなら、data/menu.yaml の scenes か groups に足してください',
        ),
      );
    }
    if (!handoff && routes.value && !Object.hasOwn(routes.value.routes, id)) {
      found.push(
        warning(
          routes,
          ['routes'],
          'no_route',
          `困りごと「${id}」の窓口が決まっていません（代表電話を案内します）`,
          `routes.yaml に ${id}: を足してください`,
        ),
      );
    }
    return found;
  });
}

function dangerWarnings({ dangers }: Sources): Fault[] {
  return dangers.flatMap((file) =>
    file.value && file.value.reviewed === null
      ? [
          warning(
            file,
            ['reviewed'],
            'not_reviewed',
            `「${file.value.name}」の文面を専門職がまだ確かめていません`,
            '確かめた人と日付を reviewed: に書いてください',
          ),
        ]
      : [],
  );
}

function languageWarnings({ languages }: Sources): Fault[] {
  return languages.flatMap((file) =>
    file.value?.reviewed === null
      ? [
          warning(
            file,
            ['reviewed'],
            'not_reviewed',
            `${file.value.japanese}の文を、その言葉を母語とする人がまだ確かめていません`,
            '確かめた人と日付を reviewed: に書いてください（それまで、危険のときは番号と一文だけを出します）',
          ),
        ]
      : [],
  );
}

function windowWarnings({ windows }: Sources): Fault[] {
  const rows = windows.value?.windows ?? [];
  return rows.flatMap((w, i) =>
    w.numbers.flatMap((n, k) =>
      n.state === 'after_check'
        ? [
            warning(
              windows,
              ['windows', i, 'numbers', k],
              'unconfirmed',
              `${w.name} の番号 ${n.display} は確かめるまで住民に出ません`,
              `出典（${n.source}）の今のページで確かめ、state: yes と checked: を書いてください`,
            ),
          ]
        : [],
    ),
  );
}
