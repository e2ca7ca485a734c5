import { randomUUID } from "node:crypto";
import { rm } from "node:fs/promises";
import { mkdtemp } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterAll, describe, expect, test, vi } from "vitest";
import { testDatabase } from "#tests/support/database.ts";
import { removeFolder } from "#tests/support/folder.ts";
import { startImageHost } from "#tests/support/image-host.ts";
import { logLines } from "#tests/support/log-lines.ts";
import { createLottery, EVENING } from "#tests/support/lotteries.ts";
import { databaseReady, startServer } from "#tests/support/server.ts";

const images = await startImageHost();
const { url, db } = await testDatabase();
const dataDir = await mkdtemp(path.join(os.tmpdir(), "movie-lottery-posters-"));
const settings = { DATABASE_URL: url, DATA_DIR: dataDir, POSTER_ORIGINS: images.url };
let app = await startServer(settings);
afterAll(async () => {
  await app.stop();
  await images.close();
  await removeFolder(dataDir);
});
await databaseReady(app);
const host = app.visitor();
await host.get("/");

/** Adds a film; its poster stands where no form would take it from, as there is no certificate here. */
async function add(title: string, poster: string): Promise<void> {
  const film = { form: "add", submitKey: randomUUID(), title, year: "1979", note: "", poster: "" };
  expect((await host.post("/library", film)).status).toBe(303);
  await db("movies").where({ title }).update({ poster_url: poster });
  await vi.waitFor(async () =>
    expect((await host.get("/library")).html).toContain(encodeURIComponent(poster)),
  );
}

/** Our addresses of the posters on a page, by the film. */
async function postersOn(page: string): Promise<string[]> {
  const { document } = await host.get(page);
  return [...document.querySelectorAll(".poster img")].map((each) => each.getAttribute("src")!);
}

test("a poster of elsewhere is shown from here, small, for ever, and asked for once", async () => {
  const from = `${images.url}/poster.jpg`;
  await add("Сталкер", from);
  const [address] = await postersOn("/library");
  expect(address).toMatch(/^\/posters\/[\w-]{22}\?from=http/);
  const webp = await host.get(address!, { Accept: "image/avif,image/webp,*/*" });
  expect([
    webp.status,
    webp.headers["content-type"],
    webp.headers["cache-control"],
    webp.headers.vary,
  ]).toEqual([200, "image/webp", "public, max-age=31536000, immutable", "Accept"]);
  const jpeg = await host.get(address!.replace("w=200", "w=400"), { Accept: "image/*" });
  expect([jpeg.status, jpeg.headers["content-type"]]).toEqual([200, "image/jpeg"]);
  const again = await host.get(address!, { Accept: "image/webp", "If-None-Match": webp.headers.etag });
  expect(again.status).toBe(304);
  expect(images.asked).toEqual(["/poster.jpg"]);
});

test("pages name no other host, and may load from none", async () => {
  const lottery = await createLottery(host, EVENING);
  await db("entries")
    .where({ title: EVENING[0]![0] })
    .update({ poster_url: `${images.url}/poster.jpg` });
  await host.post(`${lottery}/draw`, {});
  for (const page of ["/", "/library", "/history", lottery]) {
    const { html, headers, document } = await host.get(page);
    expect(String(headers["content-security-policy"])).toMatch(/; img-src 'self' data:;/);
    const sources = [...document.querySelectorAll("img")].map((each) => each.getAttribute("src")!);
    expect(sources.filter((source) => !source.startsWith("/"))).toEqual([]);
    expect(html).not.toContain(`"${images.url}`);
  }
});

describe("is not there, and never kept as such:", () => {
  test("an address that none of our pages has", async () => {
    const [address] = await postersOn("/library");
    const [mark] = /[\w-]{22}/.exec(address!)!;
    const asked = images.asked.length;
    for (const wrong of [
      `/posters/${mark}?from=${encodeURIComponent(`${images.url}/other.jpg`)}`,
      `/posters/${mark}`,
      `/posters/x?from=${encodeURIComponent(`${images.url}/poster.jpg`)}`,
      "/posters/x",
    ]) {
      const { status, headers } = await host.get(wrong);
      expect([wrong, status, headers["cache-control"]]).toEqual([wrong, 404, "no-store"]);
    }
    expect(images.asked).toHaveLength(asked);
  });

  test.each(["/page", "/missing", "/endless", "/redirect?to=file:///etc/passwd"])("%s", async (at) => {
    const from = `${images.url}${at}`;
    await add(`Фильм ${at.length}`, from);
    const address = (await postersOn("/library")).find((each) => each.includes(encodeURIComponent(from)));
    expect((await host.get(address!)).status).toBe(404);
    // Not tried again and again.
    const asked = images.asked.length;
    expect((await host.get(address!)).status).toBe(404);
    expect(images.asked).toHaveLength(asked);
  });

  test("what stands in our own network", async () => {
    await add("Дома", "https://127.0.0.1/poster.jpg");
    const address = (await postersOn("/library")).find((each) => each.includes("127.0.0.1%2Fposter"));
    expect((await host.get(address!)).status).toBe(404);
    await vi.waitFor(() => {
      const lines = logLines(app.output()).filter(({ event }) => event === "poster-missing");
      expect(lines).toContainEqual(expect.objectContaining({ host: "127.0.0.1", reason: "another origin" }));
    });
  });
});

test("the link card shows posters that are here, and waits for none that is not", async () => {
  const here = `${images.url}/card.jpg`;
  const path = await createLottery(host, EVENING);
  const card = async () => (await fetch(`${app.url}${path}/file/preview.png`)).arrayBuffer();
  const drawn = await card();
  const entries = db("entries").where({ lottery_id: path.slice("/l/".length), position: 1 });
  await entries.update({ poster_url: here });
  const [address] = await vi.waitFor(async () => {
    const shown = await postersOn(path);
    expect(shown).not.toEqual([]);
    return shown;
  });
  expect(Buffer.from(await card()).equals(Buffer.from(drawn))).toBe(true);
  expect(images.asked).not.toContain("/card.jpg");
  await host.get(address!);
  expect(Buffer.from(await card()).equals(Buffer.from(drawn))).toBe(false);
});

test("a host that hangs holds up no page and no form", async () => {
  const hanging = Array.from({ length: 8 }, (_, index) => `${images.url}/hangs?${index}`);
  for (const [index, from] of hanging.entries()) {
    await add(`Висит ${index}`, from);
  }
  const waiting = (await postersOn("/library"))
    .filter((each) => each.includes("hangs"))
    .map((each) => host.get(each));
  expect((await host.get("/library")).status).toBe(200);
  expect((await createLottery(host)).length).toBeGreaterThan(0);
  expect(new Set((await Promise.all(waiting)).map(({ status }) => status))).toEqual(new Set([404]));
});

test("after a restart what was kept is there, and what was lost is fetched again", async () => {
  const [address] = (await postersOn("/library")).filter(
    (each) => each.includes("poster.jpg") && each.includes("127.0.0.1%3A"),
  );
  await app.stop();
  images.asked.length = 0;
  app = await startServer(settings);
  await databaseReady(app);
  const guest = app.visitor();
  expect((await guest.get(address!)).status).toBe(200);
  expect(images.asked).toEqual([]);
  await app.stop();
  await rm(path.join(dataDir, "posters"), { recursive: true });
  app = await startServer(settings);
  expect((await app.visitor().get(address!)).status).toBe(200);
  expect(images.asked).toEqual(["/poster.jpg"]);
});
