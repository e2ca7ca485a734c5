import { createBreaker, type Breaker } from "./breaker.server.ts";
import type { FailureKind } from "./failure.server.ts";

/**
 * Whether it makes sense to ask the database: one breaker for the `connection`, which all reads and writes share, and
 * one for the reads of each name, so that a page whose query is slow does not close the others.
 */
export function createReadBreakers({ random }: { random: () => number }) {
  const connection = createBreaker({ random });
  const byName = new Map<string, Breaker>();

  function ownOf(name: string): Breaker {
    const own = byName.get(name) ?? createBreaker({ random });
    byName.set(name, own);
    return own;
  }

  return {
    connection,
    isClosed: (name: string): boolean => connection.state() === "closed" && ownOf(name).state() === "closed",
    /** As Breaker.permit(), of both breakers: the stricter answer counts. */
    permit(name: string): ReturnType<Breaker["permit"]> {
      const own = ownOf(name);
      const permits = [connection.permit(), own.permit()];
      if (!permits.includes("refuse")) return permits.includes("probe") ? "probe" : "ask";
      // One breaker refuses, so the probe that the other one permits is not sent.
      if (permits[0] === "probe") connection.released();
      if (permits[1] === "probe") own.released();
      return "refuse";
    },
    succeeded(name: string): void {
      connection.succeeded();
      ownOf(name).succeeded();
    },
    /** `since` is when the read was sent, by performance.now(). */
    failed(name: string, kind: FailureKind, since: number): void {
      const own = ownOf(name);
      // Any answer, even a refusal, shows that the database can be reached: other reads may still work.
      if (kind === "unreachable") connection.failed(since);
      else connection.succeeded();
      // Refusals do not count: they cost no waiting, and one odd row must not hold back other people's pages.
      if (kind === "busy") own.failed(since);
      else own.succeeded();
    },
    /** The states of all breakers, and since when each is closed or is not (ms since 1970). */
    states() {
      const own = [...byName];
      return {
        connection: connection.state(),
        since: connection.since(),
        reads: Object.fromEntries(own.map(([name, breaker]) => [name, breaker.state()])),
        readsSince: Object.fromEntries(own.map(([name, breaker]) => [name, breaker.since()])),
      };
    },
  };
}
