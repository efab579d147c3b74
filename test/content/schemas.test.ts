import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { editorSchemas } from '../../src/content/publish.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');

it('the JSON Schemas that editors use are those of the compiler, with Japanese help', () => {
  const schemas = editorSchemas();
  expect(readdirSync(path.join(ROOT, 'schemas')).sort()).toEqual(
    Object.keys(schemas)
      .map((n) => `${n}.json`)
      .sort(),
  );
  for (const [name, schema] of Object.entries(schemas)) {
    const file = readFileSync(path.join(ROOT, 'schemas', `${name}.json`), 'utf8');
    expect(JSON.parse(file)).toEqual(JSON.parse(JSON.stringify(schema)));
    expect(file).toMatch(/"description": "[^"]*[ぁ-ん]/);
  }
});
