import { describe, expect, test, vi } from "vitest";
import {
  BUDGET_MS,
  FALLBACK,
  atOnce,
  busy,
  guardScene,
  mistake,
  pass,
  pending,
  refused,
  tableMissing,
  unreachable,
} from "./guard-scene.ts";

const hang = () => new Promise<string>(() => {});

describe("where an answer comes from", () => {
  test("in time: fresh, and later on as of the moment it was asked for", async () => {
    const { read } = guardScene();
    const askedAt = Date.now();
    const slow = pending();
    const answer = read(() => slow.promise);
    await pass(BUDGET_MS - 1);
    slow.resolve("Сталкер");
    expect(await answer).toEqual({ value: "Сталкер", source: "fresh", asOf: null });
    const later = await read(() => Promise.reject(unreachable()));
    expect(later).toEqual({ value: "Сталкер", source: "stale", asOf: askedAt });
  });

  test("late and never seen before: the default, exactly when the budget is over", async () => {
    const { read } = guardScene();
    const answer = read(hang);
    await pass(BUDGET_MS - 1);
    expect(await atOnce(answer)).toBe("still waiting");
    await pass(1);
    expect(await atOnce(answer)).toEqual({ value: FALLBACK, source: "default", asOf: null });
  });

  test.each([
    ["late", hang],
    ["unreachable", () => Promise.reject(unreachable())],
    ["busy", () => Promise.reject(busy())],
    ["refusing", () => Promise.reject(refused())],
    ["without its tables", () => Promise.reject(tableMissing())],
  ])("%s, but seen before: the last good value with its time", async (_what, load) => {
    const { read } = guardScene();
    const seenAt = Date.now();
    await read(() => Promise.resolve("Сталкер"));
    await pass(5_000);
    const answer = read(load);
    await pass(BUDGET_MS);
    expect(await answer).toEqual({ value: "Сталкер", source: "stale", asOf: seenAt });
  });

  test("a default is never remembered as if it had been read", async () => {
    const { read, guard } = guardScene();
    await read(() => Promise.reject(unreachable()));
    expect(guard.state().remembered).toBe(0);
    expect(await read(() => Promise.reject(unreachable()))).toMatchObject({ source: "default" });
  });

  test("a mistake in the program is thrown, seen before or not", async () => {
    const { read } = guardScene();
    await expect(read(() => Promise.reject(mistake()))).rejects.toThrow(TypeError);
    await read(() => Promise.resolve("Сталкер"));
    await expect(read(() => Promise.reject(mistake()))).rejects.toThrow(TypeError);
  });

  test("an empty answer is an answer", async () => {
    const { guard } = guardScene();
    const input = { name: "lottery", scope: "lottery x", budgetMs: BUDGET_MS };
    const absent = { ...input, fallback: "unknown" as string | null, load: () => Promise.resolve(null) };
    expect(await guard.read(absent)).toMatchObject({ value: null, source: "fresh" });
    expect(await guard.read({ ...absent, load: () => Promise.reject(unreachable()) })).toMatchObject({
      value: null,
      source: "stale",
    });
  });

  test("is told to whoever watches", async () => {
    const { read, events } = guardScene();
    await read(() => Promise.reject(tableMissing()));
    expect(events).toMatchObject([
      { event: "read-failed", name: "home", kind: "schema" },
      { event: "read", name: "home", source: "default", ms: 0 },
    ]);
  });
});

test("of pages that would all give up in one moment, each does in one of its own, so that none is drawn late", async () => {
  const { read } = guardScene();
  const start = performance.now();
  const ends: number[] = [];
  for (let page = 0; page < 8; page++) {
    void read(hang, { key: `page ${page}` }).then(() => ends.push(performance.now() - start));
  }
  await pass(BUDGET_MS);
  expect(ends).toEqual([194, 202, 210, 218, 226, 234, 242, 250]);
  const crowd = Array.from({ length: 200 }, (_, page) => read(hang, { key: `crowd ${page}` }));
  await pass(BUDGET_MS - 97);
  expect(await atOnce(Promise.race(crowd))).toBe("still waiting");
});

describe("reads of the same thing", () => {
  test("share one statement, and the second waits only for what is left of the first one's budget", async () => {
    const { read } = guardScene();
    const load = vi.fn<() => Promise<string>>(hang);
    const first = read(load);
    await pass(BUDGET_MS - 50);
    const others = Array.from({ length: 9 }, () => read(load));
    await pass(50);
    for (const answer of [first, ...others])
      expect(await atOnce(answer)).toMatchObject({ source: "default" });
    expect(load).toHaveBeenCalledTimes(1);
    expect(await atOnce(read(load))).toMatchObject({ source: "default" });
    expect(load).toHaveBeenCalledTimes(1);
  });

  test("do not join one that is lost, and what it brings late does not cover what is newer", async () => {
    const { read } = guardScene();
    const lost = pending();
    void read(() => lost.promise);
    await pass(1_000);
    expect(await read(() => Promise.resolve("Сталкер"))).toMatchObject({ value: "Сталкер", source: "fresh" });
    lost.resolve("Солярис");
    await pass(0);
    expect(await read(() => Promise.reject(unreachable()))).toMatchObject({
      value: "Сталкер",
      source: "stale",
    });
  });

  test("get the same fresh answer", async () => {
    const { read } = guardScene();
    const load = vi.fn<() => Promise<string>>(() => Promise.resolve("Сталкер"));
    const answers = await Promise.all([read(load), read(load)]);
    expect(answers.map(({ value }) => value)).toEqual(["Сталкер", "Сталкер"]);
    expect(load).toHaveBeenCalledTimes(1);
    await read(load);
    expect(load).toHaveBeenCalledTimes(2);
  });

  test.each([{ name: "library" }, { scope: "club b" }, { key: "page 2" }])(
    "are not those of another %o",
    async (other) => {
      const { read } = guardScene();
      expect(await read(() => Promise.resolve("ours"))).toMatchObject({ value: "ours" });
      expect(await read(() => Promise.reject(unreachable()), other)).toMatchObject({ value: FALLBACK });
      const running = read(hang);
      expect(await read(() => Promise.resolve("theirs"), other)).toMatchObject({ value: "theirs" });
      await pass(BUDGET_MS);
      expect(await running).toMatchObject({ value: "ours", source: "stale" });
    },
  );

  test("names and keys cannot be made to run into one another", async () => {
    const { read } = guardScene();
    await read(() => Promise.resolve("ours"), { scope: "club a", key: 'b","c' });
    const other = read(() => Promise.reject(unreachable()), { scope: 'club a","b', key: "c" });
    expect(await other).toMatchObject({ source: "default" });
  });
});

describe("a late read", () => {
  test("becomes the last good value", async () => {
    const { read } = guardScene();
    const askedAt = Date.now();
    const late = pending();
    const answer = read(() => late.promise);
    await pass(BUDGET_MS);
    expect(await answer).toMatchObject({ source: "default" });
    await pass(500);
    late.resolve("Сталкер");
    await pass(0);
    const next = read(hang);
    await pass(BUDGET_MS);
    expect(await next).toEqual({ value: "Сталкер", source: "stale", asOf: askedAt });
  });

  test("that fails disturbs nobody", async () => {
    const { read } = guardScene();
    const late = pending();
    const answer = read(() => late.promise);
    await pass(BUDGET_MS);
    expect(await answer).toMatchObject({ source: "default" });
    late.reject(mistake());
    await pass(0);
    expect(await read(() => Promise.resolve("Сталкер"))).toMatchObject({ source: "fresh" });
  });

  test("never takes the place of what was read after it", async () => {
    const { read, failThrice } = guardScene();
    const late = pending();
    const answer = read(() => late.promise);
    await failThrice();
    await pass(BUDGET_MS);
    expect(await answer).toMatchObject({ source: "default" });
    // The breaker's time is over: this one probes.
    await read(() => Promise.resolve("newer"));
    await pass(0);
    late.resolve("older");
    await pass(0);
    expect(await read(() => Promise.reject(unreachable()))).toMatchObject({
      value: "newer",
      source: "stale",
    });
  });
});

describe("touch", () => {
  test("makes the next read ask again, and what was under way is not remembered", async () => {
    const { guard, read } = guardScene();
    const before = pending();
    const first = read(() => before.promise);
    guard.touch(["club a"]);
    expect(await read(() => Promise.resolve("after"))).toMatchObject({ value: "after", source: "fresh" });
    before.resolve("before");
    expect(await first).toMatchObject({ value: "before" });
    expect(await read(() => Promise.reject(unreachable()))).toMatchObject({
      value: "after",
      source: "stale",
    });
  });

  test("leaves other scopes alone", async () => {
    const { guard, read } = guardScene();
    const load = vi.fn<() => Promise<string>>(hang);
    void read(load, { scope: "club b" });
    guard.touch(["club a"]);
    void read(load, { scope: "club b" });
    await pass(BUDGET_MS);
    expect(load).toHaveBeenCalledTimes(1);
  });
});

describe("connections", () => {
  test("only so many reads hold one at a time, and others follow as they come free", async () => {
    const { read } = guardScene({ readsAtOnce: 2 });
    const loads = Array.from({ length: 4 }, () => pending());
    const started: number[] = [];
    const answers = loads.map(({ promise }, index) =>
      read(() => (started.push(index), promise), { key: `page ${index}` }),
    );
    await pass(0);
    expect(started).toEqual([0, 1]);
    loads[1]!.resolve("Брат");
    await pass(0);
    expect(started).toEqual([0, 1, 2]);
    for (const { resolve } of loads) resolve("Брат 2");
    expect((await Promise.all(answers)).map(({ source }) => source)).toEqual([
      "fresh",
      "fresh",
      "fresh",
      "fresh",
    ]);
    expect(started).toEqual([0, 1, 2, 3]);
  });

  test("one that hangs is soon counted out, but not more of them than there are places", async () => {
    const { read } = guardScene({ readsAtOnce: 2 });
    const started: number[] = [];
    for (let turn = 0; turn < 3; turn++) {
      const key = (index: number) => `page ${2 * turn + index}`;
      for (const index of [0, 1]) void read(() => (started.push(turn), hang()), { key: key(index) });
      await pass(1_000);
    }
    expect(started).toEqual([0, 0, 1, 1]);
    // Two are counted out and two count, so nothing is free.
    const load = vi.fn<() => Promise<string>>(() => Promise.resolve("Брат"));
    const waiting = read(load, { key: "one more" });
    await pass(60_000);
    expect(await waiting).toMatchObject({ source: "default" });
    expect(load).not.toHaveBeenCalled();
  });

  test("when one that was counted out ends, the next that hangs is counted out", async () => {
    const { read } = guardScene({ readsAtOnce: 1 });
    const first = pending();
    void read(() => first.promise, { key: "first" });
    await pass(1_000);
    void read(hang, { key: "second" });
    await pass(1_000);
    first.resolve("Солярис");
    await pass(0);
    expect(await read(() => Promise.resolve("Брат"), { key: "third" })).toMatchObject({ source: "fresh" });
  });

  test("a read whose visitors have all been answered never takes one", async () => {
    const { read } = guardScene({ readsAtOnce: 1 });
    const slow = pending();
    void read(() => slow.promise);
    const given = vi.fn<() => Promise<string>>(() => Promise.resolve("too late"));
    const answer = read(given, { key: "page 2" });
    await pass(BUDGET_MS + 1);
    expect(await answer).toMatchObject({ source: "default" });
    slow.resolve("Сталкер");
    await pass(0);
    expect(given).not.toHaveBeenCalled();
    expect(await read(given, { key: "page 2" })).toMatchObject({ value: "too late", source: "fresh" });
  });

  test("a failed read gives its place back", async () => {
    const { read } = guardScene({ readsAtOnce: 1 });
    await read(() => Promise.reject(busy()));
    expect(await read(() => Promise.resolve("Сталкер"), { name: "library" })).toMatchObject({
      source: "fresh",
    });
  });
});

describe("memory", () => {
  const lost = () => Promise.reject(tableMissing());

  test("is bounded in scopes: the least used is forgotten, with all its pages", async () => {
    const { guard, read } = guardScene({ maxScopes: 2 });
    for (const scope of ["1", "2", "1", "3"]) {
      await read(() => Promise.resolve(`of ${scope}`), { scope });
      await read(() => Promise.resolve(`more of ${scope}`), { scope, name: "library" });
    }
    expect(guard.state().remembered).toBe(4);
    expect(await read(lost, { scope: "2" })).toMatchObject({ source: "default" });
    expect(await read(lost, { scope: "1" })).toMatchObject({ value: "of 1", source: "stale" });
    expect(await read(lost, { scope: "3", name: "library" })).toMatchObject({ source: "stale" });
  });

  test("of pages that an address can name at will, a scope keeps those that were used last", async () => {
    const { guard, read } = guardScene();
    await read(() => Promise.resolve("first page"));
    for (let page = 1; page <= 50; page++) {
      await read(() => Promise.resolve(`page ${page}`), { key: String(page) });
      await read(lost, { key: "1" });
    }
    expect(guard.state().remembered).toBe(12);
    const kept = async (key?: string) => (await read(lost, { key })).source === "stale";
    expect([await kept(), await kept("1"), await kept("50")]).toEqual([true, true, true]);
    expect([await kept("2"), await kept("39")]).toEqual([false, false]);
  });

  test("is bounded in bytes, for all and for each scope", async () => {
    const { guard, read } = guardScene({ maxBytes: 64 * 1_000 });
    for (let page = 0; page < 50; page++) {
      await read(() => Promise.resolve("x".repeat(200)), { key: `page ${page}` });
    }
    expect(guard.state().remembered).toBeGreaterThan(0);
    expect(guard.state().remembered).toBeLessThanOrEqual(3);
    const huge = () => Promise.resolve("x".repeat(5_000));
    expect(await read(huge, { name: "library" })).toMatchObject({ source: "fresh" });
    expect(await read(lost, { name: "library" })).toMatchObject({ source: "default" });

    for (let club = 0; club < 200; club++) {
      await read(() => Promise.resolve("x".repeat(500)), { scope: `club ${club}` });
    }
    expect(guard.state().remembered).toBeGreaterThan(60);
    expect(guard.state().remembered).toBeLessThan(100);
  });

  test("what says no more than the default takes nobody's place, and is believed for five seconds", async () => {
    const { guard, read } = guardScene({ maxScopes: 2 });
    await read(() => Promise.resolve("Сталкер"));
    for (let lottery = 0; lottery < 600; lottery++) {
      await read(() => Promise.resolve(FALLBACK), { scope: `lottery ${lottery}` });
    }
    expect(guard.state().remembered).toBe(1);
    expect(await read(lost)).toMatchObject({ value: "Сталкер", source: "stale" });
    expect(await read(lost, { scope: "lottery 1" })).toMatchObject({ source: "default" });
    await pass(4_999);
    expect(await read(lost, { scope: "lottery 599" })).toMatchObject({ value: FALLBACK, source: "stale" });
    await pass(1);
    expect(await read(lost, { scope: "lottery 599" })).toMatchObject({ source: "default" });
  });

  test("what has gone is not remembered as it was", async () => {
    const { read } = guardScene();
    await read(() => Promise.resolve("Сталкер"));
    await read(() => Promise.resolve(FALLBACK));
    expect(await read(lost)).toMatchObject({ value: FALLBACK, source: "stale" });
    await pass(6_000);
    expect(await read(lost)).toMatchObject({ source: "default" });
  });
});

describe("somebody sets the clock", () => {
  test.each([-3_600_000, 3_600_000])(
    "by %i ms: what was read is remembered with its own date",
    async (jump) => {
      const { read } = guardScene();
      const late = pending();
      const first = read(() => late.promise, { budgetMs: 800 });
      const date = Date.now();
      await pass(400);
      vi.setSystemTime(Date.now() + jump);
      await pass(399);
      expect(await atOnce(first)).toBe("still waiting");
      late.resolve("before");
      expect(await first).toEqual({ value: "before", source: "fresh", asOf: null });
      const remembered = await read(() => Promise.reject(unreachable()));
      expect(remembered).toEqual({ value: "before", source: "stale", asOf: date });
      const askedAt = Date.now();
      await read(() => Promise.resolve("after"));
      expect(await read(() => Promise.reject(unreachable()))).toEqual({
        value: "after",
        source: "stale",
        asOf: askedAt,
      });
    },
  );
});

test("a read that nobody waits for any more when there is room for it has not failed", async () => {
  const { read, events } = guardScene();
  const slow = Array.from({ length: 3 }, (_, index) =>
    read(() => pending().promise, { name: "history", scope: `club ${index}` }),
  );
  const late = read(() => Promise.resolve("too late"));
  await pass(60_000);
  await Promise.all([...slow, late]);
  expect(events.filter(({ event }) => event === "read-failed")).toEqual([]);
});
