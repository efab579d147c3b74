/** The frame of the staff console, and its plain notices. */
import type { Child } from 'hono/jsx';
import { ROLE_NAMES, type Staff } from '../case/permissions.ts';
import { Frame } from '../html/frame.tsx';
import { SizeForm } from '../html/size.tsx';
import type { Instant } from '../windows/tokyo.ts';

interface DeskFrameProps {
  title: string;
  staff: Staff | null;
  since?: Instant;
  fault?: string | null;
  children: Child;
}

export function DeskFrame({ title, staff, since, fault, children }: DeskFrameProps) {
  return (
    <Frame title={`${title}｜職員の画面`} sheet="desk" script="desk">
      <a class="skip" href="#main">
        本文へ
      </a>
      <header class="top">
        <nav class="nav" aria-label="画面">
          <a href="/desk">職員の画面</a>
          {staff?.role === 'clerk' || staff?.role === 'lead' ? <a href="/desk/search">さがす</a> : null}
          {staff && staff.role !== 'clerk' ? <a href="/desk/figures">件数</a> : null}
          {staff?.role === 'lead' ? <a href="/desk/unhandled">分からなかった言葉</a> : null}
          {staff?.role === 'lead' || staff?.role === 'auditor' ? <a href="/desk/log">記録</a> : null}
          {staff?.role === 'lead' ? <a href="/desk/people">職員</a> : null}
          {staff ? <a href="/desk/me">自分の設定</a> : null}
        </nav>
        <div class="ways">
          <SizeForm />
          {staff ? (
            <form method="post" action="/desk/logout">
              {staff.name}（{ROLE_NAMES[staff.role]}） <button>出る</button>
            </form>
          ) : null}
        </div>
      </header>
      <main
        id="main"
        class={staff ? '' : 'narrow'}
        data-since={since === undefined ? undefined : String(since)}
      >
        <p id="news" class="fault" role="status" hidden>
          新しいことがあります。書きかけの文を送るか控えてから、
          <a href="#main" id="reload">
            読み直してください
          </a>
          。
        </p>
        {fault ? (
          <p class="fault" role="alert">
            {fault}
          </p>
        ) : null}
        {children}
      </main>
    </Frame>
  );
}

interface DeskNoticeProps {
  staff: Staff | null;
  title: string;
  text: string;
  children?: Child;
}

/** For roles that see no words (運用・監査) and for what does not exist. */
export function DeskNotice({ staff, title, text, children }: DeskNoticeProps) {
  return (
    <DeskFrame title={title} staff={staff}>
      <div class="box">
        <h1>{title}</h1>
        <p>{text}</p>
      </div>
      {children}
    </DeskFrame>
  );
}
