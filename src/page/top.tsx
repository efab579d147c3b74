/** On every page of a resident: whose page it is, and a bar that stays in sight, with larger print and the way out. */
import { SizeForm } from '../html/size.tsx';

export function Top({ account }: { account: string }) {
  return (
    <>
      <header class="name">
        <h1>{account}</h1>
      </header>
      <div class="top">
        <SizeForm />
        <form method="post" action="/close">
          <button class="close">すぐ閉じる</button>
        </form>
      </div>
    </>
  );
}
