/** The record of every request of the bot, in the form that the project's LINE contract checker reads. */
import { appendFileSync, mkdirSync } from 'node:fs';
import type { IncomingHttpHeaders } from 'node:http';
import { dirname } from 'node:path';
import type { Fault } from './fake-line-faults.ts';
import type { Answer, Call } from './fake-line-http.ts';

/** One request. `status` is missing when the bot got no answer. */
export interface RequestEntry {
  seq: number;
  at: string;
  method: string;
  path: string;
  headers: IncomingHttpHeaders;
  body: unknown;
  bodyBytes: number;
  requestId: string;
  status?: number;
  /** Why it was refused, where LINE itself would not say. */
  why?: string;
  injected?: Fault['action'];
  /** The status of what LINE did in spite of the injected fault. */
  processed?: number;
}

/** How a request went: the fault that struck it, what the platform did, what the bot saw of it. */
export interface Course {
  fault: Fault | undefined;
  done: Answer | undefined;
  seen: Answer | undefined;
}

export class RequestLog {
  readonly requests: RequestEntry[] = [];
  readonly #file: string | undefined;

  /** Also appends to a file, if one is named. */
  constructor(file?: string) {
    this.#file = file;
    if (file) mkdirSync(dirname(file), { recursive: true });
  }

  add(at: number, call: Call, { fault, done, seen }: Course): void {
    const entry: RequestEntry = {
      seq: this.requests.length + 1,
      at: new Date(at).toISOString(),
      method: call.method,
      path: call.path,
      headers: call.headers,
      body: call.body,
      bodyBytes: call.raw.length,
      requestId: call.requestId,
    };
    if (seen) entry.status = seen.status;
    if (done?.why) entry.why = done.why;
    if (fault) entry.injected = fault.action;
    if (fault && done) entry.processed = done.status;
    this.requests.push(entry);
    if (this.#file) appendFileSync(this.#file, `${JSON.stringify(entry)}\n`);
  }
}
