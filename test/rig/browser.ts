/** A real browser. Missing Chromium is a failure that says what to type, never a silent skip. */
import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const CANDIDATES = [
  process.env.CHROMIUM,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
];

/** Starts Chromium with its own services' traffic switched off. */
export async function startBrowser(): Promise<Browser> {
  const executablePath = CANDIDATES.find((c): c is string => c !== undefined && existsSync(c));
  if (!executablePath)
    throw new Error(
      'Chromium がありません。「apt-get install chromium fonts-noto-cjk」を実行するか、CHROMIUM=/path/to/chromium を付けてください。',
    );
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--disable-dev-shm-usage',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}
