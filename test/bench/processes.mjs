/** Child processes of the bench: pinned to a core where that is possible, and never left behind. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import net from 'node:net';

const running = new Set();
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(130));

/** Two cores that we may use, one for the server and one for LINE's side; null when they cannot be kept apart. */
export function twoCores() {
  if (spawnSync('taskset', ['--version']).status !== 0) return null;
  const list = /Cpus_allowed_list:\s*(\S+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1] ?? '';
  const cores = list.split(',').flatMap((range) => {
    const [first, last = first] = range.split('-').map(Number);
    return Array.from({ length: last - first + 1 }, (_, i) => first + i);
  });
  return cores.length < 2 ? null : { server: cores[0], line: cores[1] };
}

/** Starts `node file` on a core (undefined: anywhere). stdout is not ours to fill: it is dropped. */
export function start(file, { core, env = {} }) {
  const command = [process.execPath, file];
  if (core !== undefined) command.unshift('taskset', '-c', String(core));
  const child = spawn(command[0], command.slice(1), {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  running.add(child);
  child.once('exit', () => running.delete(child));
  return child;
}

/** The next message of a child; throws when it ends instead. */
export function answerOf(child) {
  return new Promise((resolve, reject) => {
    const end = (code) => reject(new Error(`計測のプロセスが終わってしまいました（${code}）。`));
    child.once('exit', end);
    child.once('message', (message) => {
      child.off('exit', end);
      resolve(message);
    });
  });
}

/** Kills at once, so that only what was durable by then is found later. */
export async function kill(child) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGKILL');
  await once(child, 'exit');
}

/** Resident memory in MB and processor time in ms so far; nulls where /proc does not tell. */
export function spent(child) {
  try {
    const read = (file) => readFileSync(`/proc/${child.pid}/${file}`, 'utf8');
    // Fields 14 and 15, in hundredths of a second; the name before them may hold spaces.
    const ticks = read('stat').split(') ').at(-1).split(' ').slice(11, 13);
    return {
      rss: Number(/VmRSS:\s*(\d+)/.exec(read('status'))[1]) / 1_024,
      cpu: (Number(ticks[0]) + Number(ticks[1])) * 10,
    };
  } catch {
    return { rss: null, cpu: null };
  }
}

/** A port that nobody listens on now. */
export async function freePort() {
  const server = net.createServer().listen(0, 'localhost');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

/** Waits until a child takes connections. */
export async function listening(child, port) {
  for (const end = Date.now() + 20_000; Date.now() < end; ) {
    if (child.exitCode !== null) break;
    if (await connects(port)) return;
    await new Promise((next) => setTimeout(next, 50));
  }
  throw new Error('サーバーが始まりませんでした。');
}

function connects(port) {
  return new Promise((known) => {
    const socket = net.connect({ port, host: 'localhost' });
    socket.once('connect', () => socket.end(() => known(true)));
    socket.once('error', () => known(false));
  });
}
