/** Ways to reach a window for those who cannot call: FAX, mail, LINE, the web. Only confirmed ones. */
import type { WindowEntry } from '../content/schema.ts';
import { type Dated, isCurrent } from './dated.ts';
import { shownNumbers } from './number.ts';
import type { Day } from './tokyo.ts';

type Reach = Pick<WindowEntry, 'faxes' | 'mails' | 'accounts' | 'links'>;

/** One line that names them all; none where nothing is confirmed. A FAX number steps down as a number does. */
export function writingNotes({ faxes, mails, accounts, links }: Reach, today: Day): string[] {
  const good = <T extends Dated & { state: string }>(entries: readonly T[]): T[] =>
    entries.filter((e) => e.state === 'yes' && isCurrent(e, today));
  const ways = [
    ...shownNumbers(faxes, 'window', today).map((f) => `FAX ${f.display}`),
    ...good(mails).map((m) => `メール ${m.address}`),
    ...good(accounts).map((a) => `LINE ${a.id}`),
    ...good(links).map((l) => l.url),
  ];
  return ways.length === 0 ? [] : [`電話がむずかしいとき：${ways.join('　')}`];
}
