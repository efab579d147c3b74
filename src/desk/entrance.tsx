/** Coming in: the login, and the first registration by invite. */
import { raw } from 'hono/html';
import { renderSVG } from 'uqr';
import { ROLE_NAMES } from '../case/permissions.ts';
import type { Invited } from '../run/invite.ts';
import { DeskFrame } from './frame.tsx';
import { PasskeyButton } from './passkeys.tsx';

/** What somebody shows who they are by, where there is no passkey. */
export function PasswordAndCode() {
  return (
    <>
      <label>
        パスワード
        <input name="password" type="password" required autocomplete="current-password" />
      </label>
      <label>
        番号（認証アプリの6けた、または印刷した番号）
        <input name="code" required autocomplete="one-time-code" maxlength={20} />
      </label>
    </>
  );
}

export function LoginPage({ fault }: { fault: string | null }) {
  return (
    <DeskFrame title="はいる" staff={null} fault={fault}>
      <form class="box" method="post" action="/desk/login">
        <h1>職員の画面にはいる</h1>
        <label>
          名前
          <input name="name" required autocomplete="username" />
        </label>
        <PasswordAndCode />
        <p>
          <br />
          <button class="main">はいる</button>
        </p>
      </form>
      <PasskeyButton use="login" to="/desk" />
    </DeskFrame>
  );
}

export interface InvitePageProps {
  invited: Invited;
  windows: string[];
  uri: string;
  fault: string | null;
  name: string;
}

export function InvitePage({ invited, windows, uri, fault, name }: InvitePageProps) {
  return (
    <DeskFrame title="はじめての登録" staff={null} fault={fault}>
      <form class="box" method="post">
        <h1>
          {invited.staff
            ? `作り直し（${invited.staff.name}さん）`
            : `はじめての登録（${ROLE_NAMES[invited.role]}）`}
        </h1>
        {windows.length > 0 ? <p>受け持つ窓口：{windows.join('、')}</p> : null}
        {invited.staff ? (
          <p>
            新しいパスワードとアプリを登録すると、前のパスワード、アプリ、印刷した番号、パスキーは使えなくなります。
          </p>
        ) : (
          <label>
            名前（同僚に見える名前。住民には役の名前だけが見えます）
            <input name="name" required maxlength={40} autocomplete="username" value={name} />
          </label>
        )}
        <label>
          パスワード（12文字以上）
          <input
            name="password"
            type="password"
            required
            minlength={12}
            maxlength={200}
            autocomplete="new-password"
          />
        </label>
        <h2>
          <br />
          認証アプリに登録する
        </h2>
        <p>スマートフォンの認証アプリで、この図を読みとってください。</p>
        <div class="qr" role="img" aria-label="認証アプリに登録する図">
          {raw(renderSVG(uri, { border: 2 }))}
        </div>
        <p class="note">読みとれないときは、この文字をアプリに入れてください。</p>
        <p class="secret">{invited.secret.match(/.{1,4}/g)?.join(' ')}</p>
        <label>
          アプリに出た6けたの番号
          <input name="code" required inputmode="numeric" autocomplete="one-time-code" maxlength={7} />
        </label>
        <p>
          <br />
          <button class="main">登録する</button>
        </p>
      </form>
    </DeskFrame>
  );
}
