/** What can be done with a case, most used first. What is not permitted now is not offered. */
import type { Child } from 'hono/jsx';
import { CALL_RESULTS, COMPLAINTS, GAPS, OUTCOMES, REPORTS } from '../case/case.ts';
import type { Staff } from '../case/permissions.ts';
import { NEXT_MAX_DAYS } from '../case/promise.ts';
import { Lines } from '../html/frame.tsx';
import type { Draft } from '../run/drafts.ts';
import type { ReadCase } from '../run/view.ts';
import { type Band, bandName } from '../windows/bands.ts';
import { addDays, dayOf, type Instant, timeOf } from '../windows/tokyo.ts';

/** What was typed into an act that was refused, given back to its form. */
export interface Typed {
  act: string;
  words: string;
}

export interface ActsProps {
  staff: Staff;
  read: ReadCase;
  now: Instant;
  /** Showed lately who they are. */
  proved: boolean;
  typed: Typed | null;
  /** Who of the staff may hold this case. */
  colleagues: Pick<Staff, 'id' | 'name'>[];
  names: ReadonlyMap<string, string>;
  /** Other windows that receive cases here. */
  desks: { id: string; name: string; body: string }[];
  bases: { id: string; law: string; when: string }[];
  basesReviewed: boolean;
  /** Canned phrases, filled in for this case. */
  phrases: { name: string; text: string }[];
  /** In which the window is open. */
  bands: readonly Band[];
}

export function Acts(p: ActsProps) {
  const { current, id } = p.read.loaded;
  if (current.state === 'withdrawn')
    return p.staff.role === 'lead' ? <KeepingBox {...p} path={`/desk/cases/${id}`} /> : null;
  const path = `/desk/cases/${id}`;
  const open = current.state !== 'closed';
  const mine = current.state === 'held' && (current.takenBy === p.staff.id || p.staff.role === 'lead');
  const own = p.read.drafts.find((d) => d.staff === p.staff.id) ?? null;
  return (
    <section class="box acts" aria-label="すること">
      {open && current.takenBy === null ? (
        <form method="post" action={`${path}/take`}>
          <button class="main">引き受ける</button>
        </form>
      ) : null}
      <OthersDrafts {...p} />
      {own?.leavesAt ? <Leaving path={path} draft={own} now={p.now} /> : null}
      {mine && !own?.leavesAt ? <AnswerForm {...p} path={path} own={own} /> : null}
      {mine && current.callback !== null ? <CallForm path={path} /> : null}
      <WordsForm
        path={path}
        act="note"
        typed={p.typed}
        label="メモ（職員だけが読みます）"
        button="メモを残す"
      />
      {open ? <OtherActs {...p} path={path} mine={mine} /> : null}
      {mine ? <CloseForm path={path} /> : null}
      {current.state === 'closed' ? (
        <form method="post" action={`${path}/reopen`}>
          <button>もう一度ひらく</button>
        </form>
      ) : null}
      {current.state === 'closed' && p.staff.role === 'lead' ? <Keeping {...p} path={path} /> : null}
    </section>
  );
}

const KeepingBox = (p: ActsProps & { path: string }) => (
  <section class="box acts" aria-label="残すことと消すこと">
    <Keeping {...p} />
  </section>
);

/** What becomes of the words of a case that is over: kept longer on a basis, or forgotten before their time. */
function Keeping({ path, read, bases, typed, proved }: ActsProps & { path: string }) {
  const { hold } = read.loaded.current;
  if (hold)
    return (
      <More title="保全を終える" open={typed?.act === 'endHold'}>
        <WordsForm
          path={path}
          act="endHold"
          typed={typed}
          label="わけ（記録に残ります）"
          button="保全を終える"
        />
      </More>
    );
  return (
    <>
      <More title="消さずに残す（保全）" open={typed?.act === 'hold'}>
        <WordsForm path={path} act="hold" typed={typed} label="わけ（記録に残ります）" button="消さずに残す">
          <label>
            根拠
            <select name="basis">
              {bases.map((b) => (
                <option value={b.id}>
                  {b.law}：{b.when}
                </option>
              ))}
            </select>
          </label>
        </WordsForm>
      </More>
      <More title="本人の言葉を、いま消す">
        {proved ? (
          <form method="post" action={`${path}/purge`}>
            <p>もどせません。職員が書いた記録は、保存年限まで残ります。</p>
            <button>本人の言葉を消す</button>
          </form>
        ) : (
          <p>
            先に、<a href={`/desk/prove?to=${path}`}>もう一度、本人か確かめて</a>ください。
          </p>
        )}
      </More>
    </>
  );
}

function OthersDrafts({ read, staff, names }: ActsProps) {
  const others = read.drafts.filter((d) => d.staff !== staff.id);
  return (
    <>
      {others.map((d) => (
        <div class="draft" role="note">
          <p class="meta">
            {names.get(d.staff) ?? '（退職）'}さんが書きかけています（{timeOf(d.savedAt)}）
            {d.leavesAt ? '。まもなく送られます' : ''}
          </p>
          <Lines text={d.words} />
        </div>
      ))}
    </>
  );
}

/** The ten seconds in which an answer can be taken back. */
function Leaving({ path, draft, now }: { path: string; draft: Draft; now: Instant }) {
  const left = Math.max(0, Math.ceil((draft.leavesAt! - now) / 1000));
  return (
    <form method="post" action={`${path}/undo`} class="leaving" data-leaves={String(left)}>
      <p role="status">
        この返事は、あと<span class="left">{left}</span>秒で送られます。
      </p>
      <div class="draft">
        <Lines text={draft.words} />
      </div>
      <p>
        <button>送るのをやめて、書き直す</button>
      </p>
    </form>
  );
}

function AnswerForm({
  path,
  own,
  typed,
  phrases,
  bands,
  now,
}: ActsProps & { path: string; own: Draft | null }) {
  const today = dayOf(now);
  const words = typed?.act === 'answer' ? typed.words : (own?.words ?? '');
  return (
    <form method="post" action={`${path}/answer`} data-keep={`${path}/draft`}>
      <label>
        返事（本人がページで読みます）
        <textarea name="words" rows={5} maxlength={5000} required>
          {words}
        </textarea>
      </label>
      <p class="note kept" role="status">
        {own ? `下書きが残っています（${timeOf(own.savedAt)}）` : ''}
      </p>
      <Phrases phrases={phrases} />
      <fieldset>
        <legend>次の約束（本人に見えます）</legend>
        <label class="row">
          <input type="radio" name="promise" value="day" required checked={own?.next != null} />
          次に書く日を約束する
        </label>
        <div class="line">
          <label>
            日
            <input
              type="date"
              name="day"
              min={today}
              max={addDays(today, NEXT_MAX_DAYS)}
              value={own?.next?.day ?? ''}
            />
          </label>
          <label>
            時間
            <select name="band">
              {bands.map((b) => (
                <option value={b} selected={own?.next?.band === b}>
                  {bandName(b)}
                </option>
              ))}
            </select>
          </label>
        </div>
        <label class="row">
          <input type="radio" name="promise" value="none" required />
          約束はしない
        </label>
      </fieldset>
      <p class="line">
        <button class="main">返事を送る</button>
        <button formaction={`${path}/draft`} formnovalidate>
          下書きを残す
        </button>
        <span class="note">押してから10秒は取り消せます。</span>
      </p>
    </form>
  );
}

/** With a script they go into the answer where one writes; without, they can be copied. */
function Phrases({ phrases }: Pick<ActsProps, 'phrases'>) {
  return (
    <details class="phrases">
      <summary>定型文</summary>
      {phrases.map((p) => (
        <div>
          <button type="button" data-phrase={p.text}>
            {p.name}
          </button>
          <div class="note">
            <Lines text={p.text} />
          </div>
        </div>
      ))}
    </details>
  );
}

/** How a call went, by one press. */
function CallForm({ path }: { path: string }) {
  return (
    <form method="post" action={`${path}/call`} aria-label="電話の結果">
      <fieldset>
        <legend>電話の結果（本人のページにも出ます）</legend>
        <div class="line">
          {CALL_RESULTS.map((r) => (
            <button name="result" value={r}>
              {r}
            </button>
          ))}
        </div>
      </fieldset>
    </form>
  );
}

interface WordsFormProps {
  path: string;
  act: string;
  typed: Typed | null;
  label: string;
  button: string;
  optional?: boolean;
  children?: Child;
}

function WordsForm({ path, act, typed, label, button, optional = false, children }: WordsFormProps) {
  return (
    <form method="post" action={`${path}/${act}`}>
      {children}
      <label>
        {label}
        <textarea name="words" rows={2} maxlength={5000} required={!optional}>
          {typed?.act === act ? typed.words : ''}
        </textarea>
      </label>
      <p>
        <button>{button}</button>
      </p>
    </form>
  );
}

function More({ title, open = false, children }: { title: string; open?: boolean; children: Child }) {
  return (
    <details open={open}>
      <summary>{title}</summary>
      {children}
    </details>
  );
}

function OtherActs(p: ActsProps & { path: string; mine: boolean }) {
  const { path, typed, staff, mine } = p;
  const { current } = p.read.loaded;
  const refused = (act: string): boolean => typed?.act === act;
  return (
    <>
      {current.report?.checkBy ? (
        <More title="安全を確かめた" open>
          <WordsForm
            path={path}
            act="check"
            typed={typed}
            label="だれが、いつ、どう確かめたか"
            button="確かめたことを残す"
          />
        </More>
      ) : null}
      {mine || current.takenBy === null ? <AssignForm {...p} /> : null}
      {mine ? <AskMoveForm {...p} /> : null}
      {staff.role === 'lead' ? <MoveForm {...p} /> : null}
      {current.asksLead && staff.role === 'lead' ? (
        <More title="担当の相談に答える" open>
          <WordsForm
            path={path}
            act="advise"
            typed={typed}
            label="担当へ（本人には見えません）"
            button="答える"
          />
        </More>
      ) : (
        <More title="統括に相談する" open={refused('askLead')}>
          <WordsForm
            path={path}
            act="askLead"
            typed={typed}
            label="聞きたいこと（本人には見えません）"
            button="相談する"
          />
        </More>
      )}
      {mine ? (
        <More title="会議に出した（支援会議・重層的支援会議）" open={refused('confer')}>
          <p class="note">
            <a href={`${path}/conference`}>会議に出す紙</a>
            には、名前・町名・本人の言葉は出ません。
          </p>
          <WordsForm
            path={path}
            act="confer"
            typed={typed}
            label="いつの会議か、決まったこと（職員だけが読みます）"
            button="会議に出したことを残す"
            optional
          />
        </More>
      ) : null}
      <More title="通告・通報として受理する" open={refused('report')}>
        <WordsForm
          path={path}
          act="report"
          typed={typed}
          label="だれに伝えたか（機関と、その時刻）"
          button="受理したことを残す"
        >
          <label>
            種類
            <select name="kind">
              {REPORTS.map((r) => (
                <option value={r}>{r}</option>
              ))}
            </select>
          </label>
          <p class="note">48時間のうちに、本人の安全を確かめます。夜も休みの日も数えます。</p>
        </WordsForm>
      </More>
      {mine ? (
        <More title="ほかの相談とまとめる（同じ人から、二つ届いたとき）" open={refused('merge')}>
          <WordsForm
            path={path}
            act="merge"
            typed={typed}
            label="どう確かめたか（職員だけが読みます）"
            button="この相談を、そちらにまとめる"
            optional
          >
            <label>
              まとめる先の受付番号
              <input name="code" required autocomplete="off" maxlength={20} />
            </label>
            <label class="row">
              <input type="checkbox" name="same" value="yes" required />
              同じ人だと、本人に確かめた
            </label>
            <p class="note">
              この相談は終わりになり、つづきはまとめた先で返事をします。「もう一度ひらく」で、もとにもどせます。
            </p>
          </WordsForm>
        </More>
      ) : null}
      <More title="苦情として受ける" open={refused('complain')}>
        <WordsForm
          path={path}
          act="complain"
          typed={typed}
          label="どんなことか（統括が読みます）"
          button="苦情として、統括にわたす"
        >
          <label>
            何について
            <select name="about">
              {COMPLAINTS.map((c) => (
                <option value={c}>{c}</option>
              ))}
            </select>
          </label>
          <p class="note">わたすと、その人（その窓口）からは見えなくなります。</p>
        </WordsForm>
      </More>
    </>
  );
}

function AssignForm({ path, colleagues, read }: ActsProps & { path: string }) {
  const others = colleagues.filter((c) => c.id !== read.loaded.current.takenBy);
  if (others.length === 0) return null;
  return (
    <More title="担当をかえる">
      <form method="post" action={`${path}/assign`}>
        <div class="line">
          <label>
            担当
            <select name="to">
              {others.map((c) => (
                <option value={c.id}>{c.name}</option>
              ))}
            </select>
          </label>
          <button>この人にかえる</button>
        </div>
      </form>
    </More>
  );
}

function Desks({ desks }: Pick<ActsProps, 'desks'>) {
  return (
    <label>
      窓口
      <select name="to">
        {desks.map((d) => (
          <option value={d.id}>
            {d.name}（{d.body}）
          </option>
        ))}
      </select>
    </label>
  );
}

function AskMoveForm({ path, desks, read }: ActsProps & { path: string }) {
  if (desks.length === 0 || read.loaded.current.asked) return null;
  return (
    <More title="ほかの窓口へ移してよいか、本人にたずねる">
      <form method="post" action={`${path}/askMove`}>
        <div class="line">
          <Desks desks={desks} />
          <button>本人のページでたずねる</button>
        </div>
        <p class="note">本人が「よい」と答えるまで、その窓口からは見えません。</p>
      </form>
    </More>
  );
}

function MoveForm({ path, desks, bases, basesReviewed, typed, proved }: ActsProps & { path: string }) {
  if (desks.length === 0) return null;
  if (!proved)
    return (
      <More title="同意なしで移す（統括だけ）">
        <p>
          先に、<a href={`/desk/prove?to=${path}`}>もう一度、本人か確かめて</a>ください。
        </p>
      </More>
    );
  return (
    <More title="同意なしで移す（統括だけ）" open={typed?.act === 'move'}>
      {bases.length === 0 ? (
        <p>この窓口が使える根拠が、basis.yaml に書かれていません。法務の担当に聞いてください。</p>
      ) : (
        <WordsForm
          path={path}
          act="move"
          typed={typed}
          label="わけ（記録に残ります。本人には見えません）"
          button="同意なしで移す"
        >
          <Desks desks={desks} />
          <label>
            根拠
            <select name="basis">
              {bases.map((b) => (
                <option value={b.id}>
                  {b.law}：{b.when}
                </option>
              ))}
            </select>
          </label>
          {basesReviewed ? null : <p class="note">この根拠の文は、市の法務の担当がまだ確かめていません。</p>}
        </WordsForm>
      )}
    </More>
  );
}

function CloseForm({ path }: { path: string }) {
  return (
    <form method="post" action={`${path}/close`}>
      <div class="line">
        <label>
          結果
          <select name="outcome">
            {OUTCOMES.map((o) => (
              <option value={o}>{o}</option>
            ))}
          </select>
        </label>
        <label>
          はざまのとき、そのわけ
          <select name="gap">
            <option value="">―</option>
            {GAPS.map((g) => (
              <option value={g}>{g}</option>
            ))}
          </select>
        </label>
        <button>この相談を終わりにする</button>
      </div>
    </form>
  );
}
