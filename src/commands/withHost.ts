/** Commands that open the database: with the same settings as the service, under its own name in the log. */
import { existsSync } from 'node:fs';
import os from 'node:os';
import { configure } from '../config.ts';
import { openHost } from '../host.ts';
import type { Deps } from '../run/deps.ts';
import { type Call, cityOf, type Exit, prepared, tell } from './command.ts';

/** `cli:<OS user>`. */
export const cliActor = (): string => `cli:${os.userInfo().username}`;

/** Runs `work` with deps, and closes. Settings that are refused end with exit 3. */
export async function withHost(call: Call, work: (deps: Deps) => Promise<Exit>): Promise<Exit> {
  const configured = configure({ ...process.env, CITY: cityOf(call) });
  if (!configured.ok) {
    for (const problem of configured.problems) tell(problem);
    return 3;
  }
  if (!existsSync(configured.settings.database)) {
    tell(
      `${configured.settings.database} がありません。先に「npm start」で始めるか、DATABASE でサービスと同じ場所を指してください。`,
    );
    return 3;
  }
  const content = prepared(call);
  if (!content) return 3;
  const idle = { inbox() {}, outbox() {} };
  const host = await openHost({
    settings: configured.settings,
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
