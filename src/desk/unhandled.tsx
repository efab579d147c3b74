/** 分からなかった言葉: a lead lets somebody read the sentences that were not understood, and sees who may. */
import type { Context } from 'hono';
import { readForm } from '../html/form.ts';
import { documentOf } from '../html/frame.tsx';
import type { Deps } from '../run/deps.ts';
import type { Session } from '../run/session.ts';
import { type Grant, grantReading, grantsOf } from '../run/unhandled.ts';
import { dateAndTime } from '../windows/tokyo.ts';
import { DeskFrame } from './frame.tsx';

/** Names of OS users, as the commands write them into the log. */
const ACTOR = /^cli:[a-z_][a-z0-9_-]{0,31}$/;
const BAD_ACTOR = '「cli:」に、その機械でのユーザー名を続けて書いてください（例：cli:yamada）。';

/** GET /desk/unhandled */
export async function showGrants(c: Context, deps: Deps, session: Session): Promise<Response> {
  return draw(c, deps, session, null);
}

/** POST /desk/unhandled: grants the reading, or takes it back. */
export async function setGrant(c: Context, deps: Deps, session: Session): Promise<Response> {
  const form = await readForm(c);
  const actor = form.text('actor').trim();
  if (!ACTOR.test(actor)) return draw(c, deps, session, BAD_ACTOR);
  const outcome = await grantReading(deps, actor, session.staff.id, form.text('granted') === 'yes');
  if (outcome !== 'done') return draw(c, deps, session, 'いま記録できませんでした。もう一度押してください。');
  return c.redirect('/desk/unhandled', 303);
}

async function draw(c: Context, deps: Deps, { staff }: Session, fault: string | null): Promise<Response> {
  const [count] = await deps.store.all<{ n: number }>('SELECT count(*) AS n FROM unhandled');
  const grants = await grantsOf(deps);
  const page = (
    <DeskFrame title="分からなかった言葉" staff={staff} fault={fault}>
      <h1>分からなかった言葉</h1>
      <p>
        いま {count?.n ?? 0}{' '}
        件あります（30日で消えます。危険のあった会話や、相談の言葉は入りません）。読むのは、内容を直す人だけにしてください。
        読んだことは、そのたびに記録に残ります。
      </p>
      <Grants grants={grants} />
      <form class="box" method="post" action="/desk/unhandled">
        <label>
          読んでよい人（cli: と、その機械でのユーザー名）
          <input name="actor" required placeholder="cli:yamada" autocomplete="off" />
        </label>
        <button name="granted" value="yes">
          読むことを許可する
        </button>
      </form>
    </DeskFrame>
  );
  return c.html(documentOf(c, page), fault ? 400 : 200);
}

function Grants({ grants }: { grants: readonly Grant[] }) {
  if (grants.length === 0) return <p class="box">いま読める人はいません。</p>;
  return (
    <ul class="box">
      {grants.map((g) => (
        <li>
          <form class="line" method="post" action="/desk/unhandled">
            <input type="hidden" name="actor" value={g.actor} />
            {g.actor}（{dateAndTime(g.at)}から）{' '}
            <button name="granted" value="no">
              取り消す
            </button>
          </form>
        </li>
      ))}
    </ul>
  );
}
