import { expect, onTestFinished, test } from "vitest";
import { openDatabase } from "#app/data/database.server.ts";
import { createQuota } from "#app/movies/quota.server.ts";
import { testDatabase } from "#tests/support/database.ts";
import { closedPort } from "#tests/support/server.ts";

const { url, db } = await testDatabase();
/** Long enough for any machine. */
const WAIT_MS = 10_000;
const budgets = { homeMs: WAIT_MS, readMs: WAIT_MS, writeMs: WAIT_MS };

function open(address = url): void {
  const opened = openDatabase({
    address: Promise.resolve(() => address),
    settings: { poolMax: 8, restoreTables: true, budgets },
    observe: () => {},
  });
  onTestFinished(() => opened.close());
}

/** The quota of one process. */
function quotaOf(daily: Record<string, number | null>) {
  return createQuota({ daily, waitMs: WAIT_MS, observe: (error) => expect.fail(String(error)) });
}

async function granted(quotas: readonly ReturnType<typeof quotaOf>[], provider: string, times: number) {
  const taken = Array.from({ length: times }, (_, index) => quotas[index % quotas.length]!.take(provider));
  return (await Promise.all(taken)).filter(Boolean).length;
}

test("two processes share a day's questions, however fast they ask, and a third that comes later has none", async () => {
  open();
  const daily = { shared: 40 };
  expect(await granted([quotaOf(daily), quotaOf(daily)], "shared", 100)).toBe(40);
  const later = quotaOf(daily);
  expect(await later.take("shared")).toBe(false);
  expect(later.left("shared")).toEqual({ daily: 40, left: 0 });
});

test("each provider has a day's questions of its own, and another day has others", async () => {
  open();
  const daily = { one: 1, other: 1, free: null, none: 0 };
  const quota = quotaOf(daily);
  expect(await Promise.all(["one", "other", "one", "none"].map(quota.take))).toEqual([
    true,
    true,
    false,
    false,
  ]);
  expect(await granted([quota], "free", 50)).toBe(50);
  expect(quota.left("free")).toBeNull();
  await db("provider_usage").update({ day: db.raw("day - 1") });
  expect(await quotaOf(daily).take("one")).toBe(true);
});

test("those who ask at the same moment are counted by few statements", async () => {
  open();
  const { rows: before } = await db.raw<{ rows: { count: number }[] }>(
    "select coalesce(sum(asked), 0)::integer as count from provider_usage where provider = 'crowd'",
  );
  expect(before[0]!.count).toBe(0);
  expect(await granted([quotaOf({ crowd: 1_000 })], "crowd", 300)).toBe(300);
  expect(await db("provider_usage").where({ provider: "crowd" }).pluck("asked")).toEqual([300]);
});

test("without the database each process keeps to the limit by itself", async () => {
  open(`postgresql://nobody@127.0.0.1:${await closedPort()}/none`);
  const quota = quotaOf({ alone: 3 });
  expect(await granted([quota], "alone", 9)).toBe(3);
  expect(quota.left("alone")).toEqual({ daily: 3, left: 0 });
});
