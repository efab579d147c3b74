/** What operators are told of their own rules: two intents that claim one wording, sentences that another takes, rules that nothing needs. */
import path from 'node:path';
import { expect, it } from 'vitest';
import { compile } from '../../src/content/compile.ts';
import { conflictsOf } from '../../src/content/conflicts.ts';
import { addItem } from '../../src/content/edit.ts';
import { idleRules } from '../../src/content/idle.ts';
import { readContent } from '../../src/content/read.ts';
import { differences } from '../../src/content/recorded.ts';
import { parseSources, type SourceFile } from '../../src/content/sources.ts';
import { contentOf } from '../rig/service.ts';

const files = readContent(path.resolve(import.meta.dirname, '../..'));

function edited(edits: Record<string, (text: string) => string>) {
  const changed = files.map((f): SourceFile => ({ ...f, text: edits[f.path]?.(f.text) ?? f.text }));
  const { prepared, faults } = compile(changed, 'hiratsuka', 'later');
  expect(faults).toEqual([]);
  return { sources: parseSources(changed, 'hiratsuka'), prepared: prepared! };
}

const addRule = (rule: string) => (text: string) => addItem(text, ['rules', 'strong'], rule);

it('names both places of a wording that two intents claim, however it is spelt, and who loses', () => {
  const made = edited({
    'intents/housing.yaml': addRule('ほげほげ屋敷の手入れ'),
    'intents/small_chores.yaml': addRule('ホゲホゲ屋敷の 手入れ'),
  });
  const found = conflictsOf(made.sources, made.prepared).filter((c) => c.text.includes('ほげほげ'));
  expect(found).toHaveLength(1);
  const [{ a, b, loses }] = found as [(typeof found)[number]];
  expect([a.file, b.file]).toEqual(['intents/housing.yaml', 'intents/small_chores.yaml']);
  for (const { file, line } of [a, b]) {
    const text = made.sources.intents.find((f) => f.file === file)!;
    expect(line).toBe(text.place(['rules', 'strong', text.value!.rules.strong.length - 1]).line);
  }
  expect(['housing', 'small_chores']).toContain(loses);
});

it('names an example that another need is answered with', () => {
  const made = edited({
    'intents/volunteer_join.yaml': (text) =>
      addItem(text, ['examples'], '電気代も家賃も滞納していて支払いができません'),
  });
  const found = conflictsOf(made.sources, made.prepared).filter((c) =>
    c.text.startsWith('電気代も家賃も滞納'),
  );
  expect(found).toMatchObject([
    {
      a: { file: 'intents/volunteer_join.yaml' },
      b: { file: 'intents/livelihood_money.yaml' },
      loses: 'volunteer_join',
    },
  ]);
});

it('lists a rule that no sentence makes fire, and not one that some does', () => {
  const made = edited({ 'intents/small_chores.yaml': addRule('ぴよぴよ磨き') });
  const idle = idleRules(made.sources, made.prepared).map((i) => i.text);
  expect(idle).toContain('ぴよぴよ磨き');
  expect(idle).not.toContain('{ごみ出し}');
});

it('tells which sentences a change takes elsewhere', () => {
  const before = contentOf();
  const { prepared } = edited({ 'intents/volunteer_join.yaml': addRule('ふがふが会館') });
  const changed = differences(before, prepared, ['ふがふが会館', '電気代が払えません']);
  expect(changed).toMatchObject([
    { text: 'ふがふが会館', after: { decision: 'answer', id: 'volunteer_join' } },
  ]);
});
