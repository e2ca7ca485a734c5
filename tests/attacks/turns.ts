import { inspect } from "#tests/support/inspector.ts";

/** How often the loop is looked at; a turn is measured to this precision. */
const RESOLUTION_MS = 2;

export type Turns = {
  /** The longest turn of the event loop since the last time, in milliseconds. */
  longest: () => Promise<number>;
  /** Lets the process end. */
  leave: () => void;
};

/** Measures inside a running process how long its event loop takes for a turn. */
export async function turnsOf(pid: number, port: number): Promise<Turns> {
  const { ask, leave } = await inspect(pid, port);
  const evaluate = async <T>(expression: string) =>
    (await ask<{ result: { value: T } }>("Runtime.evaluate", { expression, returnByValue: true })).result
      .value;
  await evaluate(`
    globalThis.turns = process.getBuiltinModule("node:perf_hooks").monitorEventLoopDelay({ resolution: ${RESOLUTION_MS} });
    turns.enable();
  `);
  return {
    leave,
    async longest() {
      const ns = await evaluate<number>("(() => { const { max } = turns; turns.reset(); return max; })()");
      return Math.max(0, ns / 1e6 - RESOLUTION_MS);
    },
  };
}
