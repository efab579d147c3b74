/**
 * A stand-in for the LINE platform (api.line.me and api-data.line.me on one port), on loopback only.
 *
 *   const line = await startFakeLine();
 *   // start the bot with LINE_API_BASE = line.url, its token and its secret
 *   await send(webhook, line.channelSecret, [textEvent({ user: 'hanako', text: 'こんにちは' })], { line });
 *   line.delivered; // what Hanako has seen
 */
import { createServer, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { accountEndpoints } from './fake-line-account.ts';
import { Channel, type Delivery } from './fake-line-channel.ts';
import { control } from './fake-line-control.ts';
import { disturb, doesTheWork, type Fault, Faults } from './fake-line-faults.ts';
import { type Call, readCall, router, writeAnswer } from './fake-line-http.ts';
import { type RequestEntry, RequestLog } from './fake-line-log.ts';
import { richMenuEndpoints } from './fake-line-richmenu.ts';
import { talkEndpoints } from './fake-line-talk.ts';
import { type LineEvent, userId } from './line-events.ts';

export interface FakeLineOptions {
  /** 0 (the default) takes any free port. */
  port?: number;
  /** A long-lived channel access token. */
  token?: string;
  channelId?: string;
  channelSecret?: string;
  /** Pushes a month; null (the default) for no limit. */
  quota?: number | null;
  /** A file to which every request is appended as one JSON line. */
  log?: string | undefined;
}

export interface FakeLine {
  readonly url: string;
  readonly token: string;
  readonly channelId: string;
  readonly channelSecret: string;
  /** Every request so far, recorded before the bot got its answer. */
  readonly requests: readonly RequestEntry[];
  /** What residents would have seen. */
  readonly delivered: readonly Delivery[];
  /** Tells the platform of events about to be sent: their reply tokens work, their people are known. */
  register(events: LineEvent[]): void;
  /** Arms faults; `clearInject` disarms those that have not struck. */
  inject(...faults: Fault[]): void;
  clearInject(): void;
  /** Moves the platform's clock: reply tokens, retry keys and access tokens age. */
  advance(ms: number): void;
  /** `user` is a LINE id or a name that `userId` turns into one. */
  block(user: string): void;
  unblock(user: string): void;
  setQuota(quota: number | null): void;
  close(): Promise<void>;
}

/** Starts a fake LINE platform with one channel. */
export async function startFakeLine({
  port = 0,
  token = 'fake-channel-access-token',
  channelId = '1234567890',
  channelSecret = 'fake-channel-secret',
  quota = null,
  log: file,
}: FakeLineOptions = {}): Promise<FakeLine> {
  const channel = new Channel(token, quota);
  const faults = new Faults();
  const log = new RequestLog(file);
  const answerTo = router(
    {
      ...talkEndpoints(channel),
      ...accountEndpoints(channel, { channelId, channelSecret }),
      ...richMenuEndpoints(),
    },
    (call) => channel.tokenFault(call),
  );

  async function serve(call: Call, res: ServerResponse): Promise<void> {
    const fault = faults.strike(call);
    const done = !fault || doesTheWork(fault) ? await answerTo(call) : undefined;
    const seen = fault ? disturb(fault, done) : done;
    log.add(channel.now(), call, { fault, done, seen });
    if (fault?.action === 'delay') await pause(fault.ms);
    if (fault?.action === 'timeout') await pause(fault.ms ?? FOREVER);
    if (seen) await writeAnswer(res, seen, call.requestId);
    else res.socket?.resetAndDestroy();
  }

  async function steer(call: Call, res: ServerResponse): Promise<void> {
    const { answer, stop } = control(line, call);
    await writeAnswer(res, answer, call.requestId);
    if (stop) await line.close();
  }

  const server = await listen(port, async (req, res) => {
    try {
      const call = await readCall(req);
      await (call.pathname.startsWith('/__control') ? steer(call, res) : serve(call, res));
    } catch (error) {
      // A bot that dies in the middle of its request is part of the game; anything else is a bug here.
      if (!req.destroyed) console.error('fake LINE:', error);
      res.destroy();
    }
  });

  const line: FakeLine = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    token,
    channelId,
    channelSecret,
    requests: log.requests,
    delivered: channel.delivered,
    register: (events) => channel.register(events),
    inject: (...more) => faults.add(...more),
    clearInject: () => faults.clear(),
    advance: (ms) => channel.advance(ms),
    block: (user) => channel.block(userId(user)),
    unblock: (user) => channel.unblock(userId(user)),
    setQuota: (limit) => {
      channel.quota = limit;
    },
    close: () => close(server),
  };
  return line;
}

const FOREVER = 2 ** 31 - 1; // the longest a timer can wait

/** Waits without keeping the process alive: a test may end while LINE still hangs. */
const pause = (ms: number): Promise<void> => sleep(ms, undefined, { ref: false });

const listen = (port: number, serve: RequestListener): Promise<Server> =>
  new Promise((listening, failed) => {
    const server = createServer(serve);
    server.once('error', failed).listen(port, '127.0.0.1', () => listening(server));
  });

const close = (server: Server): Promise<void> =>
  new Promise((closed) => {
    server.close(() => closed());
    server.closeAllConnections();
  });
