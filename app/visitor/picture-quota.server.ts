import { config } from "#app/config.server.ts";
import { clientAddress } from "#app/http/client-address.server.ts";
import { PICTURES_PER_MINUTE } from "./kinds.ts";
import { rateLimiter, takeFrom, type RateLimiter } from "./rate-limiter.server.ts";

let made: RateLimiter | undefined;

/** Whether this client address may have one more link card this minute: painting takes a fifth of a second. */
export async function mayHavePicture(): Promise<boolean> {
  const points = Math.ceil((PICTURES_PER_MINUTE * config().limitsPercent) / 100);
  made ??= rateLimiter("pictures", { points, seconds: 60 });
  return (await takeFrom([made], clientAddress())) === null;
}
