/** Steering the fake platform from another process: POST /__control, GET /__control/log and /delivered. */
import type { FakeLine } from './fake-line.ts';
import type { Fault } from './fake-line-faults.ts';
import { type Answer, type Call, ok, refuse } from './fake-line-http.ts';
import type { LineEvent } from './line-events.ts';

/** What POST /__control takes, any of these together. */
export interface Orders {
  inject?: Fault | Fault[];
  clearInject?: boolean;
  advanceMs?: number;
  register?: LineEvent[];
  block?: string | string[];
  unblock?: string | string[];
  quota?: number | null;
  stop?: boolean;
}

const KNOWN: string[] = [
  'inject',
  'clearInject',
  'advanceMs',
  'register',
  'block',
  'unblock',
  'quota',
  'stop',
] satisfies (keyof Orders)[];

const list = <T>(value: T | T[] | undefined): T[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value];

/** Answers a control call; `stop` is left to the caller, who must answer first. */
export function control(line: FakeLine, { method, pathname, raw }: Call): { answer: Answer; stop: boolean } {
  if (method === 'GET') return { answer: show(line, pathname), stop: false };
  try {
    const orders: Orders = JSON.parse(raw.toString('utf8'));
    obey(line, orders);
    return { answer: ok(), stop: orders.stop === true };
  } catch (error) {
    return { answer: refuse(400, (error as Error).message), stop: false };
  }
}

function show(line: FakeLine, pathname: string): Answer {
  if (pathname === '/__control/log') return ok(line.requests);
  if (pathname === '/__control/delivered') return ok(line.delivered);
  return refuse(404, 'GET /__control/log or /__control/delivered');
}

function obey(line: FakeLine, orders: Orders): void {
  const unknown = Object.keys(orders).find((order) => !KNOWN.includes(order));
  if (unknown !== undefined) throw new Error(`unknown order ${unknown}; known: ${KNOWN.join(', ')}`);
  if (orders.clearInject) line.clearInject();
  line.inject(...list(orders.inject));
  line.advance(orders.advanceMs ?? 0);
  line.register(orders.register ?? []);
  for (const user of list(orders.block)) line.block(user);
  for (const user of list(orders.unblock)) line.unblock(user);
  if (orders.quota !== undefined) line.setQuota(orders.quota);
}
