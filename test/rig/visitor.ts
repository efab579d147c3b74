/** A resident at the page of a running service: forms as a browser sends them, cookies kept. */
export class Visitor {
  #cookie = '';
  constructor(readonly url: string) {}

  /** Sends a form; true when it was taken. */
  async send(to: string, fields: Record<string, string> = {}): Promise<boolean> {
    const answer = await fetch(this.url + to, {
      method: 'POST',
      redirect: 'manual',
      body: new URLSearchParams(fields),
      headers: { origin: this.url, 'sec-fetch-site': 'same-origin', cookie: this.#cookie },
    });
    await answer.arrayBuffer();
    this.#cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? this.#cookie;
    return answer.status < 400;
  }

  say(text: string): Promise<boolean> {
    return this.send('/say', { text });
  }

  /** Whether the page still knows us. */
  async isKnown(): Promise<boolean> {
    const answer = await fetch(`${this.url}/changes`, {
      headers: { cookie: this.#cookie, accept: 'application/json' },
    });
    return answer.status !== 401;
  }
}
