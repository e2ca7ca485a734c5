import { useContext, useState } from "react";
import { NonceContext } from "./nonce.ts";
import { useHydrated } from "./use-hydrated.ts";

/** Numbers that the styles reckon with, by the names of their custom properties. */
export type Measures = Record<`--${string}`, string | number>;

/**
 * Hands numbers to the styles, each element's under its selector. The page's policy allows no style attributes, so those
 * of a document come in its `sheet`, with its nonce. What scripts make or change afterwards gets `styleOf` its selector.
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

/** Tells elements that stand in a row which number each of them is, as `--i`. */
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
