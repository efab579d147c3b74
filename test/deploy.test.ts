/** The files for a city's engineer: what they name exists, and what they set is known. */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROUTES, WEBHOOK_MAX } from '../src/app.ts';
import { configure, type Env } from '../src/config.ts';
import { KEPT } from '../src/run/retention.ts';

const ROOT = path.resolve(import.meta.dirname, '..');
const file = (name: string): string => readFileSync(path.join(ROOT, name), 'utf8');
const filesIn = (folder: string, kind: RegExp): string[] =>
  readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((n) => kind.test(n))
    .map((n) => `${folder}/${n}`);
const all = (text: string, pattern: RegExp): string[] => [...text.matchAll(pattern)].map((m) => m[1]!);
const unique = (names: string[]): string[] => [...new Set(names)].sort();

/** Every setting the program reads, wherever it does. */
const SETTINGS = unique([
  ...all(file('src/config.ts'), /\benv\.([A-Z][A-Z_]+)/g),
  ...Object.values(KEPT).map((k) => k.env),
  ...filesIn('src', /\.tsx?$/).flatMap((f) => all(file(f), /process\.env\.([A-Z][A-Z_]+)/g)),
]);
const UNITS = filesIn('deploy', /\.(?:service|timer)$/);
const COMMANDS = all(
  /const COMMANDS[\s\S]*?\n};/.exec(file('src/cli.ts'))![0],
  /^ {2}'?([a-z][a-z -]*[a-z])'?: \{(?: run|$)/gm,
);
const COMMAND_OPTIONS = all(file('src/cli.ts'), /^ {2}'?([\w-]+)'?: \{ type: /gm);

describe('settings', () => {
  it('stand in .env.example, all of them and no others', () => {
    expect(SETTINGS.length).toBeGreaterThan(12);
    expect(unique(all(file('.env.example'), /^([A-Z][A-Z_]+)=/gm))).toEqual(SETTINGS);
  });

  it('of units, container and settings file are known to the program', () => {
    const named = [
      ...UNITS.flatMap((u) => all(file(u), /^Environment=([A-Z_]+)=/gm)),
      ...all(file('deploy/Dockerfile'), /^ENV ([A-Z_]+)=/gm),
      ...all(file('deploy/komatta'), /-E ([A-Z_]+)=/g),
      ...all(file('deploy/komatta.env'), /^([A-Z_]+)=/gm),
      ...all(file('docs/live.md'), /-e ([A-Z_]+)=/g),
    ];
    expect(named.length).toBeGreaterThan(10);
    expect(unique(named).filter((n) => n !== 'NODE_ENV' && !SETTINGS.includes(n))).toEqual([]);
  });

  it('of the unit and a filled settings file are accepted; an unfilled one is refused', () => {
    const unit = fields(file('deploy/komatta.service'), /^Environment=([A-Z_]+)=(.*)$/gm);
    const empty = fields(file('deploy/komatta.env'), /^([A-Z_]+)=(.*)$/gm);
    const filled: Env = {
      PUBLIC_URL: 'https://soudan.example.jp',
      KOMATTA_KEY: Buffer.from(Array.from({ length: 32 }, (_, i) => i * 7)).toString('base64'),
      LINE_CHANNEL_SECRET: 's',
      LINE_CHANNEL_ACCESS_TOKEN: 't',
    };
    expect(Object.keys(empty)).toEqual(expect.arrayContaining(Object.keys(filled)));
    expect(configure({ ...unit, ...empty, ...filled })).toMatchObject({
      ok: true,
      settings: {
        database: '/var/lib/komatta/komatta.db',
        checkpoints: '/var/lib/komatta/checkpoints.txt',
        listen: '127.0.0.1',
        trustProxy: true,
      },
    });
    expect(configure({ ...unit, ...empty, PUBLIC_URL: filled.PUBLIC_URL }).ok).toBe(false);
  });
});

const fields = (text: string, pattern: RegExp): Env =>
  Object.fromEntries([...text.matchAll(pattern)].map((m) => [m[1]!, m[2]!]));

describe('the units', () => {
  it('start what the build makes, with commands and options that exist', () => {
    const calls = [
      ...UNITS.flatMap((u) => all(file(u), /^Exec\w+=(.*)$/gm)),
      /\/usr\/bin\/node (.*) "\$@"/.exec(file('deploy/komatta'))![0],
    ];
    expect(calls.length).toBe(5);
    for (const call of calls) {
      const [, entry = '', command] =
        /^\/usr\/bin\/node \/opt\/komatta\/dist\/(\w+)\.js(?: ([a-z]+))?/.exec(call) ?? [];
      expect(file('build.mjs'), call).toContain(`${entry}: 'src/${entry}.ts'`);
      if (command) expect(COMMANDS, call).toContain(command);
      for (const option of all(call, / --([\w-]+)/g)) expect(COMMAND_OPTIONS, call).toContain(option);
    }
  });

  it('are closed the same way, and write only where they say', () => {
    const hardening = (unit: string): string =>
      file(unit)
        .slice(file(unit).indexOf('NoNewPrivileges'))
        .replace(/\n\[Install\][\s\S]*/, '')
        .trim();
    expect(hardening('deploy/komatta-backup.service')).toBe(hardening('deploy/komatta.service'));
    for (const rule of [
      'NoNewPrivileges=yes',
      'ProtectSystem=strict',
      'CapabilityBoundingSet=\n',
      'PrivateTmp=yes',
    ])
      expect(hardening('deploy/komatta.service')).toContain(rule);
    expect(file('deploy/komatta-backup.service')).toMatch(/backup (\S+) [\s\S]*^ReadWritePaths=\1$/m);
  });

  it('do not start over and over what a person has to mend', () => {
    expect(file('deploy/komatta.service')).toContain('RestartPreventExitStatus=3');
    expect(file('src/node.ts')).toContain('process.exit(3)');
  });

  const hasSystemd = spawnSync('systemd-analyze', ['--version']).status === 0;
  it.skipIf(!hasSystemd)(
    'are good to systemd itself (skipped where systemd-analyze is not installed)',
    () => {
      const folder = mkdtempSync(path.join(os.tmpdir(), 'komatta-units-'));
      for (const unit of UNITS)
        writeFileSync(
          path.join(folder, path.basename(unit)),
          file(unit).replaceAll('/usr/bin/node', process.execPath),
        );
      try {
        const paths = UNITS.map((u) => path.join(folder, path.basename(u)));
        const ran = spawnSync('systemd-analyze', ['verify', ...paths], { encoding: 'utf8' });
        expect([ran.status, ran.stderr.split('\n').filter((l) => l.includes('komatta'))]).toEqual([0, []]);
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    },
  );

  it('the wrapper is a program that a shell can read', () => {
    execFileSync('sh', ['-n', path.join(ROOT, 'deploy/komatta')]);
    expect(() => execFileSync('test', ['-x', path.join(ROOT, 'deploy/komatta')])).not.toThrow();
  });
});

describe('the container', () => {
  const docker = file('deploy/Dockerfile');

  it('has the Node version that package.json asks for, in both stages', () => {
    const { engines } = JSON.parse(file('package.json')) as { engines: { node: string } };
    const major = /^>=(\d+)/.exec(engines.node)![1];
    expect(all(docker, /^FROM node:(\d+)-slim/gm)).toEqual([major, major]);
  });

  it('copies what exists, and is sent what it copies and no more', () => {
    const copied = all(docker, /^COPY (?!--from)(.*) \S+$/gm).flatMap((l) => l.split(' '));
    for (const name of copied) expect(existsSync(path.join(ROOT, name)), name).toBe(true);
    const sent = all(file('deploy/Dockerfile.dockerignore'), /^!(.+)$/gm);
    expect(sent.sort()).toEqual(copied.sort());
    expect(file('deploy/Dockerfile.dockerignore')).toMatch(/^\*$/m);
  });

  it('keeps the data in its volume, runs as nobody special, and asks a route that exists', () => {
    const volume = all(docker, /^VOLUME (\S+)$/gm)[0]!;
    expect(docker).toContain(`ENV DATABASE=${volume}/komatta.db`);
    expect(docker.indexOf('USER node')).toBeLessThan(docker.indexOf('\nCMD'));
    expect(docker.indexOf('USER node')).toBeGreaterThan(docker.lastIndexOf('FROM'));
    const asked = /HEALTHCHECK[\s\S]*?'(\/\w+)'/.exec(docker)![1];
    expect(ROUTES.map((r) => r.path)).toContain(asked);
    const healthcheck = JSON.parse(/HEALTHCHECK[\s\S]*?CMD (\[.*\])/.exec(docker)![1]!) as string[];
    const ran = spawnSync(process.execPath, healthcheck.slice(1), { env: { PORT: '1' } });
    expect(ran.status).toBe(1); // nobody listens there
    for (const command of all(docker, /"(dist\/\w+)\.js"/g)) expect(command).toBe('dist/node');
  });
});

describe('the proxies', () => {
  const proxies = ['deploy/nginx.conf', 'deploy/Caddyfile'];

  it('lead to the port and address the unit listens at, and hide /metrics', () => {
    for (const name of proxies) {
      expect(file(name), name).toContain('127.0.0.1:3000');
      expect(file(name), name).toMatch(/(?:location = |respond )\/metrics (?:\{ return )?404/);
    }
  });

  it('let through what LINE may send, and overwrite what a sender claims', () => {
    expect(WEBHOOK_MAX).toBe(2 * 1024 * 1024);
    expect(file('deploy/nginx.conf')).toContain('client_max_body_size 2m;');
    expect(file('deploy/Caddyfile')).toContain('max_size 2MiB');
    expect(file('deploy/nginx.conf')).toContain('X-Forwarded-For $remote_addr;');
  });

  it('write no address of a page into a log', () => {
    const nginx = file('deploy/nginx.conf');
    expect(all(nginx, /log_format komatta '(.*)'/g)[0]).not.toMatch(
      /\$(?:request|request_uri|uri|args|http_referer)\b(?!_)/,
    );
    expect(all(nginx, /^\s+access_log (.*);/gm).every((l) => l === 'off' || l.endsWith(' komatta'))).toBe(
      true,
    );
    expect(file('deploy/Caddyfile')).not.toMatch(/^\s*log\b/m);
  });
});

describe('docs/live.md and README', () => {
  it('name commands, options and files that exist', () => {
    for (const name of ['docs/live.md', 'README.md']) {
      const text = file(name);
      for (const call of all(text, /(?:npx|sudo) komatta ([a-z][^\n`]*)/g)) {
        const [first = '', second = ''] = call.split(/\s+/);
        expect(
          COMMANDS.some((c) => c === first || c === `${first} ${second}`),
          `${name}: ${call}`,
        ).toBe(true);
        for (const option of all(call, / --([\w-]+)/g))
          expect(COMMAND_OPTIONS, `${name}: ${call}`).toContain(option);
      }
      for (const f of all(text, /\b((?:deploy|docs|src|test)\/[\w./-]*\w)/g))
        expect(existsSync(path.join(ROOT, f)), `${name}: ${f}`).toBe(true);
    }
  });

  it('docs/live.md tells of every number on /metrics and every file of deploy/', () => {
    const live = file('docs/live.md');
    for (const metric of all(file('src/run/metrics.ts'), /'(komatta_\w+)'/g)) expect(live).toContain(metric);
    for (const name of readdirSync(path.join(ROOT, 'deploy')))
      if (!name.includes('dockerignore')) expect(live, name).toContain(`deploy/${name}`);
  });
});
