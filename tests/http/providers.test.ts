import { beforeEach, expect, onTestFinished, test } from "vitest";
import { textOf, textsOf } from "#tests/support/html.ts";
import { problemsOf, ticketsOf, valueOf } from "#tests/support/forms.ts";
import { ADD, arrive } from "#tests/support/lotteries.ts";
import { startProvider, wrong } from "#tests/support/providers.ts";
import { databaseReady, startServer } from "#tests/support/server.ts";
import { testDatabase } from "#tests/support/database.ts";

const FIND = "Find";
const { url, db } = await testDatabase();
const SOLARIS = { id: 593, title: "Solaris", original_title: "Солярис", release_date: "1972-03-20" };

beforeEach(async () => {
  await db("provider_usage").delete();
});

/** The app with TMDB and OMDb; what is not told here they do not know. */
async function scene(env: Record<string, string> = {}) {
  const tmdb = await startProvider({ "/search/movie": { results: [SOLARIS] } });
  const omdb = await startProvider({ "/": { Response: "False", Error: "Movie not found!" } });
  const server = await startServer({
    DATABASE_URL: url,
    TMDB_TOKEN: "tmdb's secret",
    TMDB_URL: tmdb.base,
    OMDB_TOKEN: "omdb's secret",
    OMDB_URL: omdb.base,
    ...env,
  });
  onTestFinished(server.stop);
  await databaseReady(server);
  const host = server.visitor();
  const page = await arrive(host);
  const find = (title: string) => host.press(page, FIND, { title, name: "Friday" });
  const report = async () => (await fetch(`${server.url}/readyz`)).json() as Promise<{ providers: unknown }>;
  return { tmdb, omdb, host, find, report, output: server.output };
}

test("what providers find is shown once, and /readyz tells how they do, without their tokens", async () => {
  const { tmdb, find, report, output } = await scene();
  const page = await find("solaris");
  expect(textsOf(page.document, ".found-movie strong")).toEqual(["Solaris"]);
  expect(valueOf(page.document, "name")).toBe("Friday");
  expect(tmdb.headers()).toMatchObject({ authorization: "Bearer tmdb's secret" });
  const { providers } = await report();
  expect(providers).toMatchObject([
    { name: "kinopoisk", state: "off", says: "Off: KINOPOISK_TOKEN is not set." },
    { name: "tmdb", state: "answering", daily: null, left: null },
    { name: "omdb", state: "answering", daily: 1_000, left: 999 },
  ]);
  expect(JSON.stringify(providers) + output()).not.toContain("secret");
});

test("a provider that hangs holds up nobody beyond its limit: one quiet line, and everything stays", async () => {
  const { tmdb, omdb, host, find } = await scene({ PROVIDER_TIMEOUT_MS: "400" });
  for (const provider of [tmdb, omdb]) provider.always(wrong.silent);
  const page = await find("our holidays");
  expect(page.status).toBe(200);
  expect(textOf(page.document, ".found-quiet")).not.toBe("");
  expect(valueOf(page.document, "title")).toBe("our holidays");
  expect(valueOf(page.document, "name")).toBe("Friday");
  expect(problemsOf(page.document, "title")).toBe("");
  const added = await host.press(page, ADD);
  expect(ticketsOf(added.document)).toEqual([{ title: "our holidays", year: "" }]);
});

test("over the day's quota: another quiet line, and the films that come along", async () => {
  const { omdb, find, report } = await scene({ TMDB_TOKEN: "", OMDB_DAILY: "1" });
  await find("no such film");
  const page = await find("the seventh seal");
  expect(omdb.asked).toHaveLength(1);
  expect(textsOf(page.document, ".found-movie strong")).toEqual(["The Seventh Seal"]);
  expect(textOf(page.document, ".found-quiet")).toContain("today");
  expect(await report()).toMatchObject({ providers: [{}, {}, { name: "omdb", state: "spent", left: 0 }] });
});
