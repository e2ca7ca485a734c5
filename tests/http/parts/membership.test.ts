import { expect, onTestFinished, test, vi } from "vitest";
import { createMembership, type MembershipSource } from "#app/visitor/membership.server.ts";

type Removal = { id: string; at: Date };

const CLUB = "the club";
const ANNA = { id: "anna", clubId: CLUB };
const BORIS = { id: "boris", clubId: CLUB };
const MINUTE_MS = 60_000;

/** A membership whose database is this object, on a clock that is set on by hand. */
function scene({ most = 100 } = {}) {
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval", "performance"] });
  const removals: Removal[] = [];
  const asked: (Date | null)[] = [];
  const saved: string[] = [];
  const database = { answers: true, takesMs: 0 };
  const source: MembershipSource = {
    removedSince: async (since, budgetMs) => {
      asked.push(since);
      if (!database.answers || budgetMs < database.takesMs) return null;
      return removals.filter(({ at }) => !since || at >= since).toReversed();
    },
    saw: async (sightings) => {
      if (database.answers) saved.push(...sightings.map(({ id, agoMs }) => `${id} ${Math.round(agoMs)}`));
      return database.answers;
    },
    most,
    onFailure: (error) => {
      throw error;
    },
  };
  const membership = createMembership(source);
  onTestFinished(() => {
    membership.close();
    vi.useRealTimers();
  });
  const remove = (id: string) => void removals.push({ id, at: new Date(1_000 + removals.length) });
  return { ...membership, remove, asked, saved, database };
}

const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);

test("a hundred requests ask once, and a process that nobody uses asks nothing", async () => {
  const { admits, asked } = scene();
  await pass(10 * MINUTE_MS);
  expect(asked).toHaveLength(0);
  for (let request = 0; request < 100; request++) expect(await admits(ANNA)).toBe(true);
  expect(asked).toEqual([null]);
  await pass(MINUTE_MS);
  expect(asked).toHaveLength(5);
  await pass(60 * MINUTE_MS);
  expect(asked.length).toBeLessThan(25);
});

test("who was removed elsewhere is refused within a minute, while others are here all the time", async () => {
  const { admits, remove, asked } = scene();
  expect(await admits(BORIS)).toBe(true);
  remove("boris");
  await pass(20_000);
  expect([await admits(BORIS), await admits(ANNA)]).toEqual([false, true]);
  await pass(20_000);
  expect(asked.at(-1), "only what is new is asked for").toEqual(new Date(1_000));
});

test("after a long rest the first request waits for what has happened meanwhile", async () => {
  const { admits, remove } = scene();
  expect(await admits(BORIS)).toBe(true);
  await pass(60 * MINUTE_MS);
  remove("boris");
  expect(await admits(BORIS)).toBe(false);
});

test("who was removed before the process began is refused from its first request on", async () => {
  const { admits, remove } = scene();
  remove("boris");
  expect(await admits(BORIS)).toBe(false);
});

test("without the database, what is known stays known, and nobody else is refused", async () => {
  const { admits, remove, database } = scene();
  remove("boris");
  expect(await admits(BORIS)).toBe(false);
  database.answers = false;
  await pass(10 * MINUTE_MS);
  expect([await admits(BORIS), await admits(ANNA)]).toEqual([false, true]);
});

test("who was removed here is refused at once", async () => {
  const { admits, removed } = scene();
  expect(await admits(BORIS)).toBe(true);
  removed("boris");
  expect(await admits(BORIS)).toBe(false);
});

test("when there are too many, those removed last are remembered", async () => {
  const { admits, remove } = scene({ most: 2 });
  for (const id of ["anna", "boris", "vera"]) remove(id);
  expect(await admits({ id: "vera", clubId: CLUB })).toBe(false);
  expect(await admits(BORIS)).toBe(false);
  expect(await admits(ANNA)).toBe(true);
});

test("visits are written down together, once an hour each, and not lost when that fails", async () => {
  const { admits, saved, database } = scene();
  await admits(ANNA);
  await pass(5_000);
  await admits(BORIS);
  await admits(ANNA);
  database.answers = false;
  await pass(10_000);
  expect(saved).toEqual([]);
  database.answers = true;
  await pass(15_000);
  expect(saved).toEqual(["anna 30000", "boris 25000"]);
  await admits(ANNA);
  await pass(30_000);
  expect(saved).toHaveLength(2);
  await pass(61 * MINUTE_MS);
  await admits(ANNA);
  await pass(15_000);
  expect(saved).toHaveLength(3);
});

test("a database that is far away tells as well, only later, and one request in five seconds waits for it", async () => {
  const { admits, remove, asked, database } = scene();
  database.takesMs = 200;
  remove("boris");
  for (let request = 0; request < 20; request++) expect(await admits(BORIS)).toBe(true);
  expect(asked).toHaveLength(1);
  await pass(15_000);
  expect(await admits(BORIS)).toBe(false);
  expect(asked).toHaveLength(2);
});
