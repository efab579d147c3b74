/** Commands that open the database: with the same settings as the service, under its own name in the log. */
import { existsSync } from 'node:fs';
import os from 'node:os';
import { configure, type Settings } from '../config.ts';
import { openHost } from '../host.ts';
import type { Deps } from '../run/deps.ts';
import { type Call, cityOf, type Exit, prepared, tell } from './command.ts';

/** `cli:<OS user>`. */
export const cliActor = (): string => `cli:${os.userInfo().username}`;

/** The settings of the service; null after telling what is wrong with them. */
export function settingsOf(call: Call): Settings | null {
  const configured = configure({ ...process.env, CITY: cityOf(call) });
  if (configured.ok) return configured.settings;
  for (const problem of configured.problems) tell(problem);
  return null;
}

/** The log kept moving under other hands: nothing is shown or called done without its entry. */
export function notRecorded(): Exit {
  tell('記録に残せませんでした。少しして、もう一度実行してください。');
  return 3;
}

/** Runs `work` with deps, and closes. Settings that are refused end with exit 3. */
export async function withHost(call: Call, work: (deps: Deps) => Promise<Exit>): Promise<Exit> {
  const settings = settingsOf(call);
  if (!settings) return 3;
  if (!existsSync(settings.database)) {
    tell(
      `${settings.database} がありません。先に「npm start」で始めるか、DATABASE でサービスと同じ場所を指してください。`,
    );
    return 3;
  }
  const content = prepared(call);
  if (!content) return 3;
  const idle = { inbox() {}, outbox() {} };
  const host = await openHost({
    settings,
    content: () => content,
    wake: idle,
    report: () => {},
  });
  try {
    return await work(host.deps);
  } finally {
    await host.close();
  }
}
