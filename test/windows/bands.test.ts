import { describe, expect, it } from 'vitest';
import { openBands } from '../../src/windows/bands.ts';
import type { Hours } from '../../src/windows/hours.ts';

const textOf = (hours: Hours['hours']) =>
  openBands({ hours }).map(({ band, text }) => (text ? `${band} ${text}` : band));

describe('the bands to be called in', () => {
  it('are those in which the window is open, with the open part', () => {
    expect(textOf([{ days: '月-金', open: '8:30', close: '17:00' }])).toEqual([
      '午前 8:30〜12:00',
      '昼 12:00〜13:00',
      '午後 13:00〜16:00',
      '夕方 16:00〜17:00',
    ]);
  });
  it('leave out a lunch break and a few last minutes', () => {
    expect(
      textOf([
        { days: '月-金', open: '9:00', close: '12:00' },
        { days: '月-金', open: '13:00', close: '16:15' },
      ]),
    ).toEqual(['午前 9:00〜12:00', '午後 13:00〜16:00']);
  });
  it('join the days of the week', () => {
    expect(
      textOf([
        { days: '月', open: '10:00', close: '12:00' },
        { days: '火', open: '8:00', close: '11:00' },
      ]),
    ).toEqual(['午前 8:00〜12:00']);
  });
  it('are all of them when nobody knows the hours', () => {
    expect(textOf(null)).toEqual(['午前', '昼', '午後', '夕方']);
    expect(textOf('24時間')).toHaveLength(4);
  });
});
