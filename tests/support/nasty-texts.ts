import * as fc from "fast-check";

/**
 * Texts that have broken programs: marks, directions, joiners, half surrogate pairs, and letters that grow when
 * composed.
 */
export const NASTY_PIECES = [
  "\u0301",
  "\u0315\u0336",
  "\u0344",
  "e\u0301",
  "е\u0308",
  "J\u030c",
  "İ",
  "\ufdfa",
  "\ufb2c",
  "\u202e",
  "\u2066",
  "\u2069",
  "\u200f",
  "\u200d",
  "\u200b",
  "\ufeff",
  "\u0000",
  "\u001b[31m",
  "\u0085",
  "\u2028",
  "\u00a0",
  " ",
  "\t",
  "\n",
  "\r\n",
  "\ud83d",
  "\udc00",
  "👨‍👩‍👧",
  "1️⃣",
  "ཧྐྵྨླྺྼྻྂ",
  "हूँ",
  "שָׁ",
  "ألف",
  "각",
  "ᄀ\u1161\u11a8",
  "ﬁ",
  "(",
  "(1999)",
  "- ",
  "1. ",
  "9",
  "٣",
  "Ё",
  "ß",
  "%00",
  "&amp;",
  "</script>",
  "__proto__",
] as const;

/** Short texts made of such pieces, of letters, and of any code units at all. */
export const nastyText: fc.Arbitrary<string> = fc
  .oneof(
    {
      weight: 5,
      arbitrary: fc.array(fc.constantFrom(...NASTY_PIECES, "Ran", "Сталкер", "a"), { maxLength: 30 }),
    },
    {
      weight: 2,
      arbitrary: fc.array(fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit))),
    },
    { weight: 2, arbitrary: fc.array(fc.string({ unit: "grapheme" }), { maxLength: 10 }) },
  )
  .map((parts) => parts.join(""));

/** One piece repeated many times, with or without a letter before it. */
export const longText = (units: number): fc.Arbitrary<string> =>
  fc
    .tuple(fc.constantFrom("", "a", "9 "), fc.constantFrom(...NASTY_PIECES), fc.constantFrom("", "z", "\n"))
    .map(([before, piece, after]) => before + piece.repeat(Math.ceil(units / piece.length)) + after);
