import { setTimeout as sleep } from "node:timers/promises";
import { atEnd } from "#tests/bench/closing.ts";
import { startPgbouncer } from "#tests/support/pgbouncer.ts";
import { type Fault, NotPossibleHere, type Scene } from "./fault.ts";

const HOUR_MS = 3_600_000;

/** Faults around a database that is well: of the machine's clock, of others who are asked, and on the way to it. */
export const SURROUNDINGS: readonly Fault[] = [
  hanging("provider hangs", "provider"),
  hanging("image host hangs", "images"),
  clockSet("back an hour", -HOUR_MS),
  { ...clockSet("forward an hour", HOUR_MS), thorough: true },
  {
    name: "pgbouncer refuses logins",
    says: "away",
    thorough: true,
    async inject(scene) {
      const leave = await behindPgbouncer(scene, {});
      await Promise.all([sleep(scene.holdMs), scene.said()]);
      await leave();
    },
  },
  {
    name: "behind pgbouncer",
    thorough: true,
    async inject(scene) {
      const leave = await behindPgbouncer(scene, { ignore_startup_parameters: LIMITS });
      await sleep(scene.holdMs);
      await scene.well();
      return leave;
    },
  },
];

/** Settings that the app asks for at login and that a pooler in transaction mode does not know. */
const LIMITS = "statement_timeout,lock_timeout,idle_in_transaction_session_timeout,options";

/**
 * While the breaker is open: it must neither stay open for an hour nor close too early. The clock is not moved back.
 */
function clockSet(how: string, ms: number): Fault {
  return {
    name: `clock set ${how}`,
    says: "away",
    async inject({ proxy, holdMs, said, setClock }) {
      await proxy.set("down");
      await said();
      await setClock(ms);
      await sleep(holdMs);
      await proxy.set("clear");
    },
  };
}

/** Takes questions and answers none: nobody waits for that longer than for an answer in time. */
function hanging(name: string, who: Parameters<Scene["outside"]["hang"]>[0]): Fault {
  return {
    name,
    async inject({ outside, holdMs }) {
      outside.hang(who, true);
      await sleep(holdMs);
      outside.hang(who, false);
    },
  };
}

/** Puts PgBouncer in transaction mode between the app and the database; answers how to remove it again. */
async function behindPgbouncer(
  { postgres, detour }: Scene,
  settings: Record<string, string>,
): Promise<() => Promise<void>> {
  const pooler = await startPgbouncer(postgres.url(), settings);
  if (!pooler) throw new NotPossibleHere("PgBouncer is not installed (apt-get install pgbouncer)");
  atEnd(pooler.stop);
  await detour(Number(new URL(pooler.url).port));
  return async () => {
    await detour(null);
    await pooler.stop();
  };
}
