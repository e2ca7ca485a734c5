import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { survivingParts, typosBetween, typosIn } from "#app/domain/film/typos.ts";

test.each([
  ["ран", 0],
  ["шрек", 1],
  ["матрица", 1],
  ["касабланка", 2],
  ["зазеркал", 2],
])("%s may hold this many mistakes: %i", (word, typos) => expect(typosIn(word)).toBe(typos));

describe("typing mistakes", () => {
  test.each([
    ["матрца", "матрица", 1],
    ["мартица", "матрица", 1],
    ["шрек", "шрэк", 1],
    ["ран", "рэн", null],
    ["зеркало", "матрица", null],
    ["шрэн", "шрек", null],
    ["тирминатар", "терминатор 2", 2],
    ["терм", "терминатор", 0],
    ["шреек", "шрек", 1],
    ["матриса", "матрица", 1],
    ["атриц", "матрица", 0],
    ["тпрмитанор", "терминатор", null],
    ["тпрминаотр", "терминатор", 2],
    ["мтарцией", "матрица", null],
    ["зирколо", "зеркало", null],
    ["полет навд гнездом", "полет над гнездом кукушки", 1],
    ["палет навд гнездам", "полет над гнездом кукушки", 3],
    ["гнездом полет", "полет над гнездом кукушки", 0],
    ["полет рэн", "полет ран", null],
  ])("“%s” for “%s”: %s", (typed, key, typos) => expect(typosBetween(typed, key)).toBe(typos));

  const letters = fc.string({ unit: fc.constantFrom("а", "б", "в", "г"), minLength: 4, maxLength: 12 });
  test("whatever one is made, a part of the word survives it", () => {
    const change = fc.tuple(fc.nat({ max: 30 }), fc.constantFrom("swap", "drop", "add", "replace"));
    fc.assert(
      fc.property(letters, change, (word, [place, kind]) => {
        const at = place % word.length;
        const [head, one, two, tail] = [word.slice(0, at), word[at]!, word[at + 1] ?? "", word.slice(at + 2)];
        const typed = {
          swap: head + two + one + tail,
          drop: head + two + tail,
          add: `${head}д${one}${two}${tail}`,
          replace: `${head}д${two}${tail}`,
        }[kind];
        // Whoever types a letter less may come below the length from which mistakes are looked for.
        fc.pre(typosIn(typed) > 0 && (kind !== "swap" || typed.length > 5));
        const whole = ` ${word} `;
        const is = (part: string) => whole.includes(part.replace(/^\^/, " ").replace(/\$$/, " "));
        expect(survivingParts(typed).some((parts) => parts.every(is))).toBe(true);
        expect(typosBetween(typed, word)).not.toBeNull();
      }),
      { seed: 20261128, numRuns: 2_000 },
    );
  });
});

test.each([
  ["ран", []],
  ["шрек", [["^шр"], ["ек$"]]],
  ["амели", [["^ам"], ["ели"]]],
  ["матрца", [["^мат"], ["рца"], ["^ма", "ца$"]]],
  ["матриса", [["^мат"], ["риса"], ["^ма", "иса"]]],
  ["тирминат", [["^ти"], ["рми"], ["нат"]]],
  ["терменатр", [["^тер"], ["мен"], ["атр"]]],
])("of %s these parts are looked for", (word, parts) => expect(survivingParts(word)).toEqual(parts));
