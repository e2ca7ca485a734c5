import { randomUUID } from "node:crypto";
import { mkdtemp } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { Client } from "pg";
import { expect, onTestFinished, test, vi } from "vitest";
import { testDatabase } from "#tests/support/database.ts";
import { databaseUrl } from "#tests/support/cluster.ts";
import { removeFolder } from "#tests/support/folder.ts";
import { textOf } from "#tests/support/html.ts";
import { openStream } from "#tests/support/live-stream.ts";
import { createLottery, EVENING } from "#tests/support/lotteries.ts";
import { installed, MAJORS, startPostgres, type Installed } from "#tests/support/postgres-versions.ts";
import { runScript } from "#tests/support/scripts.ts";
import { databaseReady, startServer, type TestServer } from "#tests/support/server.ts";
import type { Visitor } from "#tests/support/visitor.ts";

const here = (await Promise.all(MAJORS.map(installed))).filter((each) => each !== null);
const missing = MAJORS.filter((major) => here.every((each) => each.major !== major));
if (missing.length > 0) {
  console.warn(
    `PostgreSQL ${missing.join(", ")} NOT TRIED: not on this machine. npm run versions fetches them.`,
  );
}
const home = await testDatabase({ empty: true });

/** A database of nobody's on a new server of this version. */
async function serverOf(version: Installed): Promise<(name: string) => Promise<string>> {
  const postgres = await startPostgres(version);
  onTestFinished(postgres.stop);
  return async (name) => {
    await run(postgres.url, `create database ${name} encoding 'UTF8' template template0`);
    return databaseUrl({ adminUrl: postgres.url, name });
  };
}

async function run(url: string, sql: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query(sql);
  await client.end();
}

async function appOn(url: string): Promise<TestServer> {
  const app = await startServer({ DATABASE_URL: url });
  onTestFinished(app.stop);
  await databaseReady(app);
  return app;
}

const addFilm = (visitor: Visitor, title: string, note = "") =>
  visitor.post("/library", { form: "add", submitKey: randomUUID(), title, year: "1979", note });

/** What a club reads of all that it has saved, but for how long ago that was. */
async function seenBy(visitor: Visitor, lottery: string): Promise<string[]> {
  // A notice of what was done last is shown once.
  await visitor.get("/");
  const pages = ["/history", "/library", `${lottery}/proof`].map(async (page) => {
    const { status, document } = await visitor.get(page);
    return `${page} ${status} ${textOf(document, "main").replace(/\d+ \w+ ago|just now/, "")}`;
  });
  return Promise.all(pages);
}

test.each(here)(
  "a club's evening on PostgreSQL $major, from $from, with a backup there and back",
  async (version) => {
    const newDatabase = await serverOf(version);
    const url = await newDatabase("evening");
    const app = await appOn(url);
    const host = app.visitor();
    await host.get("/");
    const lottery = await createLottery(host, EVENING, { name: "Пятница" });
    const stream = await openStream(app.url, lottery);
    onTestFinished(stream.close);
    await stream.until(({ open }) => open !== null);
    expect((await host.post(`${lottery}/draw`, { word: "попкорн" })).status).toBe(303);
    await stream.until(({ draw }) => draw?.number === 1);
    for (const note of ["", "Аня просила", "и Боря"]) {
      expect((await addFilm(host, "Сталкер", note)).status).toBe(303);
    }
    expect((await host.get("/library")).html.split("Сталкер, 1979").length).toBeLessThan(4);
    expect((await host.get(`${lottery}/proof`)).html).toContain("попкорн");

    await run(url, "drop table movies; drop index lotteries_of_club");
    await vi.waitFor(async () => expect((await addFilm(host, "Зеркало")).status).toBe(303), 15_000);
    await vi.waitFor(async () => expect((await fetch(`${app.url}/readyz`)).status).toBe(200), 15_000);

    const before = await seenBy(host, lottery);
    const folder = await mkdtemp(path.join(os.tmpdir(), "movie-lottery-journey-"));
    onTestFinished(() => removeFolder(folder));
    for (const [index, [from, to]] of [
      [url, home.url],
      [home.url, await newDatabase("restored")],
    ].entries()) {
      const made = await runScript("backup", [path.join(folder, `${index}.backup.gz`)], {
        url: from!,
        folder,
      });
      expect(made).toMatchObject({ code: 0, complained: "" });
      const file = made.said.split("\n")[0]!;
      const restored = await runScript("restore", [file, "--replace"], { url: to!, folder });
      expect(restored).toMatchObject({ code: 0, complained: "" });
      const again = (await appOn(to!)).visitor();
      for (const [name, value] of host.jar) again.jar.set(name, value);
      expect(await seenBy(again, lottery)).toEqual(before);
    }
  },
);
