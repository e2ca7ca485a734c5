import type { ReactNode } from "react";
import { useWords } from "#app/copy/words.ts";

/** A list of names with how often each came up, as numbers and as bars. The first one fills its bar. */
export function RankedBars({
  id,
  title,
  none,
  rows,
}: {
  id: string;
  title: string;
  none: string;
  rows: readonly { name: ReactNode; count: number }[];
}) {
  const words = useWords();
  const most = rows[0]?.count ?? 0;
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {rows.length === 0 ? (
        <p className="hint">{none}</p>
      ) : (
        <ol className="bars">
          {rows.map(({ name, count }, index) => (
            <li key={index}>
              <span>{name}</span>
              <span className="bar-votes">{words("numbers.times", { count })}</span>
              <svg className="bar" aria-hidden="true">
                <rect width={`${(100 * count) / most}%`} height="100%" />
              </svg>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}
