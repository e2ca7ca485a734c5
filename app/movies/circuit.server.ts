import { createBreaker, type Breaker } from "#app/data/reliability/breaker.server.ts";
import { ProviderError, type Provider, type ProviderFailure } from "./provider.server.ts";

/**
 * How a provider does: `unasked` so far, `answering`, `failing` once or twice, or `resting` after that: it is not asked,
 * but now and again by one who looks for a film.
 */
type Health = {
  state: "unasked" | "answering" | "failing" | "resting";
  failure: ProviderFailure | null;
};

export type WatchedProvider = Provider & { health: () => Health };

/** Longer than for a database: a provider in trouble is not helped by being asked, and films are found without it. */
const PROBE_AFTER_MS = [2_000, 5_000, 15_000, 60_000];

/** The same provider, which rests after three failures in a row: its last failure is then the answer at once. */
export function watched(
  provider: Provider,
  breaker: Breaker = createBreaker({ probeAfterMs: PROBE_AFTER_MS }),
): WatchedProvider {
  let health: Health = { state: "unasked", failure: null };

  async function through<T>(ask: () => Promise<T>): Promise<T> {
    const permit = breaker.permit();
    if (permit === "refuse") throw new ProviderError(provider.name, health.failure ?? "down");
    const since = performance.now();
    try {
      const answer = await ask();
      breaker.succeeded();
      health = { state: "answering", failure: null };
      return answer;
    } catch (error) {
      const asked = error instanceof ProviderError && error.failure !== "spent";
      if (asked) {
        breaker.failed(since);
        health = { state: "failing", failure: error.failure };
      } else if (permit === "probe") breaker.released();
      throw error;
    }
  }

  return {
    ...provider,
    search: (query, options) => through(() => provider.search(query, options)),
    byId: (ref, options) => through(() => provider.byId(ref, options)),
    health: () => (breaker.state() === "closed" ? health : { ...health, state: "resting" }),
  };
}
