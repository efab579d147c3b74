/** Faults a test arms: LINE fails, hangs or babbles, before or after it has done the work. */
import type { Answer, Call } from './fake-line-http.ts';

/** What goes wrong. `reset` and `timeout` give the bot no answer; `garbage` is a 200 that is not JSON. */
export type Trouble =
  | { action: 'status'; status: number; body?: unknown; headers?: Record<string, string> }
  | { action: 'reset' }
  /** Never answers; lets go of the socket after `ms`, if given. */
  | { action: 'timeout'; ms?: number }
  | { action: 'delay'; ms: number }
  | { action: 'garbage' };

/** A trouble and the calls it strikes: `times` of them (1), after letting `skip` of them pass (0). */
export type Fault = Trouble & {
  /** A part of the path; any path without it. */
  match?: string;
  method?: string;
  times?: number;
  skip?: number;
  /** LINE has done the work, but the bot does not learn it. */
  afterProcessing?: boolean;
};

// Not the 429 of a spent monthly quota: only the message tells them apart.
const RATE_LIMIT = 'The API rate limit has been exceeded. Try again later.';

const ACTIONS = ['status', 'reset', 'timeout', 'delay', 'garbage'];

export class Faults {
  #armed: (Fault & { times: number; skip: number })[] = [];

  /** Arms faults; the earlier ones strike first. */
  add(...faults: Fault[]): void {
    for (const fault of faults) {
      check(fault);
      this.#armed.push({ times: 1, skip: 0, ...fault });
    }
  }

  clear(): void {
    this.#armed = [];
  }

  /** The fault that strikes this call, if any. */
  strike({ method, pathname }: Call): Fault | undefined {
    for (const fault of this.#armed) {
      const concerned = pathname.includes(fault.match ?? '') && method === (fault.method ?? method);
      if (!concerned || fault.times === 0) continue;
      if (fault.skip > 0) {
        fault.skip--;
        continue;
      }
      fault.times--;
      return fault;
    }
    return undefined;
  }
}

/** The types cannot speak for a fault that came from another process as JSON. */
function check(fault: Fault): void {
  if (!ACTIONS.includes(fault.action)) throw new Error(`inject.action: one of ${ACTIONS.join(', ')}`);
  const isNumbered = fault.action !== 'status' || Number.isInteger(fault.status);
  if (!isNumbered) throw new Error('inject.status: a number');
}

/** Whether LINE does its work in spite of the fault: late and unreadable answers imply that it did. */
export const doesTheWork = (fault: Fault): boolean =>
  fault.afterProcessing === true || fault.action === 'delay' || fault.action === 'garbage';

/** The answer as the bot sees it; none after a reset or a timeout. */
export function disturb(fault: Fault, answer: Answer | undefined): Answer | undefined {
  switch (fault.action) {
    case 'status': {
      const message = fault.status === 429 ? RATE_LIMIT : 'Internal server error';
      return { status: fault.status, body: fault.body ?? { message }, headers: fault.headers };
    }
    case 'garbage':
      return { status: 200, body: Buffer.from('<html>gateway</html>') };
    case 'delay':
      return answer;
    default:
      return undefined;
  }
}
