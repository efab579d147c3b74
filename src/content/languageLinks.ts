/** Checks of the files of other languages: nothing that a resident meets first is missing, and no window's name gets lost. */
import type { Fault } from './fault.ts';
import type { LanguageFile } from './schema.ts';
import type { Sources } from './sources.ts';

/** What each text has to leave room for. */
const ROOM: Partial<Record<keyof LanguageFile['texts'], string[]>> = {
  window: ['{name}', '{number}'],
  window_via: ['{name}', '{number}', '{via}'],
  open: ['{until}'],
  closed_until: ['{next}'],
};

export function languageFaults({ languages, intents, menu }: Sources): Fault[] {
  const groups = menu.value?.groups.map((g) => g.label) ?? [];
  const known = new Set([...intents.flatMap((f) => f.value?.id ?? []), ...groups]);
  const first = [...(menu.value?.scenes ?? []), ...groups];
  return languages.flatMap((file) => {
    if (!file.value) return [];
    const { id, texts, needs } = file.value;
    const fault = (path: PropertyKey[], code: string, cause: string, cure: string): Fault => ({
      file: file.file,
      ...file.place(path),
      code,
      cause,
      cure,
    });
    const name = file.file === `data/languages/${id}.yaml`;
    return [
      ...(name
        ? []
        : [
            fault(
              ['id'],
              'id_and_name',
              `id「${id}」とファイルの名前がちがいます`,
              `名前を ${id}.yaml にしてください`,
            ),
          ]),
      ...Object.entries(ROOM).flatMap(([key, rooms]) =>
        rooms
          .filter((room) => !texts[key as keyof typeof texts].includes(room))
          .map((room) =>
            fault(
              ['texts', key],
              'no_room',
              `「${key}」に ${room} がありません`,
              `${room} を、入る所に書いてください`,
            ),
          ),
      ),
      ...Object.keys(needs)
        .filter((need) => !known.has(need))
        .map((need) =>
          fault(
            ['needs', need],
            'no_need',
            `困りごと「${need}」がありません`,
            'intents/ の id か、メニューのまとまりの名前にしてください',
          ),
        ),
      ...first
        .filter((need) => !Object.hasOwn(needs, need))
        .map((need) =>
          fault(
            ['needs'],
            'missing',
            `はじめのメニューの「${need}」の名前がありません`,
            `needs: に ${need} を足してください`,
          ),
        ),
    ];
  });
}
