/** Makes planned changes at LINE, one after the other, and stops at the first that fails. */
import type { Account, Failure, Outcome } from './account.ts';
import type { RichMenu } from './richMenu.ts';
import type { Change } from './setup.ts';

/** What was asked of LINE. */
export type Step = Change['do'] | 'bot' | 'webhook' | 'menus' | 'quota' | 'validateMenu' | 'testWebhook';
export interface Stopped {
  step: Step;
  failure: Failure;
}

interface Carried {
  done: Change[];
  stopped: Stopped | null;
}

/** Carries the changes out. A menu is validated before anything changes, so that a refused one changes nothing. */
export async function carryOut(
  account: Account,
  changes: readonly Change[],
  menu: RichMenu,
  picture: Uint8Array,
): Promise<Carried> {
  const done: Change[] = [];
  if (changes.some((c) => c.do === 'makeMenu')) {
    const valid = await account.validateMenu(menu);
    if (!valid.ok) return { done, stopped: { step: 'validateMenu', failure: valid.failure } };
  }
  let made = '';
  for (const change of changes) {
    const outcome = await carryOutOne(account, change, { menu, picture, made });
    if (!outcome.ok) return { done, stopped: { step: outcome.step ?? change.do, failure: outcome.failure } };
    if (change.do === 'makeMenu') made = String(outcome.value);
    done.push(change);
  }
  return { done, stopped: null };
}

type One = Outcome<unknown> & { step?: Step };

async function carryOutOne(
  account: Account,
  change: Change,
  { menu, picture, made }: { menu: RichMenu; picture: Uint8Array; made: string },
): Promise<One> {
  switch (change.do) {
    case 'setWebhook':
      return account.setWebhook(change.url);
    case 'makeMenu':
      return makeMenu(account, menu, picture);
    case 'givePicture':
      return account.givePicture(change.id, picture);
    case 'setDefault':
      return account.setDefault(change.id ?? made);
    case 'clearDefault':
      return account.clearDefault();
    case 'deleteMenu':
      return unlessGone(await account.deleteMenu(change.id));
  }
}

/** Somebody else was quicker. */
const unlessGone = (outcome: One): One =>
  !outcome.ok && outcome.failure === 'missing' ? { ok: true, value: null } : outcome;

/** A menu without its picture cannot be shown; a run that ends between the two is gone on with by the next. */
async function makeMenu(account: Account, menu: RichMenu, picture: Uint8Array): Promise<One> {
  const made = await account.makeMenu(menu);
  if (!made.ok) return made;
  const given = await account.givePicture(made.value, picture);
  return given.ok ? made : { ...given, step: 'givePicture' };
}
