import type { Breaker } from "./breaker.server.ts";
import { LATE, within } from "./deadline.server.ts";
import { failureKind, surelyNotApplied, type FailureKind } from "./failure.server.ts";
import type { Refusals } from "./refusals.server.ts";

/** `full`: its club has as many of these as it may; see club/bounds.server.ts. */
export type Written<T> = { ok: true; value: T } | { ok: false; saved: Unsaved | "full" };

/** What became of a write that did not succeed; see write(). */
type Unsaved = "no" | "refused" | "unknown";

export type WriteEvent =
  | { event: "write"; name: string; outcome: "ok" | Unsaved; ms: number }
  | { event: "write-failed"; name: string; kind: FailureKind; error: unknown };

/** The `write` of a guard; keeps its shared breaker, its memory of refusals and its scopes up to date. */
export function createWriting({
  connection,
  refusals,
  observe,
  touch,
}: {
  connection: Breaker;
  refusals: Refusals;
  observe: (event: WriteEvent) => void;
  touch: (scopes: readonly string[]) => void;
}) {
  /**
   * Runs one write within a budget. If it is not ok: `no` means that the database never got it; `refused`, that the
   * database refused it; and `unknown`, that it may have been carried out, or may still be. A write is never repeated
   * and never cancelled here. Throws errors that did not come from the database.
   */
  return async function write<T>(command: {
    name: string;
    /** The scopes whose pages show what is written. */
    touches: readonly string[];
    budgetMs: number;
    run: () => Promise<T>;
  }): Promise<Written<T>> {
    const startedAt = performance.now();
    const running = command.run().finally(() => touch(command.touches));
    let late = false;
    const failed = (error: unknown) => {
      const kind = failureKind(error);
      refusals.failed(command.name, kind, error);
      // A failure in time is handled below. Nobody waits for a late one, but the log should know how it ended.
      if (late || kind !== "other") observe({ event: "write-failed", name: command.name, kind, error });
    };
    running.then(() => refusals.succeeded(command.name), failed);
    const answered = <R extends { ok: true; value: T } | { ok: false; saved: Unsaved }>(result: R): R => {
      const outcome = result.ok ? "ok" : result.saved;
      observe({ event: "write", name: command.name, outcome, ms: performance.now() - startedAt });
      return result;
    };
    try {
      const value = await within(running, command.budgetMs);
      if (value !== LATE) return answered({ ok: true, value });
      late = true;
      connection.trip();
      return answered({ ok: false, saved: "unknown" });
    } catch (error) {
      const kind = failureKind(error);
      const unheard = kind === "unreachable" || kind === "other";
      const saved = !surelyNotApplied(error) ? "unknown" : unheard ? "no" : "refused";
      answered({ ok: false, saved });
      if (kind === "other") throw error;
      // The page that gives the form back must not wait for the same database again.
      if (kind === "unreachable") connection.trip();
      return { ok: false, saved };
    }
  };
}
