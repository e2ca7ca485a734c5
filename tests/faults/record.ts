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
  | "/healthz"
  /** Until it says what is missing. */
  | "/readyz"
  /** Until all of them are there again. */
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
  /** Of these, when the app or who asked was ready to go on and the machine gave it no processor. */
  heldMs: number;
  /** 0 when there was no answer, or none in time. */
  status: number;
  shown: "fresh" | "stale" | "default" | null;
  /** What was wrong with it, in words. */
  wrong: string[];
};

export type Look = (answer: Answer) => { shown?: Seen["shown"]; wrong?: string[] };

/** What was seen, and whose waiting for a processor counts: that of the app and of who asks. */
export type Log = { seen: Seen[]; pids: readonly number[] };

/** Asks, and writes down what came and how long it took. Null when nothing came. */
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

/** Begins to measure; the answer tells when that was, and what has passed since. */
export function startWatch(pids: readonly number[]): () => Pick<Seen, "at" | "ms" | "heldMs"> {
  const at = performance.timeOrigin + performance.now();
  const before = withoutProcessorMs(pids);
  return () => ({
    at,
    ms: performance.timeOrigin + performance.now() - at,
    heldMs: withoutProcessorMs(pids) - before,
  });
}
