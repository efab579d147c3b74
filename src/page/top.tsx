/** The bar on every page of a resident: whose page it is, larger print, and the way out. */
import { SizeForm } from '../html/size.tsx';

export function Top({ account }: { account: string }) {
  return (
    <header class="top">
      <h1>{account}</h1>
      <div class="ways">
        <SizeForm />
        <form method="post" action="/close">
          <button class="close">すぐ閉じる</button>
        </form>
      </div>
    </header>
  );
}
