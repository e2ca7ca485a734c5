import { config } from "#app/config.server.ts";
import type { Unsaved } from "#app/http/answer.ts";
import { clientAddress } from "#app/http/client-address.server.ts";
import { noteWait } from "#app/http/request-context.server.ts";
import { KINDS, type Kind } from "./kinds.ts";
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

const made = new Map<Kind, Limiters>();

/**
 * Carries out a write when its sender has not written very much lately: by client address, and by visitor where one is
 * known; and has not done very much of this kind, see kinds.ts. Otherwise answers `too-many`, carries out nothing, and
 * notes how long to wait for the answer's Retry-After. A form counts once for each 4,096 characters that it and its file
 * hold, at least once and at most 16 times; of its kind it is one.
 */
export async function withinQuota<T>(
  {
    kind,
    form,
    fileBytes = 0,
    visitorId,
  }: { kind: Kind; form: URLSearchParams; fileBytes?: number; visitorId: string | null },
  write: () => Promise<T>,
): Promise<T | Refused> {
  const cost = Math.max(
    1,
    Math.ceil(Math.min(charactersIn(form) + fileBytes, CHARACTERS_MAX) / ORDINARY_CHARACTERS),
  );
  const waitMs =
    (kind === "change" ? null : await takenBy(limitersOf(kind), visitorId, 1)) ??
    (await takenBy(limitersOf("change"), visitorId, cost));
  if (waitMs === null) return write();
  noteWait({ seconds: Math.ceil(waitMs / 1_000) });
  return { ok: false, saved: "too-many" };
}

async function takenBy(
  { address, visitor }: Limiters,
  visitorId: string | null,
  cost: number,
): Promise<number | null> {
  // The address first: else senders without a cookie would go on to fill the memory with made-up visitors.
  return (
    (await takeFrom(address, clientAddress(), cost)) ??
    (visitorId === null ? null : await takeFrom(visitor, visitorId, cost))
  );
}

/** Made when first needed, so that importing a route needs no settings. */
function limitersOf(kind: Kind): Limiters {
  const known = made.get(kind);
  if (known) return known;
  const points = pointsOf(kind);
  const limiters = {
    address: both(kind, "address", points.address),
    visitor: both(kind, "visitor", points.visitor),
  };
  made.set(kind, limiters);
  return limiters;
}

function pointsOf(kind: Kind): { address: number; visitor: number } {
  const { writesPerMinute, limitsPercent } = config();
  if (kind === "change") return { address: writesPerMinute.ofAddress, visitor: writesPerMinute.ofVisitor };
  const { address, visitor } = KINDS[kind];
  const scaled = (points: number) => Math.ceil((points * limitsPercent) / 100);
  return { address: scaled(address), visitor: scaled(visitor) };
}

function both(kind: Kind, of: string, perMinute: number): RateLimiter[] {
  return [
    rateLimiter(`${kind} of ${of} a minute`, { points: perMinute, seconds: MINUTE_S }),
    rateLimiter(`${kind} of ${of} an hour`, { points: perMinute * HOURS_MINUTES, seconds: HOUR_S }),
  ];
}

function charactersIn(form: URLSearchParams): number {
  let sum = 0;
  for (const [, value] of form) sum += value.length;
  return sum;
}
