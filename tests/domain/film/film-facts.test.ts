import { expect, test } from "vitest";
import { readFacts } from "#app/domain/film/film-facts.ts";

const NOTHING = { originalTitle: null, runtime: null, genres: [], rating: null, description: null };

test("a film of which only its length is known has a fact", () => {
  expect(readFacts({ title: "M", runtime: 117 })).toEqual({ ...NOTHING, runtime: 117 });
});

test.each([
  { originalTitle: "乱" },
  { runtime: 162 },
  { genres: ["драма"] },
  { rating: { value: 8.2, by: "imdb" } },
  { description: "Князь делит земли." },
])("%j alone is worth telling", (known) => expect(readFacts(known)).toEqual({ ...NOTHING, ...known }));

test.each([null, undefined, {}, [], "text", { runtime: 0, genres: [], description: "" }])(
  "there is nothing to tell of %j",
  (kept) => expect(readFacts(kept)).toBeNull(),
);

test("three genres are told, and as much of a long description as ends with a whole word", () => {
  const facts = readFacts({ genres: ["a", "b", "c", "d"], description: "слово ".repeat(500) })!;
  expect(facts.genres).toEqual(["a", "b", "c"]);
  expect(facts.description).toMatch(/слово…$/);
  expect([...facts.description!].length).toBeLessThanOrEqual(400);
  const told = (description: string) => readFacts({ description })!.description;
  expect(told("🎬".repeat(400))).toBe("🎬".repeat(400));
  expect(told(`${"я".repeat(396)} ююю э`)).toBe(`${"я".repeat(396)}…`);
});
