/** 4月1日の予行: what will be different on a day, and what to confirm before all else. */
import { expect, it } from 'vitest';
import { toConfirm } from '../../src/content/confirmFirst.ts';
import type { Content } from '../../src/content/content.ts';
import { changesBetween } from '../../src/content/rehearse.ts';
import { contentOf } from '../rig/service.ts';

function withApril(): Content {
  const content = structuredClone(contentOf().content);
  const [first, second] = Object.values(content.windows);
  first!.renamed = { name: '新しい課', from: '2027-04-01' };
  second!.until = '2027-03-31';
  second!.hours = [{ days: '月-金', open: '9:00', close: '16:00', from: '2027-04-01' }];
  return content;
}

it('names what begins and ends until the first of April, and nothing of before or after', () => {
  const lines = (from: string, to: string): string[] =>
    changesBetween(withApril(), from, to).map((c) => `${c.day} ${c.what}`);
  const april = lines('2026-11-27', '2027-04-01').filter((l) => !l.includes('確かめてから'));
  expect(april).toHaveLength(3);
  expect(april.join('\n')).toMatch(/窓口 が終わっています/);
  expect(april.join('\n')).toMatch(/月-金 9:00〜16:00 がはじまります/);
  expect(april.join('\n')).toMatch(/名前が「新しい課」に変わります/);
  expect(lines('2026-11-27', '2027-03-31').filter((l) => !l.includes('確かめてから'))).toEqual([]);
  expect(lines('2027-04-01', '2027-05-01').filter((l) => !l.includes('確かめてから'))).toEqual([]);
});

it('puts first what most needs lead to, and a number that has just run out among them', () => {
  const { content } = contentOf();
  const now = toConfirm(content, '2026-11-27');
  const later = toConfirm(content, '2027-06-01');
  expect(now.every((n) => n.why === 'waiting')).toBe(true);
  expect(now.map((n) => n.needs)).toEqual(now.map((n) => n.needs).sort((a, b) => b - a));
  expect(later.some((n) => n.why === 'past')).toBe(true);
  expect(later.length).toBeGreaterThan(now.length);
});
