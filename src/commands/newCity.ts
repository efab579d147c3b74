/** komatta new-city ID --name 名前 --prefecture 都道府県: the files of a further city, and what to fill in first. */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { newCityFiles } from '../content/newCity.ts';
import { parseSources } from '../content/sources.ts';
import { answer, type Call, contentOf, type Exit, filesOf, misuse, tell, text } from './command.ts';

const USAGE = '使い方： komatta new-city 市の id（半角の小文字） --name 〇〇市 --prefecture 〇〇県';

export async function newCity(call: Call): Promise<Exit> {
  const [id] = call.positionals;
  const [name, prefecture] = [text(call, 'name')?.trim(), text(call, 'prefecture')?.trim()];
  if (!id || !name || !prefecture) return misuse(USAGE);
  if (!/^[a-z][a-z0-9-]*$/.test(id)) return misuse(`「${id}」は使えません。${USAGE}`);
  const bad = [name, prefecture].find((v) => /[\r\n:#{}[\]"']/.test(v));
  if (bad !== undefined) return misuse(`「${bad}」に、使えない記号があります。${USAGE}`);
  const folder = path.join(contentOf(call), 'data', id);
  if (existsSync(folder))
    return misuse(`data/${id} は、もうあります。別の id にするか、そのファイルを直してください。`);
  const present = filesOf(call);
  if (!present) return 3;
  const needs = parseSources(present, id).intents.flatMap((f) => f.value ?? []);
  const files = newCityFiles({ id, name, prefecture }, needs);
  mkdirSync(folder);
  for (const f of files) writeFileSync(path.join(contentOf(call), f.path), f.text, { flag: 'wx' });
  for (const f of files) answer(f.path);
  tell(`「komatta check --city ${id}」が、足りないものを、住民に大事な順に出します。`);
  return 0;
}
