import { AsyncLocalStorage } from "node:async_hooks";
import { randomUUID } from "node:crypto";

const SOURCES = ["fresh", "stale", "default"] as const;
const OUTCOMES = ["ok", "no", "refused", "unknown"] as const;

type Source = (typeof SOURCES)[number];
type Outcome = (typeof OUTCOMES)[number];

/** What one request has done so far. Plain values only: pooled connections keep the context of their first request. */
export type RequestContext = {
  readonly id: string;
  /** Who sent it, as limits count it; see client-address.server.ts. */
  readonly client: string;
  /** By performance.now(). */
  readonly startedAt: number;
  /** How long it waited for the database, in milliseconds; what it waited for at the same time counts once. */
  databaseMs: number;
  /** Up to when that is counted, by performance.now(). */
  databaseUntil: number;
  /** The worst source of its reads; null without reads. */
  source: Source | null;
  /** The worst outcome of its writes; null without writes. */
  outcome: Outcome | null;
  /** After how many seconds its sender may write again; null unless it was told to wait. */
  waitS: number | null;
  /** Whether the answer is a stream, which stays open on purpose. */
  stream: boolean;
  /** Whether its document was rendered before. */
  kept: boolean;
  /** What was made for this request alone and stands in its page; see single-use.server.ts. */
  readonly singleUse: { readonly keys: string[]; moment: number | null };
};

const contexts = new AsyncLocalStorage<RequestContext>();

/** The context of a request that has just come. */
export function newRequestContext({ client }: Pick<RequestContext, "client">): RequestContext {
  return {
    id: randomUUID().slice(-12),
    client,
    startedAt: performance.now(),
    databaseMs: 0,
    databaseUntil: -Infinity,
    source: null,
    outcome: null,
    waitS: null,
    stream: false,
    kept: false,
    singleUse: { keys: [], moment: null },
  };
}

/** Runs `work`, and everything that follows from it, as part of the request of this context. */
export function inRequestContext(context: RequestContext, work: () => void): void {
  contexts.run(context, work);
}

/** The context of the request that this code runs for; undefined outside of requests. */
export function requestContext(): RequestContext | undefined {
  return contexts.getStore();
}

/** Adds a read to the current request, with the milliseconds it waited. */
export function noteRead({ source, ms }: { source: Source; ms: number }): void {
  const context = requestContext();
  if (!context) return;
  addWait(context, ms);
  context.source = worse(SOURCES, context.source, source);
}

/** Adds a write to the current request, with the milliseconds it waited. */
export function noteWrite({ outcome, ms }: { outcome: Outcome; ms: number }): void {
  const context = requestContext();
  if (!context) return;
  addWait(context, ms);
  context.outcome = worse(OUTCOMES, context.outcome, outcome);
}

/** Notes that the document of the current request was rendered before. */
export function noteKept(): void {
  const context = requestContext();
  if (context) context.kept = true;
}

/** Notes that the sender of the current request was told to wait before it writes again. */
export function noteWait({ seconds }: { seconds: number }): void {
  const context = requestContext();
  if (context) context.waitS = seconds;
}

/** Adds a wait that ends now. */
function addWait(context: RequestContext, ms: number): void {
  const now = performance.now();
  context.databaseMs += Math.min(ms, now - context.databaseUntil);
  context.databaseUntil = now;
}

function worse<T>(fromGoodToBad: readonly T[], one: T | null, other: T): T {
  return one !== null && fromGoodToBad.indexOf(one) > fromGoodToBad.indexOf(other) ? one : other;
}

/** Milliseconds as the log and Server-Timing show them. */
export function tenths(ms: number): number {
  return Math.round(ms * 10) / 10;
}
