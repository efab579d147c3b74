/** National and prefectural lines that a city's files name among its windows (hotlines.yaml keeps their numbers). */
import type { HotlineEntry, OfficeFile, RoutesFile, WindowEntry } from './schema.ts';

/** Whether a line serves the city: everybody's, its prefecture's or its own. */
export const covers = (region: readonly string[], office: OfficeFile): boolean =>
  region.some((r) => ['全国', office.prefecture, office.name].includes(r));

/** Whether a line can stand as a window: it has a number that may be shown, and says what it does. */
export const standsAsWindow = (h: HotlineEntry): boolean =>
  h.does !== undefined && h.numbers.some((n) => n.state === 'yes');

/** The lines that routes or fallbacks name, as windows. */
export function linesAsWindows(
  lines: readonly HotlineEntry[],
  windows: readonly WindowEntry[],
  routes: RoutesFile['routes'],
): WindowEntry[] {
  const named = new Set([
    ...windows.flatMap((w) => w.fallback?.window ?? []),
    ...Object.values(routes).flatMap((r) => [r, ...Object.values(r.topics ?? {})].flatMap((w) => w.windows)),
  ]);
  return lines.filter((h) => named.has(h.id)).map(asWindow);
}

function asWindow({ region: _r, free: _f, does, ...line }: HotlineEntry): WindowEntry {
  return {
    ...line,
    does: does!,
    aliases: [],
    existence: 'high',
    asker: 'だれでも',
    address: null,
    position: null,
    catchment: null,
    fallback: null,
  };
}
