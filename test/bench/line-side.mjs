/**
 * LINE's side, a process of its own: posts signed webhooks over many connections, and takes the replies.
 * Orders come over IPC: `{ prepare }` once, then one of `{ load }`, `{ pace }` and `{ turns }` for every run.
 */
import { createServer } from 'node:http';
import { converse } from './connection.mjs';
import { pace, turns } from './pacing.mjs';
import { Replies } from './replies.mjs';
import { signedRequests } from './webhooks.mjs';

let requests = [];
/** Of `requests`, those given away: an event is sent once, whatever the run. */
let given = 0;
const replies = new Replies();

const api = createServer((req, res) => {
  const chunks = [];
  req.on('data', (chunk) => chunks.push(chunk));
  req.on('end', () => {
    replies.take(chunks);
    res.setHeader('content-type', 'application/json').end('{"sentMessages":[]}');
  });
});

/** Gives `count` requests away, with the number of the first. */
function take(count) {
  const first = given;
  given += count;
  if (given > requests.length) throw new Error('too few requests were prepared');
  return { first, requests: requests.slice(first, given) };
}

/** Sends for `warmUp` + `measured` ms, waits for every answer, and tells what came of it. */
async function load({ port, connections, warmUp, measured }) {
  const begin = performance.now() + warmUp;
  const end = begin + measured;
  const statuses = {};
  const times = [];
  let sent = 0;
  let last = begin;
  // Each contestant gets the same events, from the first on.
  const next = () => (performance.now() < end && sent < requests.length ? requests[sent++] : null);
  const done = (status, ms) => {
    statuses[status] = (statuses[status] ?? 0) + 1;
    const now = performance.now();
    if (now < begin || now > end) return;
    times.push(ms);
    last = now;
  };
  await Promise.all(Array.from({ length: connections }, () => converse(port, next, done)));
  // A machine so fast that the requests ran out is measured up to its last answer.
  const seconds = ((sent < requests.length ? end : last) - begin) / 1_000;
  return { sent, statuses, times, rate: times.length / seconds };
}

process.on('message', async (order) => {
  if (order.load) return process.send(await load(order.load));
  if (order.pace) return process.send(await pace({ ...order.pace, ...take(order.pace.count), replies }));
  if (order.turns) return process.send(await turns({ ...order.turns, ...take(order.turns.count), replies }));
  requests = signedRequests(order.prepare.count, order.prepare.secret, order.prepare.sentences);
  api.listen(0, '127.0.0.1', () => process.send({ api: `http://127.0.0.1:${api.address().port}` }));
});
process.on('disconnect', () => process.exit(0));
