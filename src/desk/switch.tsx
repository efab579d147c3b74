/** The switch of each window: 受付中, or 今日は受けられません until a day. */
import type { Context } from 'hono';
import { mayWork, type Staff } from '../case/permissions.ts';
import { readForm } from '../html/form.ts';
import type { Deps } from '../run/deps.ts';
import type { Session } from '../run/session.ts';
import { setWindow } from '../run/windowStates.ts';
import { shutUntil } from '../talk/promised.ts';
import { addDays, type Day, dateOf, dayOf, type Instant, startOf } from '../windows/tokyo.ts';
import { desksOf } from './work.tsx';

/** A window may be shut for so many days; longer is a matter for the files. */
const SHUT_MAX_DAYS = 31;

export interface Switch {
  id: string;
  name: string;
  /** null: it takes cases. */
  until: Instant | null;
}

/** The windows whose switch somebody may turn. */
export function switchesFor(deps: Deps, staff: Staff): Switch[] {
  const prepared = deps.content();
  return desksOf(prepared.content, '')
    .filter(({ id }) => mayWork(staff, { window: id, leadOnly: false, barred: [] }))
    .map(({ id, name }) => ({ id, name, until: shutUntil(prepared, id, deps.now()) }));
}

/** POST /desk/window */
export async function turnSwitch(c: Context, deps: Deps, { staff }: Session): Promise<Response> {
  const form = await readForm(c);
  const window = form.text('window');
  if (!switchesFor(deps, staff).some((s) => s.id === window))
    return c.text('この窓口は切りかえられません', 404);
  if (form.text('to') === 'open') await setWindow(deps, staff, window, null);
  else {
    const until = lastDay(form.text('until'), dayOf(deps.now()));
    if (until === null)
      return c.text(`いつまでかは、きょうから${SHUT_MAX_DAYS}日のうちの日を選んでください`, 400);
    await setWindow(deps, staff, window, startOf(addDays(until, 1)));
  }
  return c.redirect('/desk', 303);
}

const lastDay = (typed: string, today: Day): Day | null =>
  /^\d{4}-\d\d-\d\d$/.test(typed) && typed >= today && typed <= addDays(today, SHUT_MAX_DAYS) ? typed : null;

export function Switches({ switches, today }: { switches: Switch[]; today: Day }) {
  if (switches.length === 0) return null;
  const shut = switches.filter((s) => s.until !== null);
  return (
    <section class="box" aria-label="窓口の受付">
      {shut.map((s) => (
        <form method="post" action="/desk/window" class="line">
          <input type="hidden" name="window" value={s.id} />
          <p>
            <span class="tag minor">受けられません</span>
            {s.name}：{dateOf(dayOf(s.until! - 1))}まで。住民には、送る前に見えています。
          </p>
          <button name="to" value="open">
            受付中にもどす
          </button>
        </form>
      ))}
      <details>
        <summary>{shut.length === 0 ? '受付中' : 'ほかの窓口は受付中'}（受けられない日を決める）</summary>
        <form method="post" action="/desk/window" class="line">
          <label>
            窓口
            <select name="window">
              {switches
                .filter((s) => s.until === null)
                .map((s) => (
                  <option value={s.id}>{s.name}</option>
                ))}
            </select>
          </label>
          <label>
            いつまで
            <input
              type="date"
              name="until"
              value={today}
              min={today}
              max={addDays(today, SHUT_MAX_DAYS)}
              required
            />
          </label>
          <button name="to" value="shut">
            その日まで受けられない
          </button>
        </form>
        <p class="note">送られた相談は届きます。返事の約束は、その日のあとから数えます。</p>
      </details>
    </section>
  );
}
