/** Notices by SMTP. Off this machine only over TLS; a server that offers none gets nothing. */
import { createTransport } from 'nodemailer';
import { FOR_LEADS, NOTICE_TEXTS, type Notice, type Noticed, type Notifier } from './notice.ts';

export interface MailSettings {
  url: URL;
  from: string;
  /** Who gets what has no address of its own: the leads. */
  to: string[];
}

const PATIENCE = 10_000;

/** Sends mails through a server; `insecure`: it is on this machine. */
export function mailNotifier({ url, from, to }: MailSettings, insecure: boolean): Notifier {
  const secure = url.protocol === 'smtps:';
  const transport = createTransport({
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: Number(url.port) || (secure ? 465 : 587),
    secure,
    requireTLS: !secure && !insecure,
    ignoreTLS: insecure,
    ...(url.username
      ? { auth: { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) } }
      : {}),
    connectionTimeout: PATIENCE,
    greetingTimeout: PATIENCE,
    socketTimeout: PATIENCE,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    way: 'mail',
    async send(notice): Promise<Noticed> {
      try {
        await transport.sendMail({ from, to: receivers(notice, to), ...mailOf(notice) });
        return 'sent';
      } catch (e) {
        const code = (e as { responseCode?: unknown }).responseCode;
        // 5xx: the server will never take this one (RFC 5321 4.2.1).
        return typeof code === 'number' && code >= 500 ? 'failed' : 'later';
      }
    },
  };
}

function receivers({ kind, mail }: Notice, leads: string[]): string[] {
  if (mail === null) return leads;
  return FOR_LEADS.includes(kind) ? [...new Set([mail, ...leads])] : [mail];
}

const LEVELS: Record<string, string> = { L3: '【いますぐ】', L2: '【急ぎ】', L1: '' };

/** Subject and text of a notice. */
export function mailOf({ kind, window, level, link }: Notice): { subject: string; text: string } {
  const subject = `【困った】${LEVELS[level ?? ''] ?? ''}${NOTICE_TEXTS[kind]}（${window}）`;
  return {
    subject,
    text: `${NOTICE_TEXTS[kind]}。\n窓口：${window}\n\n職員の画面で見てください。\n${link}\n\nこのメールに、相談の内容は書かれません。`,
  };
}
