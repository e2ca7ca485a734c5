import * as fc from "fast-check";
import { expect, test } from "vitest";
import { sharedLine } from "#app/domain/shared-film.ts";
import { TITLE_MAX } from "#app/domain/movie.ts";
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
