import { describe, expect, it } from 'vitest';
import { japaneseHolidays } from '../../src/content/holidays.ts';
import { afterOpenMinutes, daysOf, type Hours, hoursText, openState } from '../../src/windows/hours.ts';
import { dateAndTime, dayOf, isoTokyo, startOf } from '../../src/windows/tokyo.ts';

const HALL: Hours = {
  hours: [{ days: '月-金', open: '8:30', close: '17:00' }],
  closed: ['祝日', '年末年始'],
};
const NIGHT: Hours = { hours: [{ days: '毎日', open: '18:00', close: '32:00' }], closed: [] };
const holidays = new Set(japaneseHolidays());
const at = (iso: string): number => Date.parse(`${iso}+09:00`);
const state = (iso: string, hours = HALL) => {
  const s = openState(hours, holidays, at(iso));
  return [s.open, s.next === null ? null : isoTokyo(s.next).slice(0, 16)];
};

describe('open now and next opening', () => {
  it.each([
    ['2026-11-24T08:29:59', false, '2026-11-24T08:30'],
    ['2026-11-24T08:30:00', true, null],
    ['2026-11-24T16:59:59', true, null],
    ['2026-11-24T17:00:00', false, '2026-11-25T08:30'],
    ['2026-11-20T18:00:00', false, '2026-11-24T08:30'], // over a weekend and 勤労感謝の日
    ['2026-12-28T18:00:00', false, '2027-01-04T08:30'], // 年末年始
    ['2027-03-21T12:00:00', false, '2027-03-23T08:30'], // 春分の日 on a Sunday: 振替休日 on Monday
    ['2026-09-20T12:00:00', false, '2026-09-24T08:30'], // 敬老の日, 国民の休日, 秋分の日
    ['2026-05-02T12:00:00', false, '2026-05-07T08:30'], // 大型連休
  ])('%s → open %s, next %s', (iso, open, next) => {
    expect(state(iso)).toEqual([open, next]);
  });

  it('knows hours that run past midnight', () => {
    expect(state('2026-11-24T02:00:00', NIGHT)).toEqual([true, null]);
    expect(state('2026-11-24T08:00:00', NIGHT)).toEqual([false, '2026-11-24T18:00']);
  });

  it('says that unknown hours are unknown', () => {
    expect(openState({ hours: null, closed: [] }, holidays, at('2026-11-24T10:00:00'))).toEqual({
      open: null,
      until: null,
      next: null,
    });
  });

  it('does not depend on the zone of the machine', () => {
    const zone = process.env.TZ;
    const answers = ['UTC', 'America/Los_Angeles', 'Asia/Tokyo', 'Pacific/Kiritimati'].map((tz) => {
      process.env.TZ = tz;
      return JSON.stringify([
        state('2026-11-24T08:30:00'),
        dayOf(at('2026-11-24T00:30:00')),
        dateAndTime(at('2026-11-24T00:30:00')),
      ]);
    });
    process.env.TZ = zone;
    expect(new Set(answers).size).toBe(1);
    expect(answers[0]).toContain('11月24日（火）0:30');
  });

  it('over ten years: at every hour it is open, or opens later at a moment when it is open', () => {
    for (let t = startOf('2026-01-01'); t < startOf('2036-01-01'); t += 7 * 3_600_000) {
      const s = openState(HALL, holidays, t);
      if (s.open) continue;
      expect(s.next).not.toBeNull();
      expect(openState(HALL, holidays, s.next!).open).toBe(true);
      expect(openState(HALL, holidays, s.next! - 1).open).toBe(false);
    }
  });
});

describe('rows that hold on holidays, or for a time', () => {
  const evening: Hours = {
    hours: [
      { days: '月-金', open: '9:00', close: '21:00' },
      { days: '土日祝', open: '9:00', close: '17:00' },
    ],
    closed: [],
  };
  it.each([
    ['2026-11-24T18:00:00', true], // a Tuesday
    ['2026-11-23T18:00:00', false], // 勤労感謝の日, a Monday
    ['2026-11-23T16:00:00', true],
  ])('with 祝 in a row, %s → open %s', (iso, open) => {
    expect(state(iso, evening)[0]).toBe(open);
  });

  const april: Hours = {
    hours: [
      { days: '月-金', open: '8:30', close: '17:00', until: '2027-03-31' },
      { days: '月-金', open: '9:00', close: '16:00', from: '2027-04-01' },
    ],
    closed: ['祝日'],
  };
  it('a change of 1 April entered in March holds from its day, and is known the evening before', () => {
    expect(state('2027-03-31T16:30:00', april)).toEqual([true, null]);
    expect(state('2027-03-31T18:00:00', april)).toEqual([false, '2027-04-01T09:00']);
    expect(state('2027-04-01T16:30:00', april)).toEqual([false, '2027-04-02T09:00']);
    expect(hoursText(april)).toBe(
      '月〜金 8:30〜17:00（2027-03-31まで）、月〜金 9:00〜16:00（2027-04-01から）（祝日は休み）',
    );
  });
});

describe('deadlines in open hours', () => {
  it.each([
    ['2026-11-24T10:00:00', '2026-11-25T10:00'],
    ['2026-11-20T16:00:00', '2026-11-24T16:00'],
    ['2026-11-21T22:10:00', '2026-11-24T17:00'],
  ])('one open day from %s is %s', (from, to) => {
    expect(isoTokyo(afterOpenMinutes(HALL, holidays, at(from), 510)!).slice(0, 16)).toBe(to);
  });
});

it('reads days as clerks write them', () => {
  expect([...daysOf('月-金')].join('')).toBe('月火水木金');
  expect([...daysOf('月〜水')].join('')).toBe('月火水');
  expect([...daysOf('月・水・金')].join('')).toBe('月水金');
  expect([...daysOf('土日祝')].join('')).toBe('土日祝');
  expect(daysOf('平日').size).toBe(0);
});
