import { setTimeout as delay } from "node:timers/promises";
import { write } from "../guarded.server.ts";
import { closeUntouched } from "./gone.server.ts";
import { inBackground } from "./in-background.server.ts";
import { sweepGone } from "./sweep-gone.server.ts";

type Forgetting = {
  months: number | null;
  /** To be called when a club was deleted. */
  wake: () => void;
};

const EVERY_MS = 10 * 60_000;
/** Between two parts, for those who write meanwhile. */
const BREATH_MS = 50;
/** So many clubs that nobody touched are deleted at a time. */
const UNTOUCHED_MAX = 50;

let current: Forgetting | undefined;

/**
 * Takes away in the background what deleted clubs had, and, where a number of months is given, deletes clubs that nobody
 * has touched for so long. What is left over when this process ends is done by the next. `onFailure` hears of mistakes in
 * the program.
 */
export function openForgetting({
  months,
  onFailure,
}: {
  months: number | null;
  onFailure: (error: unknown) => void;
}): void {
  const wake = inBackground({ everyMs: EVERY_MS, onFailure, work });
  current = { months, wake };

  async function work(): Promise<void> {
    if (months !== null) {
      await write("close-untouched", [], (db) => closeUntouched({ months, limit: UNTOUCHED_MAX }, db));
    }
    while (await sweptPart()) await delay(BREATH_MS, undefined, { ref: false });
  }
}

/** Whether there is more to do now. A database that is away is asked again the next time. */
async function sweptPart(): Promise<boolean> {
  const part = await write("sweep-clubs", [], (db) => sweepGone(db));
  return part.ok && part.value;
}

/** Has this process take away what deleted clubs had. Before openForgetting(), as in tests of parts, nothing happens. */
export function forgetSoon(): void {
  current?.wake();
}

/** After how many months a club that nobody touches is deleted; null for never. */
export function forgottenAfterMonths(): number | null {
  return current?.months ?? null;
}
