/** 自分の設定: ways to come in besides the app, for a day without it. */
import type { Context } from 'hono';
import { readForm } from '../html/form.ts';
import { documentOf } from '../html/frame.tsx';
import { codesLeft, makeCodes } from '../run/codes.ts';
import type { Deps } from '../run/deps.ts';
import { PASSKEYS_MAX, passkeysOf, removePasskey } from '../run/passkeys.ts';
import type { Session } from '../run/session.ts';
import { dateAndTime } from '../windows/tokyo.ts';
import { DeskFrame } from './frame.tsx';
import { PasskeyButton } from './passkeys.tsx';

/** GET /desk/me */
export const showMe = (c: Context, deps: Deps, session: Session): Promise<Response> =>
  draw(c, deps, session, null);

/** POST /desk/me/codes: ten new codes, shown once. */
export const newCodes = async (c: Context, deps: Deps, session: Session): Promise<Response> =>
  draw(c, deps, session, await makeCodes(deps, session.staff.id));

/** POST /desk/me/passkey */
export async function dropPasskey(c: Context, deps: Deps, { staff }: Session): Promise<Response> {
  await removePasskey(deps, staff.id, (await readForm(c)).text('id'));
  return c.redirect('/desk/me', 303);
}

async function draw(
  c: Context,
  deps: Deps,
  { staff, proved }: Session,
  codes: string[] | null,
): Promise<Response> {
  const left = await codesLeft(deps, staff.id);
  const keys = await passkeysOf(deps, staff.id);
  return c.html(
    documentOf(
      c,
      <DeskFrame title="自分の設定" staff={staff}>
        <h1>自分の設定</h1>
        {codes ? <Codes codes={codes} /> : null}
        {proved ? null : (
          <p class="box">
            かえるには、<a href="/desk/prove?to=/desk/me">もう一度、本人か確かめて</a>ください。
          </p>
        )}
        <section class="box" aria-label="パスキー">
          <h2>パスキー</h2>
          <p>指や顔、機械の暗証番号ではいれます。パスワードも番号もいりません。</p>
          <ul>
            {keys.map((k) => (
              <li>
                {k.name}（作った {dateAndTime(k.madeAt)}
                {k.usedAt === null ? '' : `・使った ${dateAndTime(k.usedAt)}`}）
                {proved ? (
                  <form method="post" action="/desk/me/passkey">
                    <input type="hidden" name="id" value={k.id} />
                    <button class="quiet">{k.name}を消す</button>
                  </form>
                ) : null}
              </li>
            ))}
          </ul>
          {keys.length === 0 ? <p class="note">まだありません。</p> : null}
          {proved && keys.length < PASSKEYS_MAX ? <PasskeyButton use="add" to="/desk/me" /> : null}
        </section>
        <section class="box" aria-label="印刷した番号">
          <h2>印刷した番号</h2>
          <p>
            認証アプリがないときに、アプリの番号のかわりに使えます。一つ一度だけです。いま {left}{' '}
            個残っています。
          </p>
          {proved ? (
            <form method="post" action="/desk/me/codes">
              <button>{left > 0 ? '新しく10個作る（前のものは使えなくなります）' : '10個作る'}</button>
            </form>
          ) : null}
        </section>
      </DeskFrame>,
    ),
  );
}

function Codes({ codes }: { codes: string[] }) {
  return (
    <section class="box" role="status">
      <h2>新しい番号（一度だけ出ます）</h2>
      <p>印刷して、人に見られない所にしまってください。パスワードと同じ紙には書きません。</p>
      <ul class="secret">
        {codes.map((code) => (
          <li>{code}</li>
        ))}
      </ul>
      <p class="screen">
        <button type="button" id="print" hidden>
          印刷する
        </button>
      </p>
    </section>
  );
}
