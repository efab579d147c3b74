/** axe-core on a page as it stands: WCAG 2.2 A and AA, and what axe holds to be good practice. */
import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';

interface Violation {
  id: string;
  nodes: { target: string[]; failureSummary?: string }[];
}

/** Fails with rule and place of each violation. */
export async function expectAccessible(page: Page): Promise<void> {
  await page.evaluate(axe.source);
  const found = (await page.evaluate(
    `axe.run(document, { resultTypes: ['violations'] }).then((r) => r.violations)`,
  )) as Violation[];
  expect(
    found.flatMap((v) => v.nodes.map((n) => `${v.id} ${n.target.join(' ')}: ${n.failureSummary ?? ''}`)),
  ).toEqual([]);
}
