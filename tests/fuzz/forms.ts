import * as fc from "fast-check";
import { HOSTILE_FIELDS, HOSTILE_VALUES } from "#tests/support/hostile-fields.ts";
import { longText, nastyText } from "#tests/support/nasty-texts.ts";

/** What becomes of a form that its page would have sent. `at` counts around its fields. */
type Change =
  | { kind: "value" | "name"; at: number; text: string }
  | { kind: "twice" | "gone"; at: number }
  | { kind: "raw"; text: string };

/** One form to send: which of the known ones, how it was changed, and whether a whole page is asked for in answer. */
export type RandomForm = { which: number; changes: Change[]; page: boolean; known: boolean };

const numbers = ["0", "-1", "1", "2", "25", "26", "1e9", "NaN", "0x10", "1.5", "9".repeat(30), "٣", "²"];
const others = [
  "on",
  "null",
  "true",
  "en",
  "2222222222",
  "javascript:alert(1)",
  "//evil.example",
  "https://x/",
];

const shortText = fc.oneof(
  { weight: 6, arbitrary: nastyText },
  { weight: 2, arbitrary: fc.constantFrom(...numbers, ...others) },
);
const anyText = fc.oneof(
  { weight: 12, arbitrary: shortText },
  { weight: 1, arbitrary: fc.integer({ min: 100, max: 25_000 }).chain(longText) },
  { weight: 1, arbitrary: fc.constantFrom(...Object.values(HOSTILE_VALUES)) },
);
const at = fc.nat(200);
const raw = fc.constantFrom(
  ...Object.values(HOSTILE_FIELDS),
  "&&&",
  "=",
  "%E0%A4%A=1",
  "title=%FF",
  "title=%00%0d%0a",
  "\u0000",
);
const change: fc.Arbitrary<Change> = fc.oneof(
  { weight: 10, arbitrary: fc.record({ kind: fc.constant("value" as const), at, text: anyText }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("name" as const), at, text: shortText }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom("twice" as const, "gone" as const), at }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("raw" as const), text: raw }) },
);

/** Forms near those of the pages, of which most differ in a field or two. */
export const randomForm: fc.Arbitrary<RandomForm> = fc.record({
  which: fc.nat(10_000),
  changes: fc.array(change, { maxLength: 3 }),
  // A page costs ten times as much as what the scripts ask for.
  page: fc.nat(39).map((roll) => roll === 0),
  // Whether the visitor is known.
  known: fc.nat(9).map((roll) => roll > 0),
});

/** The body of a form after its changes. */
export function bodyOf(fields: Readonly<Record<string, string>>, changes: readonly Change[]): string {
  const pairs = Object.entries(fields);
  let body = "";
  for (const each of changes) {
    if (each.kind === "raw") body += `&${each.text}`;
    else if (pairs.length > 0) changePair(pairs, each.at % pairs.length, each);
  }
  return new URLSearchParams(pairs).toString() + body;
}

function changePair(pairs: [string, string][], index: number, each: Exclude<Change, { kind: "raw" }>): void {
  const [name, value] = pairs[index]!;
  if (each.kind === "value") pairs[index] = [name, each.text];
  else if (each.kind === "name") pairs[index] = [each.text, value];
  else if (each.kind === "twice") pairs.push([name, value]);
  else pairs.splice(index, 1);
}
