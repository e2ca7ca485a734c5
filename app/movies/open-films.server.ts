import { config } from "#app/config.server.ts";
import { createCompleting } from "./completing.server.ts";
import { createFinder } from "./find.server.ts";
import { createMemory } from "./memory.server.ts";
import { configuredProviders } from "./providers.server.ts";
import { createQuota } from "./quota.server.ts";
import { reportOf, type ProviderReport } from "./report.server.ts";

type Search = ReturnType<typeof createFinder> & {
  /** How the providers do; see report.server.ts. */
  report: () => ProviderReport[];
  /** Has this process look for films of libraries that are to be completed. */
  goOnCompleting: () => void;
};

/** After the start, when the database and its tables are there. */
const LOOK_AFTER_MS = 15_000;

let current: Search | undefined;

/** Opens the film search of this process; to be called once. `observe` hears of mistakes in the program. */
export function openFilms({ observe }: { observe: (error: unknown) => void }): void {
  const { providers: settings, budgets } = config();
  const quota = createQuota({ daily: settings.daily, waitMs: budgets.homeMs, observe });
  const providers = configuredProviders(settings, quota.take);
  const memory = createMemory({ observe });
  const finder = createFinder({ providers, memory, limitMs: settings.timeoutMs });
  const { wake } = createCompleting({ ...finder, observe });
  // What another process has left behind, or this one before it was started again.
  setTimeout(wake, LOOK_AFTER_MS).unref();
  current = {
    ...finder,
    goOnCompleting: wake,
    report: () => reportOf({ settings, providers, quota }),
  };
}

/** The film search of this process. Throws when openFilms() has not been called. */
export function films(): Search {
  if (!current) throw new Error("openFilms() has not been called");
  return current;
}
