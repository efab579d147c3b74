/**
 * Settings by which words of a consultation lie at LINE. The government's guideline of 2021 (政府機関・地方公共団体等における業務でのLINE利用状況調査を踏まえた
 * 今後のLINEサービス等の利用の際の考え方) asks that they do not; a city may decide otherwise, by name and with a reason.
 */
import type { OfficeFile, WindowEntry } from './schema.ts';

export type Approval = OfficeFile['departures'][number];

export interface Departure {
  /** `door`, or the id of a window. */
  setting: string;
  /** What it means, for a reader of the report. */
  means: string;
  /** Who approved it; null: nobody, and content with it is refused. */
  approval: Approval | null;
}

/** Every setting of a city that departs from the guideline. */
export function departuresOf(office: OfficeFile, windows: readonly WindowEntry[]): Departure[] {
  const approvalOf = (setting: string): Approval | null =>
    office.departures.find((d) => d.setting === setting) ?? null;
  const found: Omit<Departure, 'approval'>[] = windows
    .filter((w) => w.desk?.lane === 'line')
    .map((w) => ({ setting: w.id, means: `${w.name}の職員の返事が、LINEにも残る（lane: line）` }));
  if (office.door === 'text')
    found.unshift({ setting: 'door', means: '困りごとを、LINEに文で書いてもらう（door: text）' });
  return found.map((d) => ({ ...d, approval: approvalOf(d.setting) }));
}
