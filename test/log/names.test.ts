/** Every act that the source can write has a name that people read. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { actName } from '../../src/log/names.ts';

const SRC = path.resolve(import.meta.dirname, '../../src');

it('an auditor reads Japanese, whatever was done', () => {
  const text = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
    .filter((f) => /\.tsx?$/.test(f) && !f.endsWith('names.ts'))
    .map((f) => readFileSync(path.join(SRC, f), 'utf8'))
    .join('\n');
  const acts = new Set(
    [
      ...text.matchAll(
        /'((?:case|draft|person|unhandled|figures|log|number|window|backup|key|setting|session|staff)\.[a-z][A-Za-z]+)'/g,
      ),
    ].map((m) => m[1]!),
  );
  expect(acts.size).toBeGreaterThan(25);
  const unnamed = [...acts].filter((a) => actName(a) === a && !a.endsWith('.fault'));
  expect(unnamed).toEqual([]);
});
