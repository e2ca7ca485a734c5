import { config } from "#app/config.server.ts";
import type { Unsaved } from "#app/http/answer.ts";
import { clientAddress } from "#app/http/client-address.server.ts";
import { noteWait } from "#app/http/request-context.server.ts";
import { rateLimiter, takeFrom, type RateLimiter } from "./rate-limiter.server.ts";

/** The largest form holds so much; a list or a file that is imported counts no more, or it could not be sent at all. */
const CHARACTERS_MAX = 64 * 1_024;
/** What an ordinary form holds: a lottery of six films and their posters, or a long note. Larger ones count for more. */
const ORDINARY_CHARACTERS = 4_096;
const MINUTE_S = 60;
const HOUR_S = 60 * MINUTE_S;
/**
 * How many minutes' worth an hour allows. Nobody types at the pace of a minute for an hour, and an hour's writes decide
 * how fast the database can be made to grow.
 */
const HOURS_MINUTES = 10;

type Refused = { ok: false; saved: Extract<Unsaved, "too-many"> };
type Limiters = { address: RateLimiter[]; visitor: RateLimiter[] };

let made: Limiters | undefined;

/**
 * Carries out a write when its sender has not written very much lately: by client address, and by visitor where one is
 * known. Otherwise answers `too-many`, carries out nothing, and notes how long to wait for the answer's Retry-After. A
 * form counts once for each 4,096 characters that it and its file hold, at least once and at most 16 times.
 */
export async function withinQuota<T>(
  { form, fileBytes = 0, visitorId }: { form: URLSearchParams; fileBytes?: number; visitorId: string | null },
  write: () => Promise<T>,
): Promise<T | Refused> {
  const { address, visitor } = limiters();
  const cost = Math.max(
    1,
    Math.ceil(Math.min(charactersIn(form) + fileBytes, CHARACTERS_MAX) / ORDINARY_CHARACTERS),
  );
  // The address first: else senders without a cookie would go on to fill the memory with made-up visitors.
  const waitMs =
    (await takeFrom(address, clientAddress(), cost)) ??
    (visitorId === null ? null : await takeFrom(visitor, visitorId, cost));
  if (waitMs === null) return write();
  noteWait({ seconds: Math.ceil(waitMs / 1_000) });
  return { ok: false, saved: "too-many" };
}

/** Made when first needed, so that importing a route needs no settings. */
function limiters(): Limiters {
  const { ofAddress, ofVisitor } = config().writesPerMinute;
  made ??= { address: both("address", ofAddress), visitor: both("visitor", ofVisitor) };
  return made;
}

function both(of: string, perMinute: number): RateLimiter[] {
  return [
    rateLimiter(`writes of ${of} a minute`, { points: perMinute, seconds: MINUTE_S }),
    rateLimiter(`writes of ${of} an hour`, { points: perMinute * HOURS_MINUTES, seconds: HOUR_S }),
  ];
}

function charactersIn(form: URLSearchParams): number {
  let sum = 0;
  for (const [, value] of form) sum += value.length;
  return sum;
}
