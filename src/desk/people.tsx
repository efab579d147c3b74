/** 職員: who may come in, as what, and who is here now. For leads. */
import type { Context } from 'hono';
import { ROLE_NAMES, ROLES, type Role } from '../case/permissions.ts';
import { type Form, readForm } from '../html/form.ts';
import { documentOf } from '../html/frame.tsx';
import type { Deps } from '../run/deps.ts';
import { invite, recovery } from '../run/invite.ts';
import { type Changed, changeRole, logOut, type Person, people, removePerson } from '../run/people.ts';
import { type OpenSession, openSessions, type Session } from '../run/session.ts';
import { dateAndTime } from '../windows/tokyo.ts';
import { DeskFrame } from './frame.tsx';
import { desksOf } from './work.tsx';

interface Said {
  fault?: string | null;
  /** A one-time link, shown once. */
  link?: { for: string; url: string } | null;
}

/** GET /desk/people */
export const showPeople = (c: Context, deps: Deps, session: Session): Promise<Response> =>
  draw(c, deps, session, {});

const REFUSED: Record<Exclude<Changed, 'done'>, string> = {
  missing: 'その職員は、もういません。',
  lastLead: 'さいごの統括は、外したり役をかえたりできません。先に、ほかの人を統括にしてください。',
};

/** POST /desk/people/:act */
export async function changePeople(c: Context, deps: Deps, session: Session): Promise<Response> {
  const form = await readForm(c);
  const by = session.staff.id;
  const id = form.text('staff');
  const act = c.req.param('act');
  if (act === 'invite' || act === 'role') {
    const wanted = roleOf(form, deps);
    if (typeof wanted === 'string') return draw(c, deps, session, { fault: wanted });
    if (act === 'role')
      return told(c, deps, session, await changeRole(deps, by, id, wanted.role, wanted.windows));
    const url = await invite(deps, `staff:${by}`, wanted.role, wanted.windows);
    return draw(c, deps, session, { link: { for: `新しい職員（${ROLE_NAMES[wanted.role]}）`, url } });
  }
  if (act === 'recover') {
    const person = (await people(deps)).find((p) => p.id === id);
    if (!person) return draw(c, deps, session, { fault: REFUSED.missing });
    const url = await recovery(deps, `staff:${by}`, person);
    return draw(c, deps, session, { link: { for: `${person.name}さん`, url } });
  }
  if (act === 'remove') return told(c, deps, session, await removePerson(deps, by, id));
  if (act === 'logout') return told(c, deps, session, await logOut(deps, by, id));
  return draw(c, deps, session, { fault: 'その操作はありません。' });
}

const told = (c: Context, deps: Deps, session: Session, changed: Changed): Response | Promise<Response> =>
  changed === 'done' ? c.redirect('/desk/people', 303) : draw(c, deps, session, { fault: REFUSED[changed] });

/** The role and windows of a form, or what is missing. */
function roleOf(form: Form, deps: Deps): { role: Role; windows: string[] } | string {
  const role = ROLES.find((r) => r === form.text('role'));
  if (!role) return '役を選んでください。';
  const known = desksOf(deps.content().content, '').map((d) => d.id);
  const windows = form.all('window').filter((w) => known.includes(w));
  if (role === 'clerk' && windows.length === 0) return '担当には、受け持つ窓口を一つは選んでください。';
  return { role, windows: role === 'clerk' ? windows : [] };
}

async function draw(c: Context, deps: Deps, { staff, proved }: Session, said: Said): Promise<Response> {
  const all = await people(deps);
  const sessions = await openSessions(deps);
  const desks = desksOf(deps.content().content, '');
  const body = (
    <DeskFrame title="職員" staff={staff} fault={said.fault ?? null}>
      <h1>職員</h1>
      {said.link ? <OneTimeLink {...said.link} /> : null}
      {proved ? null : (
        <p class="box">
          かえるには、<a href="/desk/prove?to=/desk/people">もう一度、本人か確かめて</a>ください。
        </p>
      )}
      {all.map((p) => (
        <PersonBox
          person={p}
          sessions={sessions.filter((s) => s.staff === p.id)}
          desks={desks}
          may={proved}
          self={p.id === staff.id}
        />
      ))}
      {proved ? <InviteForm desks={desks} /> : null}
    </DeskFrame>
  );
  return c.html(documentOf(c, body), said.fault ? 409 : 200);
}

function OneTimeLink({ for: whom, url }: NonNullable<Said['link']>) {
  return (
    <section class="box" role="status">
      <h2>一度だけ使えるリンク</h2>
      <p>
        {whom}
        に、本人だけが見るところで渡してください。72時間のあいだ使えます。この画面を閉じると、もう出ません。
      </p>
      <label>
        リンク
        <input readonly value={url} id="copy" />
      </label>
    </section>
  );
}

interface PersonBoxProps {
  person: Person;
  sessions: OpenSession[];
  desks: { id: string; name: string }[];
  may: boolean;
  self: boolean;
}

function PersonBox({ person, sessions, desks, may, self }: PersonBoxProps) {
  const names = person.windows.map((w) => desks.find((d) => d.id === w)?.name ?? w).join('、');
  const [newest] = sessions;
  return (
    <section class="box" aria-label={person.name}>
      <h2>
        {person.name}
        {self ? '（あなた）' : ''}　<span class="tag">{ROLE_NAMES[person.role]}</span>
      </h2>
      <p class="note">
        {names === '' ? '' : `${names}・`}
        {newest
          ? `いま${sessions.length}台ではいっています（さいごは ${dateAndTime(newest.seenAt)}、${newest.way === 'passkey' ? 'パスキー' : 'パスワード'}）`
          : 'いまは、はいっていません'}
      </p>
      {may ? <PersonForms person={person} desks={desks} here={sessions.length > 0} /> : null}
    </section>
  );
}

function PersonForms({ person, desks, here }: Pick<PersonBoxProps, 'person' | 'desks'> & { here: boolean }) {
  const Hidden = () => <input type="hidden" name="staff" value={person.id} />;
  return (
    <details>
      <summary>{person.name}さんの設定をかえる</summary>
      <form method="post" action="/desk/people/role">
        <Hidden />
        <RoleFields desks={desks} role={person.role} windows={person.windows} />
        <p>
          <button>役と窓口をかえる</button> <span class="note">はいっている画面は閉じます。</span>
        </p>
      </form>
      <form method="post" action="/desk/people/recover">
        <Hidden />
        <button>パスワードとアプリを作り直すリンクを出す</button>
      </form>
      {here ? (
        <form method="post" action="/desk/people/logout">
          <Hidden />
          <button>はいっている画面をすべて閉じる</button>
        </form>
      ) : null}
      <form method="post" action="/desk/people/remove">
        <Hidden />
        <button class="quiet">職員から外す（すぐにはいれなくなります）</button>
      </form>
    </details>
  );
}

interface RoleFieldsProps {
  desks: { id: string; name: string }[];
  role?: Role;
  windows?: readonly string[];
}

function RoleFields({ desks, role = 'clerk', windows = [] }: RoleFieldsProps) {
  return (
    <>
      <label>
        役
        <select name="role">
          {ROLES.map((r) => (
            <option value={r} selected={r === role}>
              {ROLE_NAMES[r]}
            </option>
          ))}
        </select>
      </label>
      <fieldset>
        <legend>受け持つ窓口（担当のとき）</legend>
        {desks.map((d) => (
          <label class="row">
            <input type="checkbox" name="window" value={d.id} checked={windows.includes(d.id)} />
            {d.name}
          </label>
        ))}
      </fieldset>
    </>
  );
}

function InviteForm({ desks }: Pick<PersonBoxProps, 'desks'>) {
  return (
    <form class="box" method="post" action="/desk/people/invite">
      <h2>新しい職員をよぶ</h2>
      <RoleFields desks={desks} />
      <p>
        <button class="main">招待のリンクを作る</button>
      </p>
    </form>
  );
}
