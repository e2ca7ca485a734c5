import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { collectEntries, composerProblems, LIST_MAX } from "#app/domain/lottery/composer.ts";
import {
  parseMovieLines,
  readTitle,
  readYear,
  TITLE_MAX,
  titleKey,
  YEAR_MIN,
  yearMax,
} from "#app/domain/film/movie.ts";
import { characters, lineWithin, linesWithin, MARKS_MAX, tidyLine, tidyText } from "#app/domain/text.ts";
import { NASTY_PIECES, nastyText } from "#tests/support/nasty-texts.ts";

const THIS_YEAR = 2026;
const YEARS = new Set([
  null,
  ...Array.from({ length: yearMax(THIS_YEAR) - YEAR_MIN + 1 }, (_, i) => YEAR_MIN + i),
]);
const RUNS = { seed: 20261124, numRuns: 2_000 };

/** Control characters, forced directions and half letters. */
const NEVER_KEPT = /[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]/u;
const TOO_MANY_MARKS = new RegExp(`\\p{M}{${MARKS_MAX + 1}}`, "u");

test("a tidied line is tidy: once is enough, and nothing is left that should not be", () => {
  fc.assert(
    fc.property(nastyText, (text) => {
      const line = tidyLine(text);
      expect(tidyLine(line)).toBe(line);
      expect(line).not.toMatch(NEVER_KEPT);
      expect(line).not.toMatch(TOO_MANY_MARKS);
      expect(line).toBe(line.normalize("NFC").trim());
    }),
    RUNS,
  );
});

test("a tidied note is tidy, line by line", () => {
  fc.assert(
    fc.property(nastyText, (text) => {
      const note = tidyText(text);
      expect(tidyText(note)).toBe(note);
      for (const line of note.split("\n")) {
        expect(line).not.toMatch(NEVER_KEPT);
        expect(line).not.toMatch(TOO_MANY_MARKS);
      }
      expect(note).toBe(note.normalize("NFC"));
    }),
    RUNS,
  );
});

test("a text is within its length or is none", () => {
  fc.assert(
    fc.property(nastyText, fc.integer({ min: 0, max: 40 }), (text, max) => {
      const fits = (tidy: string) => (text.length > max * 10 || characters(tidy) > max ? null : tidy);
      expect(lineWithin(text, max)).toBe(fits(tidyLine(text)));
      expect(linesWithin(text, max)).toBe(fits(tidyText(text)));
    }),
    RUNS,
  );
});

test("the key of a title is the key of its key", () => {
  fc.assert(
    fc.property(nastyText, (text) => {
      const key = titleKey(tidyLine(text));
      expect(titleKey(key)).toBe(key);
      expect(key).not.toMatch(NEVER_KEPT);
    }),
    RUNS,
  );
});

test("a year is none, one of a film, or a problem", () => {
  fc.assert(
    fc.property(fc.oneof(nastyText, fc.integer().map(String)), (text) => {
      const { year, problem } = readYear(text, THIS_YEAR);
      expect([null, "year-not-a-number", "year-out-of-range"]).toContain(problem);
      expect(problem === null || year === null).toBe(true);
      expect(YEARS.has(year)).toBe(true);
      expect(readYear(String(year ?? ""), THIS_YEAR)).toEqual({ year, problem: null });
    }),
    RUNS,
  );
});

test("a pasted list is films with tidy titles, at most as many as were asked for", () => {
  fc.assert(
    fc.property(nastyText, fc.integer({ min: 0, max: 5 }), (text, most) => {
      const films = parseMovieLines(text, THIS_YEAR);
      for (const { title } of films) {
        expect(title).not.toBe("");
        expect(tidyLine(title)).toBe(title);
      }
      expect(parseMovieLines(text, THIS_YEAR, most).length).toBe(Math.min(most, films.length));
    }),
    RUNS,
  );
});

test("what the composer does not move it leaves where it was typed, and says why", () => {
  const texts = fc.record({ title: nastyText, year: nastyText, several: nastyText });
  fc.assert(
    fc.property(texts, fc.integer({ min: 0, max: LIST_MAX }), (composer, room) => {
      const { collected, left } = collectEntries(composer, { thisYear: THIS_YEAR, room });
      expect(collected.length).toBeLessThanOrEqual(room);
      for (const field of ["title", "year", "several"] as const) {
        expect(["", composer[field]]).toContain(left[field]);
      }
      const problems = composerProblems(left, {
        thisYear: THIS_YEAR,
        room: room - collected.length,
        adding: false,
      });
      const typed = tidyLine(left.title) !== "" || tidyLine(left.year) !== "";
      expect(Boolean(problems.title ?? problems.year)).toBe(typed);
      // Once moved, nothing is moved again.
      const again = collectEntries(left, { thisYear: THIS_YEAR, room: room - collected.length });
      expect(again).toEqual({ collected: [], left });
    }),
    RUNS,
  );
});

describe("time grows with the length, not with its square", () => {
  const composer = (text: string) => {
    const typed = { title: text, year: text, several: text };
    const { left } = collectEntries(typed, { thisYear: THIS_YEAR, room: LIST_MAX });
    return composerProblems(left, { thisYear: THIS_YEAR, room: LIST_MAX, adding: true });
  };
  const readers: Record<string, (text: string) => unknown> = {
    tidyLine,
    tidyText,
    titleKey,
    readTitle,
    readYear: (text) => readYear(text, THIS_YEAR),
    parseMovieLines: (text) => parseMovieLines(text, THIS_YEAR),
    composer,
  };
  const SHORT = 8_000;

  test.each(Object.entries(readers))("%s", (_name, read) => {
    for (const piece of [...NASTY_PIECES, "a b ", "a\n", " \n", "((("]) {
      const text = (units: number) => `a${piece.repeat(Math.ceil(units / piece.length))}z`;
      const short = cpuMs(() => read(text(SHORT)));
      const long = cpuMs(() => read(text(8 * SHORT)));
      // Eight times as long: by the square it would take 64 times as much.
      expect.soft(long, `64 KB of ${JSON.stringify(piece)}`).toBeLessThan(20 * Math.max(short, 1));
    }
  });
});

test("a title far too long is answered without a look at it", () => {
  const untouched = "a".repeat(TITLE_MAX * 10 + 1);
  const text = { length: untouched.length } as string;
  expect(readTitle(text)).toEqual({ title: "", problem: "title-too-long" });
});

/** The least of three: the machine has other things to do. */
function cpuMs(run: () => unknown): number {
  const times = [1, 2, 3].map(() => {
    const before = process.cpuUsage();
    run();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1_000;
  });
  return Math.min(...times);
}
