import { config } from "#app/config.server.ts";
import { clientAddress } from "#app/http/client-address.server.ts";
import { rateLimiter, takeFrom, type RateLimiter } from "./rate-limiter.server.ts";

let made: RateLimiter | undefined;

/**
 * Whether this client address may look for films once more this minute. Each question may cost one of those that a
 * provider answers in a day.
 */
export async function maySearch(): Promise<boolean> {
  made ??= rateLimiter("searches", { points: config().searchesPerMinute, seconds: 60 });
  return (await takeFrom([made], clientAddress())) === null;
}
