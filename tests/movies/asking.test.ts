import { expect, test } from "vitest";
import type { MovieDetails } from "#app/domain/film/movie-details.ts";
import { createAsking } from "#app/movies/asking.server.ts";
import { ProviderError, type Provider } from "#app/movies/provider.server.ts";
import { forgetful } from "#tests/support/forgetful.ts";

const QUESTION = { kind: "search", title: "Солярис", year: null, language: "ru" } as const;
const OPTIONS = { thisYear: 2026, signal: new AbortController().signal };
const FILM = { title: "Солярис", year: 1972 } as MovieDetails;
const A_WHILE_MS = 60_000;

/** A provider that answers when the test says so. */
function slow(name: Provider["name"]) {
  let answer!: (films: MovieDetails[]) => void;
  const answered = new Promise<MovieDetails[]>((resolve) => (answer = resolve));
  return { provider: { name, search: () => answered } as unknown as Provider, answer };
}

test("when one provider has told of a film, one that says nothing is not waited for; what it tells later is kept", async () => {
  const kept: string[] = [];
  const memory = {
    ...forgetful,
    keep: ({ answers = [] }: Parameters<typeof forgetful.keep>[0]) =>
      void kept.push(...answers.map(({ question }) => question.split(" ")[0]!)),
  };
  const { ask } = createAsking({ memory, limitMs: A_WHILE_MS });
  const [quick, silent] = [slow("tmdb"), slow("kinopoisk")];
  const answers = ask([quick.provider, silent.provider], QUESTION, OPTIONS);
  quick.answer([FILM]);
  expect(await answers).toEqual([
    { status: "fulfilled", value: [FILM] },
    { status: "rejected", reason: new ProviderError("kinopoisk", "late") },
  ]);
  expect(kept).toEqual(["tmdb"]);
  silent.answer([FILM]);
  await expect.poll(() => kept).toEqual(["tmdb", "kinopoisk"]);
});

test("one that knows no such film leaves it to the others, however long they take", async () => {
  const { ask } = createAsking({ memory: forgetful, limitMs: A_WHILE_MS });
  const [empty, slower] = [slow("tmdb"), slow("kinopoisk")];
  const answers = ask([empty.provider, slower.provider], QUESTION, OPTIONS);
  empty.answer([]);
  const early = await Promise.race([
    answers,
    new Promise((resolve) => setTimeout(resolve, 1_000, "waiting")),
  ]);
  expect(early).toBe("waiting");
  slower.answer([FILM]);
  expect(await answers).toMatchObject([{ value: [] }, { value: [FILM] }]);
});
