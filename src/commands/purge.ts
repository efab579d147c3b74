/** komatta purge: the words of a case go before their time, decided by name. What staff wrote stays until its 保存年限. */
import { type Purged, purgeCase } from '../run/purge.ts';
import { answer, type Call, type Exit, misuse, tell, text } from './command.ts';
import { cliActor, withHost } from './withHost.ts';

const REFUSED: Record<Exclude<Purged, 'done'>, string> = {
  missing: 'その受付番号の相談はありません。',
  open: '終わっていない相談は消せません。先に、職員の画面で終わりにしてください。',
  held: '統括が保全しているので消せません。先に、職員の画面で保全を終えてください。',
  dutyOpen: '安全の確認がすんでいないので消せません。',
  busy: '記録に残せませんでした。少しして、もう一度実行してください。',
};

export async function purge(call: Call): Promise<Exit> {
  const [code] = call.positionals;
  const by = text(call, 'by');
  if (!code) return misuse('受付番号を書いてください（purge 482-137 --by 決めた人の名前）。');
  if (!by) return misuse('消すことを決めた人の名前を --by に書いてください。');
  return withHost(call, async (deps) => {
    const [row] = await deps.store.all<{ id: string }>('SELECT id FROM cases WHERE code = ?', code);
    const purged = row ? await purgeCase(deps, cliActor(), row.id, { by }) : 'missing';
    if (purged === 'done') {
      answer(`${code} の、本人の言葉を消しました。バックアップには、それが古くなるまで残ります。`);
      return 0;
    }
    tell(REFUSED[purged]);
    return purged === 'busy' ? 3 : 1;
  });
}
