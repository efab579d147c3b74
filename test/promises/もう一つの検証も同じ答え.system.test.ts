/** The second verifier, in another language, agrees with ours on exports whole and damaged. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { link } from '../../src/log/chain.ts';
import { checkpointLine } from '../../src/log/checkpoint.ts';
import { startProcess } from '../rig/process.ts';
import { Visitor } from '../rig/visitor.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const CLI = path.join(ROOT, 'dist/cli.js');
const SECOND = path.join(ROOT, 'tools/verify_log.py');
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'komatta-second-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const ours = (log: string, kept: string): unknown =>
  JSON.parse(
    spawnSync(process.execPath, [
      CLI,
      'log',
      'verify',
      log,
      '--checkpoints',
      kept,
      '--json',
    ]).stdout.toString(),
  );
const second = (log: string, kept: string): unknown =>
  JSON.parse(spawnSync('python3', [SECOND, log, kept]).stdout.toString());

it('stays short enough to be read by whoever has to trust it', () => {
  expect(readFileSync(SECOND, 'utf8').trimEnd().split('\n').length).toBeLessThanOrEqual(60);
});

describe('an export of a served log', () => {
  it('verifies with both, holds its own entry, and is a table on request', async () => {
    const served = await startProcess(folder);
    const visitor = new Visitor(served.url);
    expect(await visitor.say('灯油を買いに行けません')).toBe(true);
    expect(await visitor.say('人と話す')).toBe(true);
    expect(await visitor.send('/send')).toBe(true);
    await served.end('SIGTERM');
    const env = { PATH: process.env.PATH ?? '', DATABASE: path.join(folder, 'komatta.db') };
    const run = (...args: string[]): string =>
      execFileSync(process.execPath, [CLI, ...args], {
        cwd: folder,
        env,
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      });
    const jsonl = run('log', 'export');
    expect(jsonl.trimEnd().split('\n').at(-1)).toContain('"act":"log.exported"');
    expect(jsonl).not.toContain('灯油');
    const log = path.join(folder, 'out.jsonl');
    writeFileSync(log, jsonl);
    const kept = path.join(folder, 'none.txt');
    writeFileSync(kept, `x 1 ${headAt(jsonl)}\n`);
    expect(second(log, kept)).toEqual(ours(log, kept));
    expect(second(log, kept)).toMatchObject({ ok: true, proven: 1 });
    const csv = run('log', 'export', '--csv');
    expect(csv).toMatch(/^\uFEFF番号,日時,だれが,何を,相談,窓口,くわしく,何を（ことば）\r\n1,/);
    expect(csv.trimEnd().split('\r\n')).toHaveLength(jsonl.trimEnd().split('\n').length + 2);
  });
});

/** Head after the first line, counted here. */
function headAt(jsonl: string): string {
  const code = `import hashlib,sys;h=hashlib.sha256(b"komatta-log-v1\\n").digest();print(hashlib.sha256(b"\\x01"+h+sys.stdin.buffer.read()).hexdigest())`;
  return execFileSync('python3', ['-c', code], { input: jsonl.split('\n')[0], encoding: 'utf8' }).trim();
}

it('names the same fault in the same entry, however a log was changed', () => {
  const entries = Array.from({ length: 30 }, (_, i) => ({
    at: 1_795_000_000_000 + i,
    actor: 'system',
    act: 'case.taken',
  }));
  const linked = link({ seq: 0, head: headOfNothing() }, entries);
  const kept = path.join(folder, 'kept.txt');
  writeFileSync(
    kept,
    [10, 20, 30].map((n) => checkpointLine({ origin: 'x', size: n, head: linked[n - 1]!.head })).join(''),
  );
  const log = path.join(folder, 'changed.jsonl');
  const change = fc.record({
    kind: fc.constantFrom('drop', 'swap', 'edit', 'cut', 'renumber'),
    at: fc.nat(29),
    by: fc.nat(9),
  });
  fc.assert(
    fc.property(change, (c) => {
      writeFileSync(
        log,
        `${changed(
          linked.map((l) => l.line),
          c,
        ).join('\n')}\n`,
      );
      const found = second(log, kept);
      expect(found).toEqual(ours(log, kept));
      expect(found).toMatchObject({ ok: false });
    }),
    { numRuns: 12 },
  );
});

function changed(lines: string[], { kind, at, by }: { kind: string; at: number; by: number }): string[] {
  switch (kind) {
    case 'drop':
      return lines.toSpliced(at, 1);
    case 'swap':
      return lines.with(at, lines[(at + 1) % 30]!).with((at + 1) % 30, lines[at]!);
    case 'edit':
      return lines.with(at, lines[at]!.replace('case.taken', `case.take${by}`));
    case 'cut':
      return lines.slice(0, at);
    default:
      return lines.with(at, lines[at]!.replace(/"seq":\d+/, `"seq":${at + 40 + by}`));
  }
}

const headOfNothing = (): string => '5526d44445e64bd892319c3478ce9756d9821f5d555c423e4fea0f3dfaf32c9f';
