import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const SRC = path.resolve(import.meta.dirname, '../src');
const PURE = ['talk', 'understand', 'windows', 'case', 'log', 'figures'];
/** The compiler's shapes and frozen content are data; reading the disk is not. */
const MAY_IMPORT = [...PURE, 'content/content.ts', 'content/schema.ts'];
const LIBRARIES: Record<string, string[]> = { 'log/chain.ts': ['node:crypto'], 'talk/golden.ts': ['yaml'] };
const IMPURE =
  /\bDate\.now\b|\bMath\.random\b|\bnew Date\(\)|\bfetch\(|\bprocess\.|\bsetTimeout\b|\bsetInterval\b|\bcrypto\.|\bconsole\.|\bperformance\./;

const filesOf = (folder: string): string[] =>
  readdirSync(path.join(SRC, folder), { recursive: true, encoding: 'utf8' })
    .filter((f) => /\.tsx?$/.test(f))
    .map((f) => `${folder}/${f}`);

const importsOf = (text: string): string[] =>
  [...text.matchAll(/(?:from|import)\s*\(?'([^']+)'/g)].map((m) => m[1]!);

function breachesOf(file: string, text: string): string[] {
  const found = importsOf(text).flatMap((specifier) => {
    if (!specifier.startsWith('.'))
      return (LIBRARIES[file] ?? []).includes(specifier) ? [] : [`imports ${specifier}`];
    const target = path.posix.normalize(path.posix.join(path.posix.dirname(file), specifier));
    return MAY_IMPORT.some((m) => target === m || target.startsWith(`${m}/`)) ? [] : [`imports ${target}`];
  });
  const code = text.replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '');
  const call = IMPURE.exec(code);
  return call ? [...found, `uses ${call[0]}`] : found;
}

describe('the pure folders touch no I/O, time or randomness', () => {
  for (const file of PURE.flatMap(filesOf)) {
    it(file, () => {
      expect(breachesOf(file, readFileSync(path.join(SRC, file), 'utf8'))).toEqual([]);
    });
  }

  it('notices a breach', () => {
    expect(breachesOf('talk/x.ts', "import { all } from '../store/port.ts';\nconst t = Date.now();")).toEqual(
      ['imports store/port.ts', 'uses Date.now'],
    );
    expect(breachesOf('talk/x.ts', "const fs = await import('node:fs');")).toEqual(['imports node:fs']);
  });
});

describe('the folders', () => {
  it('lead one way: only the entries, the commands and the app know everything', () => {
    const forbidden: [string, RegExp][] = [
      ['store', /\.\.\/(?:run|page|desk|line|talk|case|commands)\//],
      ['line', /\.\.\/(?:run|page|desk|store|commands)\//],
      ['content', /\.\.\/(?:run|page|desk|store|line|commands)\//],
      ['sheets', /\.\.\/(?:run|page|desk|store|line|commands|talk)\//],
      ['run', /\.\.\/(?:page|desk|commands)\//],
    ];
    const breaches = forbidden.flatMap(([folder, bad]) =>
      filesOf(folder).flatMap((f) =>
        importsOf(readFileSync(path.join(SRC, f), 'utf8'))
          .filter((i) => bad.test(i))
          .map((i) => `${f} → ${i}`),
      ),
    );
    expect(breaches).toEqual([]);
  });
});
