import { afterAll, expect, test, vi } from "vitest";
import { testDatabase } from "#tests/support/database.ts";
import { valueOf } from "#tests/support/forms.ts";
import { arrive, CREATE, createLottery } from "#tests/support/lotteries.ts";
import { startProxy } from "#tests/support/proxy.ts";
import { databaseReady, startServer } from "#tests/support/server.ts";

const { url, db } = await testDatabase();
const proxy = await startProxy(() => Number(new URL(url).port));
const server = await startServer({ DATABASE_URL: proxy.through(url) });
await databaseReady(server);

afterAll(async () => {
  await server.stop();
  await proxy.close();
});

test.each(["statement", "answer"] as const)(
  "a suggestion whose %s was cut off comes back whole, and is in the hat once when it is pressed again",
  async (cut) => {
    const host = server.visitor();
    const path = await createLottery(host, [], { way: "collect" });
    const guest = server.visitor();
    await arrive(guest);
    // What the test before has cut may still keep pages from being read.
    const page = await vi.waitFor(async () => {
      const seen = await guest.get(path);
      expect(seen.status).toBe(200);
      return seen;
    }, 20_000);
    await proxy.set({ cut });
    const lost = await guest.press(page, "Put it in", { title: "Сталкер", year: "1979", firstName: "Аня" });
    expect([lost.status, valueOf(lost.document, "title"), valueOf(lost.document, "firstName")]).toEqual([
      503,
      "Сталкер",
      "Аня",
    ]);
    expect(valueOf(lost.document, "submitKey")).toBe(valueOf(page.document, "submitKey"));
    await proxy.set("clear");
    await vi.waitFor(async () => expect((await guest.press(lost, "Put it in")).status).toBe(303), 20_000);
    const id = path.slice("/l/".length);
    expect(await db("suggestions").where({ lottery_id: id }).pluck("title")).toEqual(["Сталкер"]);
    expect(await db("voices").where({ lottery_id: id }).pluck("first_name")).toEqual(["Аня"]);
    expect(await db("hats").where({ lottery_id: id }).pluck("version")).toEqual([2]);
  },
);

test("a hat whose answer was cut off comes back with its rules, and is there once when it is pressed again", async () => {
  const host = server.visitor();
  const page = await vi.waitFor(async () => {
    const seen = await host.get("/");
    expect(seen.status).toBe(200);
    return seen;
  }, 20_000);
  await proxy.set({ cut: "answer" });
  const fill = { name: "Клуб", cap: "3", odds: "backers", date: "2027-01-01", time: "20:00" };
  const lost = await host.press(page, CREATE, { way: "collect", ...fill });
  expect(lost.status).toBe(503);
  for (const [name, value] of Object.entries(fill)) expect(valueOf(lost.document, name)).toBe(value);
  await proxy.set("clear");
  await vi.waitFor(async () => expect((await host.press(lost, CREATE)).status).toBe(303), 20_000);
  const hats = await db("hats").join("lotteries", "lotteries.id", "lottery_id").where({ name: "Клуб" });
  expect(hats).toMatchObject([{ cap: 3, odds: "backers", named: true }]);
});
