/**
 * What residents would be shown, on sentences by people who do not know our rules and examples. The development
 * sentences never enter intents. These are floors, not aims: what is reached today must not get worse.
 */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { fold } from '../../src/understand/fold.ts';
import { contentOf } from '../rig/service.ts';
import { type DangerSentence, type NeedSentence, scoreDanger, scoreNeeds } from './score.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const read = <T>(set: string, name: string): T[] =>
  parse(readFileSync(path.join(import.meta.dirname, set, `${name}.yaml`), 'utf8'));

const { understanding } = contentOf();

it('understands most needs, asks where it is not sure, and keeps small talk out', () => {
  const score = scoreNeeds(
    understanding,
    read<NeedSentence>('dev', 'needs'),
    read<NeedSentence>('dev', 'pairs'),
  );
  expect(score.first).toBeGreaterThanOrEqual(0.85);
  expect(score.shown).toBeGreaterThanOrEqual(0.94);
  expect(score.answered).toBeGreaterThanOrEqual(0.62);
  expect(score.wrongAtOnce).toBeLessThanOrEqual(0.025);
  expect(score.fallback).toBeLessThanOrEqual(0.05);
  expect(score.outOfScopeAnswered).toBeLessThanOrEqual(0.05);
  expect(score.kanaToKanji).toBeGreaterThanOrEqual(0.95);
  expect(score.pairsShown).toBeGreaterThanOrEqual(0.7);
});

it('notices danger that nobody wrote rules from, and alarms few for nothing', () => {
  const score = scoreDanger(
    understanding,
    read<DangerSentence>('dev', 'danger'),
    read<DangerSentence>('dev', 'harmless'),
  );
  expect(score.now).toBeGreaterThanOrEqual(0.95);
  expect(score.crisis).toBeGreaterThanOrEqual(0.95);
  expect(score.crisisNoticed).toBeGreaterThanOrEqual(0.97);
  expect(score.unclear).toBeGreaterThanOrEqual(0.88);
  expect(score.harmlessCrisis).toBeLessThanOrEqual(0.06);
  expect(score.harmlessUnclear).toBeLessThanOrEqual(0.08);
});

it('is measured on sentences that stand in no file it learned from', () => {
  const learned = new Set(
    ['intents', 'intents/danger'].flatMap((folder) =>
      readdirSync(path.join(ROOT, folder))
        .filter((f) => f.endsWith('.yaml'))
        .flatMap((f) => sentencesOf(parse(readFileSync(path.join(ROOT, folder, f), 'utf8')))),
    ),
  );
  const measured = ['dev', 'frozen'].flatMap((set) =>
    ['needs', 'pairs', 'danger', 'harmless'].flatMap((name) => read<{ text: string }>(set, name)),
  );
  expect(measured.length).toBeGreaterThan(3000);
  expect(measured.filter(({ text }) => learned.has(fold(text))).length).toBe(0);
});

interface Taught {
  examples: string[] | Record<string, string[]>;
  must?: string[];
  must_catch?: Record<string, string[]>;
  must_not_catch?: string[];
}

const sentencesOf = ({ examples, must = [], must_catch = {}, must_not_catch = [] }: Taught): string[] =>
  [
    ...(Array.isArray(examples) ? examples : Object.values(examples).flat()),
    ...must,
    ...Object.values(must_catch).flat(),
    ...must_not_catch,
  ].map(fold);
