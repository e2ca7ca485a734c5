import { randomUUID } from "node:crypto";
import { afterAll, afterEach, expect, onTestFinished, test, vi } from "vitest";
import { testDatabase } from "#tests/support/database.ts";
import { textOf } from "#tests/support/html.ts";
import { openStream } from "#tests/support/live-stream.ts";
import { logLines } from "#tests/support/log-lines.ts";
import { createLottery, EVENING, formWith } from "#tests/support/lotteries.ts";
import { startProxy } from "#tests/support/proxy.ts";
import { databaseReady, startServer } from "#tests/support/server.ts";

/** Longer than a connection is used without being asked first; real ones wait for minutes. */
const FORGETS_AFTER_MS = 700;

const { url, db } = await testDatabase();
const proxy = await startProxy(() => Number(new URL(url).port));
const app = await startServer({ DATABASE_URL: proxy.through(url) });
afterAll(async () => {
  await app.stop();
  await proxy.close();
});
await databaseReady(app);
const host = app.visitor();
await host.get("/");
afterEach(() => proxy.set("clear"));

const film = (title: string) => ({ form: "add", submitKey: randomUUID(), title, year: "1979", note: "" });
const saved = (name: string) => db("lotteries").where({ name }).pluck<string[]>("id");

/** How many statements of the app wait for a lock. */
async function waiting(): Promise<number> {
  const { rows } = await db.raw<{ rows: { count: number }[] }>(
    `select count(*)::integer as count from pg_stat_activity
     where application_name = 'movie-lottery' and datname = current_database() and wait_event_type = 'Lock'`,
  );
  return rows[0]!.count;
}

async function liveState(): Promise<string> {
  const report = (await (await fetch(`${app.url}/readyz`)).json()) as { live: { state: string } };
  return report.live.state;
}

/** Resolves when every connection of the app has been quiet for so long that the firewall knows none of them. */
async function forgotten(): Promise<void> {
  await proxy.set({ forgetsAfterMs: FORGETS_AFTER_MS });
  await vi.waitFor(() => {
    expect(proxy.counts().heard).toBe(0);
    expect(proxy.counts().forgotten).toBeGreaterThan(0);
  }, 15_000);
}

test("after a pause pages are answered, and what is sent is saved and said to be", async () => {
  expect((await host.post("/library", film("Сталкер"))).status).toBe(303);
  await Promise.all(["/", "/library", "/history", "/library"].map((page) => host.get(page)));
  await forgotten();
  const [page, added, created] = await Promise.all([
    host.get("/library"),
    host.post("/library", film("Зеркало")),
    host.post("/?index", formWith(EVENING, { name: "После паузы" })),
  ]);
  expect([page.status, page.html.includes("Сталкер")]).toEqual([200, true]);
  expect([added.status, created.status]).toEqual([303, 303]);
  expect(await saved("После паузы")).toHaveLength(1);
  await vi.waitFor(async () => {
    const { document, html } = await host.get("/library");
    expect([document.querySelector("[data-source]"), html.includes("Зеркало")]).toEqual([null, true]);
  }, 10_000);
});

test("a form whose answer it swallows may have been saved, and is not saved twice", async () => {
  const form = formWith(EVENING, { name: "Долго" });
  const lock = await db.transaction();
  await lock.raw("lock table lotteries in share mode");
  const answered = host.post("/?index", form);
  await vi.waitFor(async () => expect(await waiting()).toBe(1), 5_000);
  await forgotten();
  await lock.rollback();
  const unsure = await answered;
  expect(unsure.status).toBe(503);
  expect(textOf(unsure.document, ".alert")).toMatch(/^We could not confirm that this was saved/);
  await vi.waitFor(async () => expect(await saved("Долго")).toHaveLength(1), 5_000);
  await vi.waitFor(async () => expect((await host.post("/?index", form)).status).toBe(303), 10_000);
  expect(await saved("Долго")).toHaveLength(1);
});

test("who waits for a draw hears of it, though the connection that listens was forgotten", async () => {
  const lottery = await createLottery(host);
  const stream = await openStream(app.url, lottery);
  onTestFinished(stream.close);
  await stream.until(({ open }) => open !== null);
  await vi.waitFor(async () => expect(await liveState()).toBe("listening"), 5_000);
  await forgotten();
  await proxy.set("clear");
  expect((await host.post(`${lottery}/draw`, {})).status).toBe(303);
  await stream.until(({ draw }) => draw?.number === 1, 15_000);
  const lost = logLines(app.output()).filter(({ event }) => event === "listener-lost");
  expect(lost).toEqual([expect.objectContaining({ message: "Query read timeout", reason: "no-answer" })]);
  await vi.waitFor(async () => expect(await liveState()).toBe("listening"), 15_000);
});
