import { type ReactNode, useState } from "react";
import { REEL_MS, REVEAL_DELAY_MS } from "#app/domain/draw/reveal-time.ts";
import { type Measures, useMeasures } from "../../measures.tsx";

const SELECTOR = ".reveal-scope";

/**
 * Stands around everything that must not show the winner before the reel has stopped: until then parts with the class
 * `after-reveal` are neither seen nor read out. `startsInMs` counts from the moment this appears; null shows the result
 * at once.
 */
export function RevealScope({
  startsInMs,
  measures,
  children,
}: {
  startsInMs: number | null;
  measures: Measures;
  children: ReactNode;
}) {
  const values = startsInMs === null ? measures : { ...measures, ...timesOf(startsInMs) };
  const { sheet, styleOf } = useMeasures({ [SELECTOR]: values });
  return (
    <div
      className="reveal-scope"
      data-playing={startsInMs === null ? undefined : ""}
      style={styleOf(SELECTOR)}
    >
      {sheet}
      {children}
    </div>
  );
}

/** The first value of each run. Later ones, which come with fresh data, would disturb a reel that is turning. */
export function useFirstOf<T>(run: string, value: T): T {
  const [kept, keep] = useState({ run, value });
  if (kept.run === run) return kept.value;
  keep({ run, value });
  return value;
}

function timesOf(startsInMs: number): Measures {
  return {
    "--starts-in": `${Math.round(startsInMs)}ms`,
    "--lights": `${REVEAL_DELAY_MS}ms`,
    "--reel": `${REEL_MS}ms`,
  };
}
