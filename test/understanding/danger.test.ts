/**
 * Danger in the words of people who do not know our rules. The development sentences never enter intents. These are
 * floors, not aims: what the rules reach today must not get worse, and each floor only rises.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { contentOf } from '../rig/service.ts';
import { type DangerSentence, scoreDanger } from './danger.ts';

const read = (name: string): DangerSentence[] =>
  parse(readFileSync(path.join(import.meta.dirname, 'dev', `${name}.yaml`), 'utf8'));

it('notices danger in sentences that nobody wrote rules from, and alarms few for nothing', () => {
  const score = scoreDanger(contentOf().understanding, read('danger'), read('harmless'));
  expect(score.now).toBeGreaterThanOrEqual(0.45);
  expect(score.crisis).toBeGreaterThanOrEqual(0.56);
  expect(score.noticed).toBeGreaterThanOrEqual(0.59);
  expect(score.falseCard).toBeLessThanOrEqual(0.13);
  expect(score.falseQuestion).toBeLessThanOrEqual(0.055);
});
