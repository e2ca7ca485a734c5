import { describe, expect, test, vi } from "vitest";
import {
  BUDGET_MS,
  FALLBACK,
  atOnce,
  busy,
  cutOff,
  guardScene,
  mistake,
  pass,
  pending,
  refused,
  tableMissing,
  unreachable,
} from "./guard-scene.ts";

const refuse = () => Promise.reject<string>(unreachable());

describe("after three failures to reach the database", () => {
  test("answers come at once, for every page, and nobody asks", async () => {
    const { guard, read } = guardScene();
    await read(() => Promise.resolve("Сталкер"));
    const failing = vi.fn<() => Promise<string>>(refuse);
    for (let time = 0; time < 3; time++) await read(failing);
    expect(guard.state().connection).toBe("open");

    expect(await atOnce(read(failing))).toMatchObject({ value: "Сталкер", source: "stale" });
    const other = vi.fn<() => Promise<string>>(() => Promise.resolve("Брат"));
    expect(await atOnce(read(other, { name: "library", scope: "club b" }))).toMatchObject({
      value: FALLBACK,
    });
    expect(failing).toHaveBeenCalledTimes(3);
    expect(other).not.toHaveBeenCalled();
  });

  test("two are not enough, nor three with a success between them", async () => {
    const { guard, read } = guardScene();
    await read(refuse);
    await read(refuse);
    expect(await read(() => Promise.resolve("Сталкер"))).toMatchObject({ source: "fresh" });
    await read(refuse);
    await read(refuse);
    expect(guard.state().connection).toBe("closed");
  });

  test("one read probes in the background, and nobody waits for it", async () => {
    const { read, failThrice } = guardScene();
    await failThrice();
    await pass(BUDGET_MS);
    const probe = pending();
    const load = vi.fn<() => Promise<string>>(() => probe.promise);
    for (let visitor = 0; visitor < 5; visitor++) {
      expect(await atOnce(read(load))).toMatchObject({ source: "default" });
      expect(await atOnce(read(load, { key: `page ${visitor}` }))).toMatchObject({ source: "default" });
    }
    expect(load).toHaveBeenCalledTimes(1);
  });

  test("a probe that hangs does not keep the next one from setting out", async () => {
    const { guard, read, failThrice } = guardScene();
    await failThrice();
    await pass(100);
    await read(() => new Promise(() => {}));
    await pass(250);
    await read(() => new Promise(() => {}));
    await pass(500);
    const third = vi.fn<() => Promise<string>>(() => Promise.resolve("Сталкер"));
    expect(await atOnce(read(third))).toMatchObject({ source: "default" });
    expect(third).toHaveBeenCalledTimes(1);
    expect(guard.state().connection).toBe("closed");
  });

  test("what was sent before a success and fails after it says nothing new", async () => {
    const { guard, read } = guardScene();
    const lost = [pending(), pending(), pending()];
    for (const [page, { promise }] of lost.entries()) void read(() => promise, { key: `page ${page}` });
    await pass(1_600);
    expect(await read(() => Promise.resolve("Сталкер"))).toMatchObject({ source: "fresh" });
    for (const { reject } of lost) reject(unreachable());
    await pass(0);
    expect(guard.state().connection).toBe("closed");
  });

  test("a probe that comes back closes the breaker, and is remembered however late", async () => {
    const { guard, read, failThrice } = guardScene();
    await failThrice();
    await pass(BUDGET_MS);
    const probe = pending();
    await read(() => probe.promise);
    await pass(2_500);
    probe.resolve("Сталкер");
    await pass(0);
    expect(guard.state().connection).toBe("closed");
    const hanging = read(() => new Promise(() => {}));
    await pass(BUDGET_MS);
    expect(await hanging).toMatchObject({ value: "Сталкер", source: "stale" });
    expect(await read(() => Promise.resolve("Брат"), { name: "library" })).toMatchObject({ source: "fresh" });
  });

  test.each([
    ["without jitter", 0.5, [100, 250, 500, 1_000, 1_000]],
    ["at the longest", 1, [120, 300, 600, 1_200, 1_200]],
    ["at the shortest", 0, [80, 200, 400, 800, 800]],
  ])(
    "it probes less and less often, but every second at least, give or take a fifth: %s",
    async (_what, chance, gaps) => {
      const { read, failThrice } = guardScene({ random: () => chance });
      await failThrice();
      const probe = vi.fn<() => Promise<string>>(refuse);
      for (const [index, gap] of gaps.entries()) {
        await pass(gap - 1);
        await read(probe);
        expect(probe).toHaveBeenCalledTimes(index);
        await pass(1);
        await read(probe);
        expect(probe).toHaveBeenCalledTimes(index + 1);
      }
    },
  );

  test("after it has closed, the next outage starts with a short pause again", async () => {
    const { read, failThrice } = guardScene();
    await failThrice();
    for (const gap of [100, 250, 500]) {
      await pass(gap);
      await read(refuse);
    }
    await pass(1_000);
    await read(() => Promise.resolve("Сталкер"));
    await pass(0);
    await failThrice();
    await pass(100);
    const probe = vi.fn<() => Promise<string>>(refuse);
    await read(probe);
    expect(probe).toHaveBeenCalledTimes(1);
  });
});

describe("what the breaker for all pages does not open for", () => {
  test("missing tables: each read asks, so that a migration is seen at once", async () => {
    const { guard, read } = guardScene();
    const load = vi.fn<() => Promise<string>>(() => Promise.reject<string>(tableMissing()));
    for (let time = 0; time < 10; time++) await read(load);
    expect(load).toHaveBeenCalledTimes(10);
    expect(guard.state()).toMatchObject({ connection: "closed", reads: { home: "closed" } });
    expect(await read(() => Promise.resolve("Сталкер"))).toMatchObject({ source: "fresh" });
  });

  test("one slow query: its own page answers at once, the others ask", async () => {
    const { guard, read } = guardScene();
    const slow = vi.fn<() => Promise<string>>(() => Promise.reject<string>(busy()));
    for (let time = 0; time < 5; time++) await read(slow, { name: "history" });
    expect(slow).toHaveBeenCalledTimes(3);
    expect(guard.state()).toMatchObject({ connection: "closed", reads: { history: "open" } });
    expect(await read(() => Promise.resolve("Сталкер"))).toMatchObject({ source: "fresh" });

    await pass(BUDGET_MS);
    await read(() => Promise.resolve("Брат"), { name: "history" });
    await pass(0);
    expect(await read(() => Promise.resolve("Брат"), { name: "history" })).toMatchObject({ source: "fresh" });
  });

  test("refusals, which come at once: one odd row must not hold back other people's pages", async () => {
    const { guard, read } = guardScene();
    for (let time = 0; time < 5; time++) await read(() => Promise.reject(refused()));
    expect(guard.state()).toMatchObject({ connection: "closed", reads: { home: "closed" } });
    expect(guard.state().refusals).toMatchObject([{ name: "home", code: "42501" }]);
    expect(await read(() => Promise.resolve("Сталкер"))).toMatchObject({ source: "fresh" });
    expect(guard.state().refusals).toEqual([]);
  });

  test("mistakes in the program", async () => {
    const { guard, read } = guardScene();
    for (let time = 0; time < 5; time++) {
      await expect(read(() => Promise.reject(mistake()))).rejects.toThrow(TypeError);
    }
    expect(guard.state().connection).toBe("closed");
  });
});

test.each([-3_600_000, 3_600_000])(
  "a clock set by %i ms changes neither its pauses nor what it says",
  async (jump) => {
    const { guard, read, failThrice } = guardScene();
    await failThrice();
    const since = Date.now();
    vi.setSystemTime(Date.now() + jump);
    const probe = vi.fn<() => Promise<string>>(() => Promise.resolve("Сталкер"));
    await pass(99);
    await read(probe);
    expect(probe).not.toHaveBeenCalled();
    expect(guard.state()).toMatchObject({ connection: "open", since });
    await pass(1);
    await read(probe);
    await pass(0);
    expect(probe).toHaveBeenCalledTimes(1);
    expect(guard.state()).toMatchObject({ connection: "closed", since: Date.now() });
    expect(await read(probe)).toMatchObject({ source: "fresh" });
  },
);

test("both breakers open: the shared probe is not used up by a page whose own breaker forbids it", async () => {
  const { read, failThrice } = guardScene();
  for (let time = 0; time < 3; time++) await read(() => Promise.reject(busy()), { name: "library" });
  await pass(100);
  // The library's first probe fails too, so that its own pause is now longer than the shared one.
  await read(() => Promise.reject(busy()), { name: "library" });
  await failThrice();
  await pass(100);
  const library = vi.fn<() => Promise<string>>(() => Promise.resolve("Сталкер"));
  await read(library, { name: "library" });
  expect(library).not.toHaveBeenCalled();
  const home = vi.fn<() => Promise<string>>(() => Promise.resolve("Брат"));
  await read(home);
  expect(home).toHaveBeenCalledTimes(1);
});

test("a write that could not reach the database spares the page behind it the wait", async () => {
  for (const error of [unreachable(), cutOff()]) {
    const { guard, read } = guardScene();
    await guard.write({ name: "draw", touches: [], budgetMs: 3_000, run: () => Promise.reject(error) });
    const load = vi.fn<() => Promise<string>>(() => Promise.resolve("Сталкер"));
    expect(await atOnce(read(load))).toMatchObject({ source: "default" });
    expect(load).not.toHaveBeenCalled();
    vi.useRealTimers();
  }
});
