/** Notices as JSON to one address, for whatever a city uses (a chat, a paging service). */
import { NOTICE_TEXTS, type Noticed, type Notifier } from './notice.ts';

const PATIENCE = 10_000;

/** POSTs `{kind, text, window, level, at, link}`. Redirects are not followed: the address is the one that was set. */
export function webhookNotifier(url: URL): Notifier {
  return {
    way: 'webhook',
    async send({ kind, window, level, at, link }): Promise<Noticed> {
      try {
        const answer = await fetch(url, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ kind, text: NOTICE_TEXTS[kind], window, level, at, link }),
          redirect: 'manual',
          signal: AbortSignal.timeout(PATIENCE),
        });
        await answer.body?.cancel();
        if (answer.ok) return 'sent';
        return answer.status >= 500 || answer.status === 429 ? 'later' : 'failed';
      } catch {
        return 'later';
      }
    },
  };
}
