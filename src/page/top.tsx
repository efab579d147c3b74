/** The bar on every page of a resident: whose page it is, and the way out. */
export function Top({ account }: { account: string }) {
  return (
    <header class="top">
      <h1>{account}</h1>
      <form method="post" action="/close">
        <button class="close">すぐ閉じる</button>
      </form>
    </header>
  );
}
