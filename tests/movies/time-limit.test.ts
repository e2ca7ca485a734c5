import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { withinTime } from "#app/movies/time-limit.server.ts";

test("a limit is kept although nobody but a listener knows of it, and memory is collected meanwhile", async () => {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  const ended = new Promise((resolve) => {
    const limit = withinTime(100, new AbortController().signal);
    limit.addEventListener("abort", () => resolve((limit.reason as Error).name));
  });
  const collecting = setInterval(collect, 5);
  expect(await ended).toBe("TimeoutError");
  clearInterval(collecting);
});

test("whoever asked may go before, or have gone already", () => {
  const asker = new AbortController();
  const limit = withinTime(60_000, asker.signal);
  asker.abort(new Error("gone"));
  for (const signal of [limit, withinTime(60_000, asker.signal)]) {
    expect([signal.aborted, (signal.reason as Error).message]).toEqual([true, "gone"]);
  }
});
