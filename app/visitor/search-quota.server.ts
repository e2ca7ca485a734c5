import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import { config } from "#app/config.server.ts";
import { clientAddress } from "#app/http/client-address.server.ts";

let made: RateLimiterMemory | undefined;

/**
 * Whether this client address may look for films once more this minute. Each question may cost one of those that a
 * provider answers in a day.
 */
export async function maySearch(): Promise<boolean> {
  made ??= new RateLimiterMemory({ points: config().searchesPerMinute, duration: 60 });
  try {
    await made.consume(clientAddress());
    return true;
  } catch (refused) {
    if (refused instanceof RateLimiterRes) return false;
    throw refused;
  }
}
