/** Public holidays of Japan for the artefact, from the kept list of @holiday-jp (substitute holidays included). */
import holidayJp from '@holiday-jp/holiday_jp';

/** Dates from 2025 to the end of the library's list, `YYYY-MM-DD`. */
export function japaneseHolidays(): string[] {
  return Object.keys(holidayJp.holidays)
    .filter((day) => day >= '2025-01-01')
    .sort();
}
