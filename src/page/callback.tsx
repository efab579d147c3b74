/** 電話をもらいたいとき: what was wished, the form for it, and taking it back. Only while one's own case is open. */
import { type CallWish, NAME_MAX, type WishForm, wishLines } from '../case/wish.ts';
import type { OpenBand } from '../windows/bands.ts';

export interface CallbackProps {
  wish: CallWish | null;
  bands: OpenBand[];
  /** The means was chosen and the number is still to come: the form stands open. */
  wanted: boolean;
  /** A refused form: what is wrong, and what was typed. */
  refused: { fault: string; form: WishForm } | null;
}

export function Callback({ wish, bands, wanted, refused }: CallbackProps) {
  return (
    <section aria-label="電話の希望" id="callback">
      {wish ? <Standing wish={wish} /> : null}
      <details open={wanted || refused !== null}>
        <summary>{wish ? '電話の希望を書き直す' : '電話をもらいたいとき'}</summary>
        <CallbackForm bands={bands} fault={refused?.fault ?? null} typed={refused?.form ?? wish ?? EMPTY} />
      </details>
    </section>
  );
}

const EMPTY: WishForm = { name: '', number: '', bands: [], voicemail: false, family: false };

function Standing({ wish }: { wish: CallWish }) {
  return (
    <div class="wish">
      <h3>電話の希望（職員に届いています）</h3>
      <ul>
        {wishLines(wish).map((l) => (
          <li>
            {l.label}：{l.text}
          </li>
        ))}
      </ul>
      <form method="post" action="/callback/stop">
        <button class="quiet">電話の希望を取り消す</button>
      </form>
    </div>
  );
}

/** `typed`: what stands in the fields. */
function CallbackForm({
  bands,
  fault,
  typed,
}: Pick<CallbackProps, 'bands'> & { fault: string | null; typed: WishForm }) {
  return (
    <form method="post" action="/callback">
      <p>職員から電話をもらえます。番号は職員だけが見ます。LINEには出ません。</p>
      <NumberField fault={fault} typed={typed.number} />
      <label>
        呼び方（書かなくても大丈夫です）
        <input name="name" value={typed.name} maxlength={NAME_MAX} autocomplete="off" />
      </label>
      <fieldset>
        <legend>都合のよい時間（いくつでも。なければ、いつでも）</legend>
        {bands.map(({ band, text }) => (
          <Tick
            name="bands"
            value={band}
            on={typed.bands.includes(band)}
            text={text ? `${band}（${text}）` : band}
          />
        ))}
      </fieldset>
      <fieldset>
        <legend>電話に出られないとき</legend>
        <Tick name="voicemail" value="yes" on={typed.voicemail} text="留守番電話に残してよい" />
        <Tick name="family" value="yes" on={typed.family} text="家族が出たら、用件を伝えてよい" />
      </fieldset>
      <p class="note">印がなければ、残しません。家族にも伝えません。</p>
      <div class="buttons">
        <button class="main">電話の希望を送る</button>
      </div>
    </form>
  );
}

function NumberField({ fault, typed }: { fault: string | null; typed: string }) {
  return (
    <>
      <label>
        電話番号
        <input
          name="number"
          value={typed}
          type="tel"
          required
          maxlength={40}
          autocomplete="off"
          autofocus={fault !== null}
          aria-invalid={fault === null ? undefined : 'true'}
          aria-describedby={fault === null ? undefined : 'callback-fault'}
        />
      </label>
      {fault === null ? null : (
        <p class="fault" id="callback-fault" role="alert">
          {fault}
        </p>
      )}
    </>
  );
}

function Tick({ name, value, on, text }: { name: string; value: string; on: boolean; text: string }) {
  return (
    <label class="tick">
      <input type="checkbox" name={name} value={value} checked={on} />
      <span>{text}</span>
    </label>
  );
}
