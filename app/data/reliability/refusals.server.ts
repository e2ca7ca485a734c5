import { codeOf, type FailureKind } from "./failure.server.ts";
import { whyUnreached, type WhyUnreached } from "./why-unreached.server.ts";

/** How long a refusal is reported: whoever was refused may never come again to show that it works now. */
const TOLD_FOR_MS = 3 * 60_000;

/** The last refusal of the read or write of this name, as far as it may be shown. `at` in milliseconds since 1970. */
export type Refused = { name: string; code: string | null; at: number };

/**
 * Remembers what the database refuses, by the name of the read or write, until one of that name succeeds; and why the
 * database was last out of reach.
 */
export function createRefusals() {
  const last = new Map<string, Refused & { heardAt: number }>();
  let unreached: WhyUnreached = "no-answer";
  return {
    succeeded(name: string): void {
      unreached = "no-answer";
      last.delete(name);
    },
    failed(name: string, kind: FailureKind, error: unknown): void {
      if (kind === "unreachable") unreached = whyUnreached(error);
      if (kind === "refused")
        last.set(name, { name, code: codeOf(error), at: Date.now(), heardAt: performance.now() });
    },
    whyUnreached: (): WhyUnreached => unreached,
    recent(): Refused[] {
      const since = performance.now() - TOLD_FOR_MS;
      const told = [...last.values()].filter(({ heardAt }) => heardAt >= since);
      return told.map(({ name, code, at }) => ({ name, code, at }));
    },
  };
}

export type Refusals = ReturnType<typeof createRefusals>;
