/** When the reply to each event came in, by the reply token that it carries. */
import { replyTokenOf } from './webhooks.mjs';

export class Replies {
  /** Reply token → what to call with the time. */
  #expected = new Map();

  /** The time at which the reply to the n-th event comes in. */
  of(n) {
    return new Promise((came) => this.#expected.set(replyTokenOf(n), came));
  }

  /** Takes the body of a call to LINE. Those that nobody waits for are not read. */
  take(chunks) {
    if (this.#expected.size === 0) return;
    const token = /"replyToken":"([0-9a-f]+)"/.exec(Buffer.concat(chunks).toString('latin1'))?.[1];
    this.#expected.get(token)?.(performance.now());
    this.#expected.delete(token);
  }

  /** Waits until nothing is expected, or nothing has come for `ms`; gives the number still missing. */
  async settled(ms) {
    for (let left = this.#expected.size, since = performance.now(); left > 0; ) {
      await new Promise((next) => setTimeout(next, 50));
      if (this.#expected.size < left) since = performance.now();
      left = this.#expected.size;
      if (performance.now() - since > ms) break;
    }
    const missing = this.#expected.size;
    this.#expected.clear();
    return missing;
  }
}
