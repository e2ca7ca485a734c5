import { useContext, useState } from "react";
import { NonceContext } from "./nonce.ts";
import { useHydrated } from "./use-hydrated.ts";

/** Numbers for the styles to calculate with, by the names of their custom properties. */
export type Measures = Record<`--${string}`, string | number>;

/**
 * Hands numbers to the styles, for each element under its selector. The page's policy allows no style attributes, so
 * the numbers of a document are in its `sheet`, which carries the nonce. For what scripts change later, `styleOf`
 * answers the style of a selector.
 */
export function useMeasures(measures: Record<string, Measures>) {
  const nonce = useContext(NonceContext);
  const hydrated = useHydrated();
  const [served] = useState(hydrated ? null : measures);
  const sheet = served ? (
    <style nonce={nonce} suppressHydrationWarning>
      {sheetOf(served)}
    </style>
  ) : null;
  const styleOf = (selector: string): Measures | undefined => {
    const values = measures[selector];
    const sent = served?.[selector];
    return values && sent && same(values, sent) ? undefined : values;
  };
  return { sheet, styleOf };
}

/** Gives elements in a row their numbers, as `--i`. */
export function useNumbers(selector: string, numbers: readonly number[]) {
  const at = (place: number) => `${selector}:nth-child(${place + 1})`;
  const { sheet, styleOf } = useMeasures(
    Object.fromEntries(numbers.map((number, place) => [at(place), { "--i": number }])),
  );
  return { sheet, styleAt: (place: number) => styleOf(at(place)) };
}

function sheetOf(measures: Record<string, Measures>): string {
  return Object.entries(measures)
    .map(([selector, values]) => `${selector}{${declarations(values)}}`)
    .join("");
}

function declarations(values: Measures): string {
  return Object.entries(values)
    .map(([name, value]) => `${name}:${value}`)
    .join(";");
}

function same(some: Measures, others: Measures): boolean {
  const names = Object.keys(some) as (keyof Measures)[];
  return names.length === Object.keys(others).length && names.every((name) => some[name] === others[name]);
}
