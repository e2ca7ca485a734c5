import { useWords } from "#app/copy/words.ts";

type Month = { month: string; letter: string; name: string; count: number };

/** In the units of the drawing: a column with its gap, the highest one, and the lines of text above and below. */
const STEP = 30;
const GAP = 8;
const HIGHEST = 90;
const LINE = 20;

/** Months as columns, and for who cannot see them as a table. */
export function MonthChart({ months }: { months: readonly Month[] }) {
  const words = useWords();
  const most = Math.max(1, ...months.map(({ count }) => count));
  return (
    <>
      <svg
        className="month-chart"
        viewBox={`0 0 ${months.length * STEP} ${HIGHEST + 2 * LINE}`}
        aria-hidden="true"
      >
        {months.map(({ month, letter, count }, index) => {
          const height = (HIGHEST * count) / most;
          const middle = index * STEP + STEP / 2;
          return (
            <g key={month}>
              {count > 0 ? (
                <text x={middle} y={LINE + HIGHEST - height - 5}>
                  {count}
                </text>
              ) : null}
              <rect
                x={index * STEP + GAP / 2}
                y={LINE + HIGHEST - height - 1}
                width={STEP - GAP}
                height={height + 1}
                rx="3"
              />
              <text x={middle} y={2 * LINE + HIGHEST - 3}>
                {letter}
              </text>
            </g>
          );
        })}
      </svg>
      <table className="unseen">
        <caption>{words("numbers.by-month")}</caption>
        <tbody>
          {months.map(({ month, name, count }) => (
            <tr key={month}>
              <th scope="row">{name}</th>
              <td>{count}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
