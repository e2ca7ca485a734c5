import { type ReactNode, useContext, useState } from "react";
import { REEL_MS, REVEAL_DELAY_MS } from "#app/domain/reveal-time.ts";
import { NonceContext } from "#app/ui/nonce.ts";
import { useHydrated } from "#app/ui/use-hydrated.ts";

/** Numbers that the styles reckon with, by the names of their custom properties. */
export type Measures = Record<`--${string}`, string | number>;

/**
 * What surrounds everything that must not tell the winner before the reel has stopped: parts with the class
 * `after-reveal` are neither seen nor read out before. `startsInMs` counts from the moment this appears; null shows
 * the result at once.
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
  const served = useServed(values);
  return (
    <div
      className="reveal-scope"
      data-playing={startsInMs === null ? undefined : ""}
      style={served && same(served, values) ? undefined : values}
    >
      {served ? <Served values={served} /> : null}
      {children}
    </div>
  );
}

/** The first value of each run: later ones, which fresh data brings, would disturb a reel that turns already. */
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

/** The values that came with the document; null where there was none, because scripts made this part. */
function useServed(values: Measures): Measures | null {
  const hydrated = useHydrated();
  const [served] = useState(hydrated ? null : values);
  return served;
}

/** As a sheet with the document's nonce: the policy allows no style attributes. */
function Served({ values }: { values: Measures }) {
  const nonce = useContext(NonceContext);
  return (
    <style nonce={nonce} suppressHydrationWarning>
      {sheetOf(values)}
    </style>
  );
}

function sheetOf(values: Measures): string {
  return `.reveal-scope{${Object.entries(values)
    .map(([name, value]) => `${name}:${value}`)
    .join(";")}}`;
}

function same(some: Measures, others: Measures): boolean {
  const names = Object.keys(some) as (keyof Measures)[];
  return names.length === Object.keys(others).length && names.every((name) => some[name] === others[name]);
}
