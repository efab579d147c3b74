// Before the tests: a browser and a Japanese font. As root on Debian with CI set they are installed; otherwise one
// sentence says what to type. Also builds dist/ when it is missing, because whole processes are tested.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const hasBrowser = [
  process.env.CHROMIUM,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
].some((p) => p && existsSync(p));
const hasFont = hasJapaneseFont();
// The second verifier of the log is written in another language than ours.
const hasPython = runs('python3', ['--version']);

if (!hasBrowser || !hasFont || !hasPython) {
  const missing = [
    ...(hasBrowser ? [] : ['chromium']),
    ...(hasFont ? [] : ['fonts-noto-cjk', 'fontconfig']),
    ...(hasPython ? [] : ['python3-minimal']),
  ];
  if (process.env.CI && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) install(missing);
  else {
    console.error(
      `試験に要るものがありません。「apt-get install ${missing.join(' ')}」を実行してください（Chromium が別の場所にあるときは CHROMIUM=その場所）。`,
    );
    process.exit(1);
  }
}
execFileSync('npm', ['run', '--silent', 'build'], { stdio: 'inherit' });

function hasJapaneseFont() {
  try {
    return (
      execFileSync('fc-list', [':lang=ja'], {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      }).trim() !== ''
    );
  } catch {
    return false;
  }
}

function runs(program, args) {
  try {
    execFileSync(program, args, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

function install(packages) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const apt = (...args) => execFileSync('apt-get', args, { stdio: ['ignore', 'ignore', 'inherit'], env });
  apt('update', '-qq');
  apt('install', '-y', '-qq', '--no-install-recommends', ...packages);
}
