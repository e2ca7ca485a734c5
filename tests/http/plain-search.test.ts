import { randomBytes, randomUUID } from "node:crypto";
import { afterAll, expect, test, vi } from "vitest";
import { testDatabase } from "#tests/support/database.ts";
import { textOf, textsOf } from "#tests/support/html.ts";
import { arrive } from "#tests/support/lotteries.ts";
import { databaseReady, startServer } from "#tests/support/server.ts";

const { url, db } = await testDatabase();

/** As a hosting gives it: it has the tables and everything in them, and may make no extension. */
const role = `tenant_${randomBytes(4).toString("hex")}`;
await db.raw(`create role ${role} login password 'secret'`);
await db.raw(`grant all on all tables in schema public to ${role}`);
await db.raw("drop extension if exists pg_trgm, btree_gin cascade");
const server = await startServer({
  DATABASE_URL: Object.assign(new URL(url), { username: role, password: "secret" }).href,
});
afterAll(async () => {
  await server.stop();
  await db.raw(`drop owned by ${role}; drop role ${role}`);
});
await databaseReady(server);

test("a role that may make no extension finds titles plainly, and /readyz says what to do about it", async () => {
  const host = server.visitor();
  await arrive(host);
  for (const [title, year] of [
    ["Ёжик в тумане", "1975"],
    ["Stalker", "1979"],
  ] as const) {
    await host.post("/library", { form: "add", submitKey: randomUUID(), title, year, note: "" });
  }
  const found = async (text: string) => {
    const page = await host.get(`/library?q=${encodeURIComponent(text)}`);
    expect([page.status, textOf(page.document, "h1")]).toEqual([200, "Library"]);
    return textsOf(page.document, ".library-list .movie-name");
  };
  expect(await found("ТУМАН ежик")).toEqual(["Ёжик в тумане 1975"]);
  expect(await found("alke")).toEqual(["Stalker 1979"]);
  expect(await found("stolker"), "with a typing mistake").toEqual([]);
  await vi.waitFor(async () => {
    const ready = await host.get("/readyz");
    expect(ready.status).toBe(200);
    expect(JSON.parse(ready.html)).toMatchObject({
      titleSearch: {
        kind: "not-allowed",
        advice: expect.stringContaining("create extension pg_trgm") as string,
      },
    });
  }, 10_000);
});
