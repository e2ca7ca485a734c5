import type { Config } from "#app/config.server.ts";
import type { WatchedProvider } from "./circuit.server.ts";
import type { ProviderFailure } from "./provider.server.ts";
import type { Quota } from "./quota.server.ts";

type Name = Config["providers"]["order"][number];

export type ProviderReport = {
  name: Name;
  /** `spent`: by our own count it was asked as often today as it may be. */
  state: "off" | "spent" | ReturnType<WatchedProvider["health"]>["state"];
  failure: ProviderFailure | null;
  /** What that means, and what to do. */
  says: string;
  /** How often it may be asked on a day, and how often still today; null without such a limit. */
  daily: number | null;
  left: number | null;
};

const NAMES: readonly Name[] = ["kinopoisk", "tmdb", "omdb"];

const STATES = {
  spent: "Asked as often today as it may be. Until midnight (UTC) films are found without it.",
  unasked: "Has a token; nobody has looked for a film yet.",
  answering: "Answers.",
  resting: "Not asked for a moment, because it failed three times in a row.",
};

const FAILURES: Record<ProviderFailure, string> = {
  refused: "It does not accept the token.",
  quota: "It says that it was asked too often.",
  spent: STATES.spent,
  late: "It did not answer in time.",
  down: "It did not answer, or with something else than films.",
};

/** How each provider does, as far as this process knows, without asking it. No token is in it. */
export function reportOf({
  settings,
  providers,
  quota,
}: {
  settings: Config["providers"];
  providers: readonly WatchedProvider[];
  quota: Pick<Quota, "left">;
}): ProviderReport[] {
  return NAMES.map((name) => {
    const provider = providers.find((each) => each.name === name);
    if (!provider) return { name, state: "off", failure: null, says: whyOff(name, settings), ...NO_LIMIT };
    const limit = quota.left(name) ?? NO_LIMIT;
    const { state, failure } = provider.health();
    if (limit.left === 0) return { name, state: "spent", failure, says: STATES.spent, ...limit };
    const sentences = [state === "failing" ? "" : STATES[state], failure ? FAILURES[failure] : ""];
    return { name, state, failure, says: sentences.filter(Boolean).join(" "), ...limit };
  });
}

const NO_LIMIT = { daily: null, left: null };

function whyOff(name: Name, settings: Config["providers"]): string {
  const token = `${name.toUpperCase()}_TOKEN`;
  return settings[name] ? "Not named in MOVIE_PROVIDERS." : `Off: ${token} is not set.`;
}
