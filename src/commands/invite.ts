/** komatta invite --role clerk --window ID: a one-time link for a new member of staff. */
import { ROLE_NAMES, ROLES, type Role } from '../case/permissions.ts';
import { perhaps } from '../content/perhaps.ts';
import { invite as makeInvite } from '../run/invite.ts';
import { receives } from '../windows/lane.ts';
import { answer, type Call, type Exit, misuse, prepared, tell, text } from './command.ts';
import { cliActor, withHost } from './withHost.ts';

export async function invite(call: Call): Promise<Exit> {
  const role = text(call, 'role') ?? 'clerk';
  if (!isRole(role))
    return misuse(
      `--role は ${ROLES.join(' ')} のどれかにしてください（${ROLES.map((r) => `${r}＝${ROLE_NAMES[r]}`).join('、')}）。`,
    );
  const windows = (text(call, 'window') ?? '').split(',').filter((w) => w !== '');
  const content = prepared(call);
  if (!content) return 3;
  const desks = Object.values(content.content.windows)
    .filter(receives)
    .map((w) => w.id);
  const unknown = windows.find((w) => !desks.includes(w));
  if (unknown)
    return misuse(
      `窓口「${unknown}」は引き継ぎを受けません。${perhaps(unknown, desks)}選べるのは ${desks.join('、')} です。`,
    );
  if (role === 'clerk' && windows.length === 0)
    return misuse(`担当には --window が要ります。選べるのは ${desks.join('、')} です。`);
  return withHost(call, async (deps) => {
    answer(await makeInvite(deps, cliActor(), role, windows));
    tell('このリンクは一度だけ、72時間のあいだ使えます。本人だけに渡してください。');
    return 0;
  });
}

const isRole = (role: string): role is Role => (ROLES as readonly string[]).includes(role);
