/** The account as it is now. Only reads. */
import type { Account, Outcome } from './account.ts';
import type { Step, Stopped } from './carryOut.ts';
import type { RichMenu } from './richMenu.ts';
import { type Seen, wantedMenu } from './setup.ts';

type Looked = { ok: true; value: Seen } | ({ ok: false } & Stopped);

/** Everything a plan needs to know, or the first thing that could not be seen. */
export async function look(account: Account, menu: RichMenu): Promise<Looked> {
  const bot = await account.bot();
  if (!bot.ok) return stopped('bot', bot);
  const webhook = await account.webhook();
  if (!webhook.ok) return stopped('webhook', webhook);
  const menus = await account.menus();
  if (!menus.ok) return stopped('menus', menus);
  const defaultMenu = await account.defaultMenu();
  if (!defaultMenu.ok) return stopped('menus', defaultMenu);
  const kept = wantedMenu(menus.value, menu);
  const pictured: Outcome<boolean> = kept ? await account.hasPicture(kept.id) : { ok: true, value: false };
  if (!pictured.ok) return stopped('menus', pictured);
  const quota = await account.quota();
  if (!quota.ok) return stopped('quota', quota);
  return {
    ok: true,
    value: {
      bot: bot.value,
      webhook: webhook.value,
      menus: menus.value,
      defaultMenu: defaultMenu.value,
      pictured: pictured.value,
      quota: quota.value,
    },
  };
}

const stopped = (step: Step, { failure }: { failure: Stopped['failure'] }): Looked => ({
  ok: false,
  step,
  failure,
});
