/** Residents who write at a given pace, and how long each waits for the reply. */
import { converse } from './connection.mjs';

const CONNECTIONS = 16;
/** A reply that has not come by then does not come: a reply token lives a minute. */
const PATIENCE = 65_000;

/**
 * `rate` messages a second, however slow the service is: each wait counts from when the message was due, so that a
 * pause of the service is felt by all who wrote in it. Milliseconds, by message.
 */
export async function pace({ port, rate, requests, first, replies }) {
  const begin = performance.now();
  const dueAt = (n) => begin + (n * 1_000) / rate;
  const statuses = {};
  const accepted = [];
  const answered = [];
  const idle = [];
  let sent = 0;
  const give = () => {
    const n = sent++;
    void replies.of(first + n).then((at) => answered.push(at - dueAt(n)));
    return requests[n];
  };
  const isDue = () => sent < requests.length && performance.now() >= dueAt(sent);
  const next = () => {
    if (sent === requests.length) return null;
    return isDue() ? give() : new Promise((go) => idle.push(go));
  };
  const clock = setInterval(() => {
    while (idle.length > 0 && isDue()) idle.shift()(give());
    if (sent === requests.length) for (const go of idle.splice(0)) go(null);
  }, 1);
  const done = (status, ms) => {
    statuses[status] = (statuses[status] ?? 0) + 1;
    accepted.push(ms);
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, () => converse(port, next, done)));
  clearInterval(clock);
  const missing = await replies.settled(PATIENCE);
  return { sent, statuses, accepted, answered, missing };
}

/** One message after the other, each after the reply to the last: what one turn takes when nothing else is done. */
export async function turns({ port, requests, first, replies }) {
  const statuses = {};
  const answered = [];
  let reply = Promise.resolve();
  let sent = 0;
  const next = async () => {
    await reply;
    if (sent === requests.length) return null;
    const at = performance.now();
    reply = replies.of(first + sent).then((came) => answered.push(came - at));
    return requests[sent++];
  };
  const done = (status) => {
    statuses[status] = (statuses[status] ?? 0) + 1;
  };
  await converse(port, next, done);
  return { sent, statuses, answered, missing: await replies.settled(PATIENCE) };
}
