/** What has to change at LINE so that the account serves Komatta, and what has to change back. Pure. */
import type { Bot, KnownMenu, Webhook } from './account.ts';
import type { Quota } from './quota.ts';
import { isOurs, type RichMenu } from './richMenu.ts';

/** The account as it is. */
export interface Seen {
  bot: Bot;
  webhook: Webhook;
  menus: KnownMenu[];
  /** The default set by way of the API; LINE's manager has another one below it, which nobody can read. */
  defaultMenu: string | null;
  /** Whether the wanted menu, where it is there already, has its picture (a setup may have ended between the two). */
  pictured: boolean;
  quota: Quota;
}

export interface Wanted {
  /** Where webhooks go. */
  url: string;
  menu: RichMenu;
}

/** What was there before us; null: nothing, or nobody knows. */
export interface Before {
  /** The bot's own id: one file serves one channel. */
  bot: string;
  webhook: string | null;
  menu: string | null;
}

export type Change =
  | { do: 'setWebhook'; url: string }
  | { do: 'makeMenu' }
  | { do: 'givePicture'; id: string }
  /** `id` is null for the menu that is made in the same run. */
  | { do: 'setDefault'; id: string | null }
  | { do: 'clearDefault' }
  | { do: 'deleteMenu'; id: string };

/** The menu of this very fingerprint, where LINE has it already. */
export const wantedMenu = (menus: readonly KnownMenu[], { name }: RichMenu): KnownMenu | undefined =>
  menus.find((m) => m.name === name);

const ours = ({ menus }: Seen): KnownMenu[] => menus.filter((m) => isOurs(m.name));

/** The changes in their order: the new menu is shown before the old one goes. Nothing, when all is as wanted. */
export function planSetup(seen: Seen, { url, menu }: Wanted): Change[] {
  const kept = wantedMenu(seen.menus, menu);
  const changes: Change[] = [];
  if (seen.webhook.endpoint !== url) changes.push({ do: 'setWebhook', url });
  if (!kept) changes.push({ do: 'makeMenu' });
  else if (!seen.pictured) changes.push({ do: 'givePicture', id: kept.id });
  if (!kept || seen.defaultMenu !== kept.id) changes.push({ do: 'setDefault', id: kept?.id ?? null });
  const old = ours(seen).filter((m) => m !== kept);
  return [...changes, ...old.map(({ id }): Change => ({ do: 'deleteMenu', id }))];
}

/** The changes back. What somebody else has set since then is left alone. */
export function planUndo(seen: Seen, url: string, before: Before): Change[] {
  const changes: Change[] = [];
  if (seen.webhook.endpoint === url && before.webhook)
    changes.push({ do: 'setWebhook', url: before.webhook });
  if (ours(seen).some((m) => m.id === seen.defaultMenu)) {
    const still = seen.menus.find((m) => m.id === before.menu);
    changes.push(still ? { do: 'setDefault', id: still.id } : { do: 'clearDefault' });
  }
  return [...changes, ...ours(seen).map(({ id }): Change => ({ do: 'deleteMenu', id }))];
}

/** What to keep for an undo: what is there now, unless it is ours; then what an earlier setup had found. */
export function beforeOf(seen: Seen, url: string, known: Before | null): Before {
  const earlier = known?.bot === seen.bot.userId ? known : null;
  const webhookIsOurs = seen.webhook.endpoint === url;
  const menuIsOurs = ours(seen).some((m) => m.id === seen.defaultMenu);
  return {
    bot: seen.bot.userId,
    webhook: webhookIsOurs ? (earlier?.webhook ?? null) : seen.webhook.endpoint || null,
    menu: menuIsOurs ? (earlier?.menu ?? null) : seen.defaultMenu,
  };
}
