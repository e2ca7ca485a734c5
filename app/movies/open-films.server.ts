import { config } from "#app/config.server.ts";
import { createFinder } from "./find.server.ts";
import { createMemory } from "./memory.server.ts";
import { providers } from "./providers.server.ts";

type Finder = ReturnType<typeof createFinder>;

let current: Finder | undefined;

/** Opens the film search of this process; to be called once. `observe` hears of mistakes in the program. */
export function openFilms({ observe }: { observe: (error: unknown) => void }): void {
  const limitMs = config().providers.timeoutMs;
  current = createFinder({ providers: providers(), memory: createMemory({ observe }), limitMs });
}

/** The film search of this process. Throws when openFilms() has not been called. */
export function films(): Finder {
  if (!current) throw new Error("openFilms() has not been called");
  return current;
}
