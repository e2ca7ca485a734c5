import type { Inspector } from "#tests/support/inspector.ts";

const NEAR_MS = 5_000;

/** Sets the clock by which a Node process tells dates on, or back where this is negative; nothing else of it. */
export async function shiftClock({ ask }: Inspector, ms: number): Promise<void> {
  const expression = `{ const before = Date.now(); globalThis.Date = (${SHIFTED})(Date, ${ms}); Date.now() - before }`;
  const { result } = await ask<{ result: { value?: unknown } }>("Runtime.evaluate", { expression });
  const by = Number(result.value);
  if (!(Math.abs(by - ms) < NEAR_MS)) throw new Error(`the clock went by ${by} ms instead of ${ms}`);
}

/** Text, because it is carried into another process as it is. */
const SHIFTED = `(Before, ms) => {
  const now = () => Before.now() + ms;
  return new Proxy(Before, {
    get: (_, name) => (name === "now" ? now : Before[name]),
    apply: () => new Before(now()).toString(),
    construct: (_, given, made) => Reflect.construct(Before, given.length === 0 ? [now()] : given, made),
  });
}`;
