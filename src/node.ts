/** Entry: Node + SQLite. `npm start`. */
import { mkdirSync } from 'node:fs';
import type { Server } from 'node:http';
import path from 'node:path';
import pino from 'pino';
import { configure, isLoopback, type Settings } from './config.ts';
import { faultLine } from './content/fault.ts';
import { loadContent } from './content/load.ts';
import { firstInvite } from './desk/enter.tsx';
import { BUILT, CHILD, type Host, HostFault, openHost, PACKAGE } from './host.ts';
import { createHttpServer } from './http.ts';
import { watchContent } from './live.ts';
import { releaseLeases } from './run/deliver.ts';
import { createLoop, type Loop } from './run/loop.ts';
import { recordSettings } from './run/settingEntries.ts';
import { sweep } from './run/sweep.ts';
import { type Serving, takeServing } from './store/serving.ts';

const say = (line: string): void => void process.stdout.write(`${line}\n`);
const stopWith = (lines: string[]): never => {
  for (const line of lines) process.stderr.write(`${line}\n`);
  process.exit(3);
};

const configured = configure(process.env);
if (!configured.ok) stopWith(['はじめられません。', ...configured.problems]);
else
  await main(configured.settings).catch((e) =>
    e instanceof HostFault ? stopWith([e.message]) : Promise.reject(e),
  );

async function main(settings: Settings): Promise<void> {
  const root = settings.contentDir ?? PACKAGE;
  const { prepared, faults } = loadContent(root, settings.city, BUILT);
  if (!prepared)
    return stopWith(['困りごとや窓口のファイルに直すところがあります。', ...faults.map(faultLine)]);
  mkdirSync(path.dirname(path.resolve(settings.database)), { recursive: true, mode: 0o700 });
  // The keys' file is shared by all that lies in this folder: one process may serve from it.
  const serving = takeServing(settings.keysDatabase);
  if (!serving)
    return stopWith([
      `${path.dirname(settings.database)} のデータベースは、ほかのプロセスが使っています。そちらを止めてから始めてください。`,
    ]);

  // With LINE settings residents are there: content changes only by publishing and starting anew.
  const live = settings.line
    ? null
    : watchContent({ root, city: settings.city, first: prepared, child: CHILD, tell: say });
  const logger = pino({ base: null }, pino.destination(2));
  const loop: Loop = createLoop(() => host.deps);
  const host: Host = await openHost({
    settings,
    content: live ? live.content : () => prepared,
    wake: loop,
    report: (event) => logger.info(event),
  });
  await host.deps.recorder
    .checkpoint()
    .catch(() =>
      stopWith([
        `記録の控え（${settings.checkpoints}）が書けません。LOG_CHECKPOINTS の場所を確かめてください。`,
      ]),
    );
  await releaseLeases(host.deps);
  await recordSettings(host.deps);
  await sweep(host.deps);

  const hostname = settings.listen ?? (isLoopback(settings.publicUrl) ? 'localhost' : '0.0.0.0');
  const server = createHttpServer(host.deps).listen(settings.port, hostname, async () => {
    loop.start();
    await greet(host, settings);
  });
  server.on('error', (e: NodeJS.ErrnoException) => {
    stopWith([
      e.code === 'EADDRINUSE'
        ? `ポート ${settings.port} は使われています。PORT=3001 のように別の数にしてください。`
        : 'サーバーを始められませんでした。',
    ]);
  });
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    process.once(signal, () => void stop(server, loop, host, serving));
}

async function greet(host: Host, settings: Settings): Promise<void> {
  say(`困った（${settings.city}）をはじめました：${settings.publicUrl.origin}`);
  say(`  住民のページ   ${settings.publicUrl.origin}/`);
  say(`  職員の画面     ${settings.publicUrl.origin}/desk`);
  const invite = await firstInvite(host.deps);
  if (invite) say(`  まだ職員がいません。はじめの統括は、72時間以内にここで登録してください：\n  ${invite}`);
  if (!settings.line) say('  LINE の設定がありません。つなぎ方は README の「LINE につなぐ」にあります。');
}

async function stop(server: Server, loop: Loop, host: Host, serving: Serving): Promise<void> {
  const closed = new Promise<void>((done) => server.close(() => done()));
  server.closeIdleConnections();
  await Promise.race([closed, new Promise((done) => setTimeout(done, 1_000))]);
  await loop.stop(4_000);
  await host.deps.recorder.checkpoint();
  await host.close();
  serving.release();
  process.exit(0);
}
