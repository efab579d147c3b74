/**
 * Each family of danger rules (the lines under one comment of a file) is needed: without it, a whole sentence in a
 * resident's voice is heard less gravely. So no family can be lost, and none stands there for nothing.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { DANGER_CLASSES, type DangerClass, type DangerFile } from '../../src/content/schema.ts';
import { type DangerVerdict, judgeDanger } from '../../src/understand/danger.ts';
import { fold } from '../../src/understand/fold.ts';
import type { Fired } from '../../src/understand/rule.ts';
import { contentOf } from '../rig/service.ts';

const ROOT = path.resolve(import.meta.dirname, '..', '..');

const { listen } = contentOf().understanding;
const LEVELS = ['L3', 'L2', 'L1'] as const;

interface Family {
  level: (typeof LEVELS)[number];
  name: string;
  rules: Set<string>;
}

/** The rule lines of a file by the comment they stand under. */
function familiesOf(file: string): Family[] {
  const [, phrases = ''] = /^phrases:\n((?:[ #].*\n|\n)*)/m.exec(file) ?? [];
  const families: Family[] = [];
  let level: Family['level'] = 'L3';
  for (const line of phrases.split('\n')) {
    const head = /^ {2}(L[123]):/.exec(line);
    const comment = /^ {4}# ?(.*)/.exec(line);
    const rule = /^ {4}- (.*)/.exec(line);
    if (head) level = head[1] as Family['level'];
    if (head || comment) families.push({ level, name: comment?.[1] ?? 'はじめの行', rules: new Set() });
    if (rule) families.at(-1)!.rules.add(parse(rule[1]!) as string);
  }
  return families.filter((f) => f.rules.size > 0);
}

const levelWithin = (fired: readonly Fired[], c: DangerClass): string => {
  const verdict: DangerVerdict | null = judgeDanger(fired);
  return [verdict, ...(verdict?.also ?? [])].find((d) => d?.class === c)?.level ?? 'L0';
};

/** Sentences of people: the examples and those that must be caught, none of them a bare phrase of a rule. */
function sentencesOf({ must_catch, examples }: DangerFile): string[] {
  const all = LEVELS.flatMap((level) => [...must_catch[level], ...examples![level]]);
  return [...new Set(all)].filter((s) => fold(s).length >= 5);
}

describe.each(DANGER_CLASSES.map((c) => [c] as const))('the rules of %s', (c) => {
  const file = readFileSync(path.join(ROOT, 'intents', 'danger', `${c}.yaml`), 'utf8');
  const heard = sentencesOf(parse(file) as DangerFile).map((s) => ({ s, fired: listen(s).fired }));

  it.each(familiesOf(file).map((f) => [f.level, f.name, f] as const))('%s %s', (level, _name, { rules }) => {
    const mine = (f: Fired): boolean =>
      f.rule.owner === `danger:${c}` && f.rule.kind === level && rules.has(f.rule.text);
    const needed = heard.filter(({ s, fired }) => {
      const bare = fired.some((f) => mine(f) && f.words.some((w) => w === fold(s)));
      return (
        !bare &&
        levelWithin(
          fired.filter((f) => !mine(f)),
          c,
        ) < levelWithin(fired, c)
      );
    });
    expect(needed.map(({ s }) => s)).not.toEqual([]);
  });
});
