/** A mail server of the test's own: real SMTP on loopback, everything kept that was sent. */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

export interface FakeMail {
  url: string;
  /** Envelope and whole text of each mail, transfer encoding undone. */
  mails: { to: string[]; text: string }[];
  /** Answers with this code instead of taking the next mails; null takes them. */
  refuseWith(code: number | null): void;
  close(): Promise<void>;
}

export async function startFakeMail(): Promise<FakeMail> {
  const mails: FakeMail['mails'] = [];
  let refusal: number | null = null;
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onData(stream, session, done) {
      const parts: Buffer[] = [];
      stream.on('data', (b: Buffer) => parts.push(b));
      stream.on('end', () => {
        if (refusal !== null) return done(Object.assign(new Error('no'), { responseCode: refusal }));
        const to = session.envelope.rcptTo.map((r) => r.address);
        mails.push({ to, text: decoded(Buffer.concat(parts).toString('utf8')) });
        done();
      });
    },
  });
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  const { port } = server.server.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${port}`,
    mails,
    refuseWith: (code) => {
      refusal = code;
    },
    close: () => new Promise((closed) => server.close(() => closed())),
  };
}

/** Head and body readable: encoded words (RFC 2047) and base64 or quoted-printable bodies undone. */
function decoded(raw: string): string {
  const [head = '', ...body] = raw.split('\r\n\r\n');
  const words = head
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(/=\?utf-8\?b\?([^?]*)\?=/gi, (_, b64: string) => Buffer.from(b64, 'base64').toString('utf8'))
    .replace(/=\?utf-8\?q\?([^?]*)\?=/gi, (_, q: string) => quoted(q.replaceAll('_', ' ')));
  const text = body.join('\r\n\r\n');
  if (/transfer-encoding: base64/i.test(head))
    return `${words}\n\n${Buffer.from(text, 'base64').toString('utf8')}`;
  return `${words}\n\n${quoted(text.replace(/=\r\n/g, ''))}`;
}

const quoted = (text: string): string =>
  Buffer.from(
    text.replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  ).toString('utf8');
