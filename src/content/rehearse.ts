/** What becomes different between two days by itself: windows that begin or end, new names, numbers and hours, confirmations that run out. */
import type { Dated } from '../windows/dated.ts';
import { isPastShelfLife } from '../windows/number.ts';
import { ownerOf } from '../windows/route.ts';
import { addDays, type Day } from '../windows/tokyo.ts';
import type { Content } from './content.ts';
import type { HotlineEntry, WindowEntry } from './schema.ts';

export interface Change {
  /** The first day on which it is so. */
  day: Day;
  /** Window or hotline id. */
  window: string;
  what: string;
}

type Entry = Pick<HotlineEntry, 'id' | 'name' | 'numbers' | 'hours'> &
  Dated & { renamed?: WindowEntry['renamed'] | undefined };

/** Changes after `from`, up to and with `to`, in order of time. */
export function changesBetween(content: Content, from: Day, to: Day): Change[] {
  const entries: Entry[] = Object.values({ ...content.hotlines, ...content.windows });
  return entries
    .flatMap((e) => changesOf(content, e, from, to))
    .filter((c) => from < c.day && c.day <= to)
    .sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : a.window < b.window ? -1 : 1));
}

function changesOf(content: Content, e: Entry, from: Day, to: Day): Change[] {
  const at = (day: Day, what: string): Change => ({ day, window: e.id, what: `${e.name}：${what}` });
  const spans = [
    { name: '窓口', span: e },
    ...e.numbers.map((n) => ({ name: `番号 ${n.display}`, span: n })),
    ...(Array.isArray(e.hours)
      ? e.hours.map((h) => ({ name: `${h.days} ${h.open}〜${h.close}`, span: h }))
      : []),
  ];
  return [
    ...spans.flatMap(({ name, span }) => [
      ...(span.from ? [at(span.from, `${name} がはじまります`)] : []),
      ...(span.until ? [at(addDays(span.until, 1), `${name} が終わっています`)] : []),
    ]),
    ...(e.renamed ? [at(e.renamed.from, `名前が「${e.renamed.name}」に変わります`)] : []),
    ...e.numbers
      .filter((n) => n.state === 'yes')
      .flatMap((n) => {
        const day = pastOn(content, e.id, n, from, to);
        return day
          ? [at(day, `番号 ${n.display} は、確かめてから日がたちました（確かめた日 ${n.checked}）`)]
          : [];
      }),
  ];
}

/** The day between the two on which a confirmation has run out; null when it has not, or had before. */
function pastOn(content: Content, id: string, n: Entry['numbers'][number], from: Day, to: Day): Day | null {
  const owner = ownerOf(content, id);
  if (isPastShelfLife(n, owner, from) || !isPastShelfLife(n, owner, to)) return null;
  let day = from;
  while (!isPastShelfLife(n, owner, day)) day = addDays(day, 1);
  return day;
}
