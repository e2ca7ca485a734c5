import type { Config } from "../../app/config.server.ts";
import { configuredProviders } from "../../app/movies/providers.server.ts";
import { reportOf } from "../../app/movies/report.server.ts";
import type { Finding } from "./finding.ts";

/** Which providers of movie data have a token; with `ask`, whether they answer, at the cost of one question each. */
export async function providers(config: Config, { ask }: { ask: boolean }): Promise<Finding[]> {
  const settings = config.providers;
  const on = configuredProviders(settings, () => Promise.resolve(true));
  if (ask) await Promise.all(on.map((provider) => question(provider, settings.timeoutMs)));
  const report = reportOf({ settings, providers: on, quota: { left: () => null } });
  return report.map(({ name, state, says }) => {
    if (state === "off") return { note: `${name}: ${says}` };
    if (state === "answering") return { well: `${name}: ${says}` };
    if (state === "unasked") return { note: `${name}: has a token. npm run doctor -- --ask tries it.` };
    return { problem: `${name}: ${says}` };
  });
}

/** Its end, good or bad, is in the provider's report. */
async function question(provider: ReturnType<typeof configuredProviders>[number], ms: number): Promise<void> {
  const asked = { language: "en", year: null, thisYear: new Date().getUTCFullYear() } as const;
  await provider.search("Solaris", { ...asked, signal: AbortSignal.timeout(ms) }).catch(() => undefined);
}
