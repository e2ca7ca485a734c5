import type { Inspector } from "#tests/support/inspector.ts";

const NEAR_MS = 5_000;

/** Moves the clock that a Node process reads dates from, forwards or (if negative) backwards; no other clock of it. */
export async function shiftClock({ ask }: Inspector, ms: number): Promise<void> {
  const expression = `{ const before = Date.now(); globalThis.Date = (${SHIFTED})(Date, ${ms}); Date.now() - before }`;
  const { result } = await ask<{ result: { value?: unknown } }>("Runtime.evaluate", { expression });
  const by = Number(result.value);
  if (!(Math.abs(by - ms) < NEAR_MS)) throw new Error(`the clock went by ${by} ms instead of ${ms}`);
}

/** As text, because it is sent into another process. */
const SHIFTED = `(Before, ms) => {
  const now = () => Before.now() + ms;
  return new Proxy(Before, {
    get: (_, name) => (name === "now" ? now : Before[name]),
    apply: () => new Before(now()).toString(),
    construct: (_, given, made) => Reflect.construct(Before, given.length === 0 ? [now()] : given, made),
  });
}`;
