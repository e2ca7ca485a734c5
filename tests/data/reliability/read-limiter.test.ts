import { expect, onTestFinished, test, vi } from "vitest";
import { openDatabase } from "#app/data/database.server.ts";
import { lotteryPage } from "#app/data/lotteries/reads.server.ts";
import { newId } from "#app/data/identity.server.ts";
import { testDatabase } from "#tests/support/database.ts";
import { startProxy } from "#tests/support/proxy.ts";

const { url } = await testDatabase();
const LATENCY_MS = 100;

/** The app's database with this many connections, behind a network that can be slow. */
async function slow(poolMax: number) {
  const proxy = await startProxy(() => Number(new URL(url).port));
  const opened = openDatabase({
    address: Promise.resolve(() => proxy.through(url)),
    settings: { poolMax, restoreTables: true, budgets: { homeMs: 250, readMs: 10_000, writeMs: 3_000 } },
    observe: () => {},
  });
  onTestFinished(async () => {
    await opened.close();
    await proxy.close();
  });
  await vi.waitFor(() => expect(opened.migrator.state().state).toBe("current"), 10_000);
  return { ...opened, proxy };
}

/** How long as many different pages take as a pool of 8 reads in ten rounds. */
async function thirtyPages(poolMax: number): Promise<number> {
  const { proxy } = await slow(poolMax);
  // All connections are there already.
  await Promise.all(Array.from({ length: 30 }, () => lotteryPage({ lotteryId: newId() })));
  await proxy.set({ latencyMs: LATENCY_MS });
  const began = performance.now();
  const pages = Array.from({ length: 30 }, () => lotteryPage({ lotteryId: newId() }));
  for (const { source } of await Promise.all(pages)) expect(source).toBe("fresh");
  return performance.now() - began;
}

test("a larger pool reads more at a time: over a slow network many pages take a fraction of the time", async () => {
  const ofEight = await thirtyPages(8);
  expect(ofEight).toBeGreaterThan(9 * LATENCY_MS);
  expect(await thirtyPages(32)).toBeLessThan(ofEight / 2);
});

test.each([7, 8, 16])(
  "while all reads of a pool of %i hang, and as many again, a write finds a connection",
  async (poolMax) => {
    const { guard, db: pool } = await slow(poolMax);
    let hanging = 0;
    const load = async () => {
      hanging += 1;
      await pool.raw("select pg_sleep(2)");
      return null;
    };
    for (let page = 0; page < 3 * poolMax; page++) {
      void guard.read({ name: "home", scope: `club ${page}`, budgetMs: 5_000, fallback: null, load });
    }
    const reads = Math.floor((poolMax - 1) / 2);
    expect(hanging).toBe(reads);
    await vi.waitFor(() => expect(hanging).toBe(2 * reads), { timeout: 1_900, interval: 5 });
    const run = async () => void (await pool.raw("select 1"));
    expect(await guard.write({ name: "draw", touches: [], budgetMs: 500, run })).toMatchObject({ ok: true });
    expect(hanging).toBe(2 * reads);
  },
);
