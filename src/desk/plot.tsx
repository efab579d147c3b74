/** Plots as inline SVG: no script, no style attribute, and every number also stands as text beside it. */
import type { Cell } from '../figures/suppress.ts';

/** A table with a bar for each row. */
export function Bars({ cells, head }: { cells: readonly Cell[]; head: string }) {
  const most = Math.max(1, ...cells.map((c) => c.count));
  return (
    <table class="bars">
      <thead>
        <tr>
          <th scope="col">{head}</th>
          <th scope="col">件数</th>
          <th scope="col">
            <span class="unseen">図</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {cells.map((c) => (
          <tr>
            <th scope="row">{c.name}</th>
            <td>{c.count}</td>
            <td>
              <svg viewBox="0 0 200 12" preserveAspectRatio="none" aria-hidden="true" focusable="false">
                <rect class="bar" width={String(Math.round((c.count / most) * 200))} height="12" />
              </svg>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const WIDTH = 480;
const HEIGHT = 160;
const FOOT = 22;

/** Columns side by side, with a line across where `line` is given (what there is now). */
export function Columns({ cells, label, line }: { cells: readonly Cell[]; label: string; line?: number }) {
  const most = Math.max(1, line ?? 0, ...cells.map((c) => c.count));
  const step = WIDTH / cells.length;
  const heightOf = (count: number): number => (count / most) * (HEIGHT - FOOT - 18);
  return (
    <svg class="columns" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={label}>
      {cells.map(({ name, count }, i) => {
        const middle = String(step * (i + 0.5));
        const top = HEIGHT - FOOT - heightOf(count);
        return (
          <>
            <rect
              class="bar"
              x={String(step * i + step * 0.15)}
              y={String(top)}
              width={String(step * 0.7)}
              height={String(heightOf(count))}
            />
            <text x={middle} y={String(top - 4)} text-anchor="middle">
              {count}
            </text>
            <text x={middle} y={String(HEIGHT - 6)} text-anchor="middle">
              {name}
            </text>
          </>
        );
      })}
      {line === undefined ? null : (
        <line
          class="now"
          x1="0"
          x2={String(WIDTH)}
          y1={String(HEIGHT - FOOT - heightOf(line))}
          y2={String(HEIGHT - FOOT - heightOf(line))}
        />
      )}
    </svg>
  );
}
