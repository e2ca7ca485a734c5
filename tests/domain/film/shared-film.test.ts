import * as fc from "fast-check";
import { expect, test } from "vitest";
import { sharedLine } from "#app/domain/film/shared-film.ts";
import { TITLE_MAX } from "#app/domain/film/movie.ts";
import { characters } from "#app/domain/text.ts";

const NOTHING = { title: "", text: "", url: "" };

test.each([
  [
    "a film's address",
    { url: "https://www.kinopoisk.ru/film/43970/" },
    "https://www.kinopoisk.ru/film/43970/",
  ],
  [
    "an address within words",
    { title: "Stalker", text: "Have a look: https://letterboxd.com/film/stalker/ !" },
    "https://letterboxd.com/film/stalker/",
  ],
  [
    "words with an address that we do not know",
    { text: "Stalker (1979) https://boxd.it/2a9q" },
    "Stalker (1979)",
  ],
  [
    "a page's title beside an address that we do not know",
    { title: "Сталкер", url: "https://example.org/1" },
    "Сталкер",
  ],
  ["an address that names no film", { url: "https://www.imdb.com/chart/top/" }, ""],
  ["nothing", {}, ""],
])("%s", (_, shared, line) => {
  expect(sharedLine({ ...NOTHING, ...shared }, 2026)).toBe(line);
});

test("whatever is shared, it is one line that fits the field, or an address", () => {
  const text = fc.string({ unit: "binary", maxLength: 3_000 });
  fc.assert(
    fc.property(fc.record({ title: text, text, url: text }), (shared) => {
      const line = sharedLine(shared, 2026);
      expect(line).not.toMatch(/[\n\r]/);
      expect(characters(line) <= TITLE_MAX || /^https?:/i.test(line)).toBe(true);
    }),
  );
});

const MAX_FOR_ANYONE = 2_000;

test.each(["title", "text"])("an address far behind in the %s is not looked for", (field) => {
  const address = "https://www.kinopoisk.ru/film/43970/";
  const shared = (gap: number) => ({ ...NOTHING, [field]: `Stalker${" ".repeat(gap)}${address}` });
  expect(sharedLine(shared(1), 2026)).toBe(address);
  expect(sharedLine(shared(MAX_FOR_ANYONE), 2026)).toBe("Stalker");
});

test("of an address that is far too long the beginning is looked at", () => {
  const url = "https://www.kinopoisk.ru/film/43970/?".padEnd(MAX_FOR_ANYONE + 100, "x");
  expect(sharedLine({ ...NOTHING, url }, 2026)).toBe(url.slice(0, MAX_FOR_ANYONE));
});

test("of words that are too long for a title the beginning is kept, and no letter is cut in two", () => {
  expect(sharedLine({ ...NOTHING, text: "🎬".repeat(TITLE_MAX) }, 2026)).toBe("🎬".repeat(TITLE_MAX));
  expect(sharedLine({ ...NOTHING, text: "🎬".repeat(TITLE_MAX + 1) }, 2026)).toBe("🎬".repeat(TITLE_MAX));
});
