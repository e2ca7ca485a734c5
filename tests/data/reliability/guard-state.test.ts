import { expect, test } from "vitest";
import { guardScene, pass, unreachable } from "./guard-scene.ts";

test("what /readyz tells: how the breakers stand and since when, and why it is not reached, while it is not", async () => {
  const { guard, read, failThrice } = guardScene();
  const madeAt = Date.now();
  await read(() => Promise.resolve("films"), { name: "library" });
  const readAt = Date.now();
  expect(guard.state()).toEqual({
    connection: "closed",
    since: madeAt,
    reason: null,
    reads: { library: "closed" },
    readsSince: { library: readAt },
    remembered: 1,
    refusals: [],
  });
  await pass(10);
  await read(() => Promise.reject(unreachable()), { name: "library" });
  expect(guard.state().reason, "one failure is none yet").toBeNull();
  await failThrice();
  expect(guard.state()).toMatchObject({ connection: "open", reason: "nothing-listens" });
});

test("how long a read and a write took is told from their beginning", async () => {
  const { guard, events, read } = guardScene();
  await pass(1_000);
  const reading = read(() => new Promise((resolve) => setTimeout(resolve, 40, "films")));
  await pass(40);
  await reading;
  const run = () => new Promise<string>((resolve) => setTimeout(resolve, 30, "saved"));
  const writing = guard.write({ name: "create", touches: [], budgetMs: 3_000, run });
  await pass(30);
  await writing;
  expect(events).toMatchObject([
    { event: "read", ms: 40 },
    { event: "write", ms: 30 },
  ]);
});

test("a mistake in the program is thrown when it comes in time, and logged when it comes late", async () => {
  const { guard, events } = guardScene();
  const mistake = (ms: number) => () =>
    new Promise<never>((_, reject) => setTimeout(() => reject(new TypeError("x is not a function")), ms));
  const inTime = guard
    .write({ name: "create", touches: [], budgetMs: 100, run: mistake(50) })
    .catch((error: unknown) => error);
  await pass(50);
  expect(await inTime).toBeInstanceOf(TypeError);
  expect(events.map(({ event }) => event)).toEqual(["write"]);
  const late = guard.write({ name: "create", touches: [], budgetMs: 100, run: mistake(150) });
  await pass(150);
  expect(await late).toEqual({ ok: false, saved: "unknown" });
  expect(events.map(({ event }) => event)).toEqual(["write", "write", "write-failed"]);
});
