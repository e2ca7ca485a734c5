import type { Answer } from "#tests/support/visitor.ts";

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
  /** The bare server beside the app: 10 ms of work, no database. */
  | "bare";

/** One answer as a visitor got it. */
export type Seen = {
  page: Page;
  /** The reader; null for all others. */
  who: string | null;
  /** When it was asked for, in milliseconds since 1970. */
  at: number;
  ms: number;
  /** 0 when there was no answer, or none in time. */
  status: number;
  shown: "fresh" | "stale" | "default" | null;
  /** What was wrong with it, in words. */
  wrong: string[];
};

export type Look = (answer: Answer) => { shown?: Seen["shown"]; wrong?: string[] };

/** Asks, and writes down what came and how long it took. Null when nothing came. */
export async function record(
  log: Seen[],
  page: Page,
  ask: () => Promise<Answer>,
  look: Look = () => ({}),
  who: string | null = null,
): Promise<Answer | null> {
  const at = performance.timeOrigin + performance.now();
  try {
    const answer = await ask();
    const ms = performance.timeOrigin + performance.now() - at;
    const { shown = null, wrong = [] } = look(answer);
    log.push({ page, who, at, ms, status: answer.status, shown, wrong });
    return answer;
  } catch (error) {
    const ms = performance.timeOrigin + performance.now() - at;
    const wrong = [error instanceof Error ? error.message : String(error)];
    log.push({ page, who, at, ms, status: 0, shown: null, wrong });
    return null;
  }
}
