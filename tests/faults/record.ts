import type { Answer } from "#tests/support/visitor.ts";
import { withoutProcessorMs } from "./processor.ts";

export type Page =
  | "/"
  | "/library"
  | "/l/:id"
  | "/l/:id not seen before"
  | "create"
  | "add a movie"
  | "draw"
  | "suggest"
  /** Fixing the list of a hat. */
  | "close"
  | "/p/:id"
  | "vote"
  /** A search for a film, which a provider is asked for. */
  | "find"
  /** A poster that is nowhere yet, from us. */
  | "a poster"
  | "/healthz"
  /** How long until the app reports what is missing. */
  | "/readyz"
  /** How long until everything that was missing is there again. */
  | "tables"
  /** The bare server beside the app: a little work, no database. */
  | "bare";

/** One answer as a visitor got it. */
export type Seen = {
  page: Page;
  /** The reader; null for all others. */
  who: string | null;
  /** When it was asked for, in milliseconds since 1970. */
  at: number;
  ms: number;
  /** How much of that time the app, or the one who asked, was ready to run and got no processor. */
  heldMs: number;
  /** 0 when there was no answer in time. */
  status: number;
  shown: "fresh" | "stale" | "default" | null;
  /** What was wrong with the answer, in words. */
  wrong: string[];
};

export type Look = (answer: Answer) => { shown?: Seen["shown"]; wrong?: string[] };

/** What was seen, and whose waiting for a processor counts: that of the app and of the one who asks. */
export type Log = { seen: Seen[]; pids: readonly number[] };

/** Asks, and records the answer and how long it took. Null when none came. */
export async function record(
  log: Log,
  page: Page,
  ask: () => Promise<Answer>,
  look: Look = () => ({}),
  who: string | null = null,
): Promise<Answer | null> {
  const passed = startWatch(log.pids);
  try {
    const answer = await ask();
    const times = passed();
    const { shown = null, wrong = [] } = look(answer);
    log.seen.push({ page, who, ...times, status: answer.status, shown, wrong });
    return answer;
  } catch (error) {
    const wrong = [error instanceof Error ? error.message : String(error)];
    log.seen.push({ page, who, ...passed(), status: 0, shown: null, wrong });
    return null;
  }
}

/** Begins to measure; the returned function tells when that was, and how much time has passed. */
export function startWatch(pids: readonly number[]): () => Pick<Seen, "at" | "ms" | "heldMs"> {
  const at = performance.timeOrigin + performance.now();
  const before = withoutProcessorMs(pids);
  return () => ({
    at,
    ms: performance.timeOrigin + performance.now() - at,
    heldMs: withoutProcessorMs(pids) - before,
  });
}
