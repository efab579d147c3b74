import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { goldenYaml } from '../../src/talk/golden.ts';
import { contentOf } from '../rig/service.ts';
import { goldenTalks, goldenTests, replay } from './golden.ts';

if (process.env.UPDATE_TALKS) {
  for (const [file, golden] of goldenTalks) {
    writeFileSync(
      path.join(import.meta.dirname, file),
      goldenYaml({ ...golden, talk: replay(golden, contentOf(golden.city)) }),
    );
  }
}

describe.skipIf(process.env.UPDATE_TALKS)('golden talks on Node', () => {
  goldenTests(contentOf);

  it('there are talks, and each ends with a next step', () => {
    expect(goldenTalks.size).toBeGreaterThan(5);
    for (const [file, { talk }] of goldenTalks) {
      expect(talk.at(-1)!.bot, file).toMatch(/人と話す|メニュー|\d{3,4}|ページ|送る|天気|返事/);
    }
  });
});
