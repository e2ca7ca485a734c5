import { expect, test, vi } from "vitest";
import { createBreaker } from "#app/data/reliability/breaker.server.ts";
import { watched } from "#app/movies/circuit.server.ts";
import { tmdb } from "#app/movies/tmdb.server.ts";
import { reportOf } from "#app/movies/report.server.ts";
import { parseConfig } from "#app/config.server.ts";
import { startProvider, wrong } from "#tests/support/providers.ts";

const signal = new AbortController().signal;
const asked = { language: "ru", thisYear: 2026, year: null, signal } as const;

async function scene({ probeAfterMs = [60_000], mayAsk = () => Promise.resolve(true) } = {}) {
  const server = await startProvider({ "/search/movie": { results: [] } });
  const access = { base: server.base, images: "https://image.tmdb.org/t/p", timeoutMs: 2_000, mayAsk };
  const provider = watched(tmdb(access), createBreaker({ probeAfterMs, random: () => 0.5 }));
  const says = (left: number | null = null) => {
    const settings = parseConfig({ TMDB_TOKEN: "a secret token" }).providers;
    const quota = { left: () => (left === null ? null : { daily: 5, left }) };
    const report = reportOf({ settings, providers: [provider], quota });
    expect(JSON.stringify(report)).not.toContain("secret");
    return report.find(({ name }) => name === "tmdb")!;
  };
  return { server, provider, search: () => provider.search("солярис", asked), says };
}

test("after three failures in a row a provider is left alone, and the reason is the answer at once", async () => {
  const { server, search, says } = await scene();
  expect(says()).toMatchObject({ state: "unasked", says: "Has a token; nobody has looked for a film yet." });
  expect(await search()).toEqual([]);
  expect(says()).toMatchObject({ state: "answering", failure: null, says: "Answers." });
  server.always(wrong.status(401));
  await expect(search()).rejects.toMatchObject({ failure: "refused" });
  expect(says()).toMatchObject({ state: "failing", says: "It does not accept the token." });
  for (const _ of [2, 3]) await expect(search()).rejects.toMatchObject({ failure: "refused" });
  const before = server.asked.length;
  await expect(search()).rejects.toMatchObject({ failure: "refused" });
  expect(server.asked).toHaveLength(before);
  expect(says()).toMatchObject({
    state: "resting",
    says: "Not asked for a moment, because it failed three times in a row. It does not accept the token.",
  });
});

test("an answer between two failures starts the count again", async () => {
  const { server, search, says } = await scene();
  for (let turn = 0; turn < 4; turn++) {
    server.next(wrong.status(404), wrong.body("<html>"));
    await search();
    await expect(search()).rejects.toMatchObject({ failure: "down" });
  }
  expect(says().state).toBe("failing");
});

test("it is tried again by one who looks for a film, and well when it answers", async () => {
  const { server, search, says } = await scene({ probeAfterMs: [20, 60_000] });
  server.always(wrong.body("<html>"));
  for (const _ of [1, 2, 3]) await expect(search()).rejects.toMatchObject({ failure: "down" });
  server.always(null);
  await vi.waitFor(async () => expect(await search()).toEqual([]));
  expect(says().state).toBe("answering");
});

test("what by our own count would be too often is not the provider's failure", async () => {
  const { server, search, says } = await scene({ mayAsk: () => Promise.resolve(false) });
  for (let turn = 0; turn < 5; turn++) await expect(search()).rejects.toMatchObject({ failure: "spent" });
  expect(server.asked).toEqual([]);
  expect(says()).toMatchObject({ state: "unasked" });
  expect(says(0)).toMatchObject({ state: "spent", daily: 5, left: 0 });
});

test("one without a token, or not named, says which", () => {
  const settings = parseConfig({ OMDB_TOKEN: "x", MOVIE_PROVIDERS: "tmdb" }).providers;
  const report = reportOf({ settings, providers: [], quota: { left: () => null } });
  expect(report.map(({ says }) => says)).toEqual([
    "Off: KINOPOISK_TOKEN is not set.",
    "Off: TMDB_TOKEN is not set.",
    "Not named in MOVIE_PROVIDERS.",
  ]);
});
