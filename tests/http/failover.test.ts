import { randomUUID } from "node:crypto";
import { afterAll, expect, onTestFinished, test, vi } from "vitest";
import { valueOf } from "#tests/support/forms.ts";
import { textOf } from "#tests/support/html.ts";
import { openStream } from "#tests/support/live-stream.ts";
import { createLottery, EVENING, formWith } from "#tests/support/lotteries.ts";
import { installed, MAJORS, startPostgres } from "#tests/support/postgres-versions.ts";
import { startProxy } from "#tests/support/proxy.ts";
import { databaseReady, startServer } from "#tests/support/server.ts";
import { FOLLOWED, startStandby } from "#tests/support/standby.ts";
import type { Visitor } from "#tests/support/visitor.ts";

const version = (await installed(MAJORS.at(-1)!))!;
const primary = await startPostgres(version, FOLLOWED);
afterAll(primary.stop);

const HEALS = { timeout: 15_000, interval: 50 };

const addTo = (visitor: Visitor, title: string) =>
  visitor.post("/library", { form: "add", submitKey: randomUUID(), title, year: "1979", note: "" });

test("the primary dies, its standby answers reads and then takes its place: what was confirmed is there", async () => {
  // What a host's name for its database leads to.
  let leadsTo = primary.url;
  const name = await startProxy(() => Number(new URL(leadsTo).port));
  afterAll(name.close);
  const app = await startServer({ DATABASE_URL: name.through(primary.url) });
  onTestFinished(app.stop);
  await databaseReady(app);
  const standby = await startStandby(version, primary);
  onTestFinished(standby.stop);
  const host = app.visitor();
  await host.get("/");
  expect((await addTo(host, "Сталкер")).status).toBe(303);
  const lottery = await createLottery(host, EVENING, { name: "До смены" });
  const stream = await openStream(app.url, lottery);
  onTestFinished(stream.close);
  await stream.until(({ open }) => open !== null);
  expect((await host.get("/library")).document.querySelector("[data-source]")).toBeNull();

  await primary.crash();
  const away = await host.get("/library");
  expect([away.status, away.html.includes("Сталкер")]).toEqual([200, true]);
  const film = formWith(EVENING, { name: "Во время смены" });
  const unheard = await host.post("/?index", film);
  expect([unheard.status, valueOf(unheard.document, "name")]).toEqual([503, "Во время смены"]);

  leadsTo = standby.url;
  await vi.waitFor(async () => {
    const { document, html } = await host.get(lottery);
    expect([document.querySelector("[data-source]"), html.includes("До смены")]).toEqual([null, true]);
  }, HEALS);
  await vi.waitFor(async () => {
    const refused = await host.post("/?index", film);
    expect([refused.status, valueOf(refused.document, "name")]).toEqual([503, "Во время смены"]);
    expect(textOf(refused.document, ".alert")).toMatch(/^This was not saved: the database is up/);
  }, HEALS);

  await standby.promote();
  await vi.waitFor(async () => expect((await host.post("/?index", film)).status).toBe(303), HEALS);
  expect((await host.post("/?index", film)).status).toBe(303);
  expect((await host.post(`${lottery}/draw`, {})).status).toBe(303);
  await stream.until(({ draw }) => draw?.number === 1, HEALS.timeout);
  await vi.waitFor(async () => {
    const { document, html } = await host.get("/history");
    expect([document.querySelector("[data-source]"), html.includes("До смены")]).toEqual([null, true]);
    expect(html.match(/Во время смены/g)).toHaveLength(html.match(/До смены/g)!.length);
  }, HEALS);
  await vi.waitFor(async () => expect((await fetch(`${app.url}/readyz`)).status).toBe(200), HEALS);
});
