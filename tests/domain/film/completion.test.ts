import { expect, test } from "vitest";
import { matching } from "#app/domain/film/completion.ts";
import { NO_IDS, type MovieDetails } from "#app/domain/film/movie-details.ts";

const film = (title: string, year: number | null, originalTitle: string | null = null): MovieDetails => ({
  source: "tmdb",
  title,
  originalTitle,
  year,
  posterUrl: null,
  runtime: null,
  genres: [],
  countries: [],
  description: null,
  rating: null,
  ids: NO_IDS,
});

const FOUND = [film("Солярис", 2002, "Solaris"), film("Солярис", 1972, "Solaris"), film("Ёлки", 2010)];

test.each<[string, number | null, number | null]>([
  ["солярис", 1972, 1972],
  ["SOLARIS!", 2002, 2002],
  ["Solaris", null, null],
  ["Solaris", 1999, null],
  ["елки", null, 2010],
  ["Солярис 2", 1972, null],
  ["", null, null],
])("%j (%j) is the film of %j", (title, year, of) => {
  expect(matching({ title, year }, FOUND)?.year ?? null).toBe(of);
});
