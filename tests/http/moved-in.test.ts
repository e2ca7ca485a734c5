import { describe, expect, onTestFinished, test } from "vitest";
import { insertClub, insertMovedLotteries } from "#app/data/moved-in.server.ts";
import { insertMovedPolls, type MovedPoll } from "#app/data/polls/moved-polls.server.ts";
import { textOf } from "#tests/support/html.ts";
import { logLines } from "#tests/support/log-lines.ts";
import { arrive } from "#tests/support/lotteries.ts";
import { databaseReady, startServer, testServer } from "#tests/support/server.ts";
import { movieOf } from "#app/movies/answers.server.ts";
import { NO_IDS } from "#app/domain/film/movie-details.ts";
import { fillPostgres } from "#tests/move-in/original.ts";
import { runDatabase } from "#tests/support/database.ts";

const server = await testServer();
const CLUB = "0d8f53d2-6a35-4e7c-9a53-2f9c2f6f3a11";
await insertClub({ clubId: CLUB }, server.db);
await insertMovedLotteries(
  { clubId: CLUB, lotteries: [lottery("aaa111", 2), lottery("b0o1il", null)] },
  server.db,
);

await insertMovedPolls(
  { clubId: CLUB, polls: [poll("abcd1234", "2025-01-02"), poll("still000", "2999-01-01")] },
  server.db,
);

describe("links of the original app", () => {
  test.each([
    ["/wait/aaa111", "/l/aaa111"],
    ["/health", "/healthz"],
  ])("%s is %s for good", async (old, today) => {
    const { status, location } = await server.visitor().get(old);
    expect([status, location]).toEqual([301, today]);
  });

  test.each([
    "/wait",
    "/wait/",
    "/wait/AAA111",
    "/wait/aaa1111",
    "/wait/%2F%2Fx.y",
    "/health/",
    "/init-db/anything",
  ])("%s leads nowhere", async (address) => expect((await server.visitor().get(address)).status).toBe(404));

  test("a drawn lottery shows its winner, and its proof says that there is none", async () => {
    const page = await server.visitor().get("/l/aaa111");
    expect(page.status).toBe(200);
    expect(page.document.querySelector(".verdict-title")?.textContent).toContain("Солярис");
    const proof = await server.visitor().get("/l/aaa111/proof");
    expect(proof.status).toBe(200);
    expect(proof.html).toContain("older than the fingerprints");
  });

  test("a poll that is over shows its result, and where it comes from; one that is not takes votes", async () => {
    const guest = server.visitor();
    await arrive(guest);
    const page = await guest.get("/p/abcd1234");
    expect(page.status).toBe(200);
    expect(textOf(page.document, ".poll-winner")).toContain("Солярис");
    const proof = await guest.get("/p/abcd1234/proof");
    expect(proof.html).toContain("held on the site that this one replaces");
    const voted = await guest.press(await guest.get("/p/still000"), "Vote", { film: "1" });
    expect(voted.status).toBe(303);
    expect(await server.db("ballots").where({ poll_id: "still000" })).toHaveLength(4);
  });

  test("one that waits can be drawn, checked, kept and looked at on a television", async () => {
    const guest = server.visitor();
    await arrive(guest);
    const drawn = await guest.post("/l/b0o1il/draw", {});
    expect(drawn.status).toBe(303);
    for (const address of [
      "/l/b0o1il",
      "/l/b0o1il/proof",
      "/l/b0o1il?view=stage",
      "/l/b0o1il/file/preview.png",
    ]) {
      expect((await guest.get(address)).status).toBe(200);
    }
    const kept = await guest.post("/library", { form: "keep", lottery: "b0o1il", entry: "1" });
    expect(kept.status).toBe(303);
    expect((await guest.get("/library")).html).toContain("Сталкер");
  });
});

test("an app on the original's own database leaves its tables alone, and says so", async () => {
  const { url, db } = await runDatabase({ empty: true });
  onTestFinished(() => db.destroy());
  await fillPostgres(url, "last");
  const before = await originals(db);
  const app = await startServer({ DATABASE_URL: url });
  onTestFinished(app.stop);
  await databaseReady(app);
  const report = (await (await fetch(`${app.url}/readyz`)).json()) as { original: unknown };
  expect(report.original).toMatchObject({
    tables: ["library_movie", "lottery"],
    advice: expect.stringContaining("npm run move-in"),
  });
  expect(logLines(app.output())).toContainEqual(
    expect.objectContaining({ event: "tables", original: ["library_movie", "lottery"] }),
  );
  const host = app.visitor();
  await arrive(host);
  expect(await originals(db)).toEqual(before);
});

async function originals(db: typeof server.db): Promise<unknown[]> {
  return Promise.all(["lottery", "movie", "library_movie", "poll"].map((table) => db(table).orderBy("id")));
}

function poll(id: string, endsAt: string): MovedPoll {
  const { entries, submitKey } = lottery(id, null);
  const votes = [1, 2, 2].map((position, index) => ({ voter: `${id} ${index}`, position }));
  return { id, createdAt: new Date("2025-01-01"), endsAt: new Date(endsAt), submitKey, entries, votes };
}

function lottery(id: string, winner: number | null) {
  return {
    id,
    createdAt: new Date("2024-07-01T20:00:00Z"),
    submitKey: crypto.randomUUID(),
    winner,
    entries: ["Сталкер", "Солярис"].map((title) => film(title)),
  };
}

function film(title: string) {
  const told = {
    originalTitle: null,
    posterUrl: null,
    runtime: null,
    genres: [],
    countries: [],
    description: null,
  };
  return movieOf(
    { source: "kinopoisk", titles: [title], year: "1979", ...told, rating: null, ids: NO_IDS },
    2026,
  )!;
}
