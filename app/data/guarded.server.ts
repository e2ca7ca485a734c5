import { ClubFull } from "./club/bounds.server.ts";
import { database } from "./database.server.ts";
import type { Guarded } from "./reliability/guard.server.ts";
import type { Written } from "./reliability/writing.server.ts";

/** The names of whose data is read or written; the guard keeps them apart. */
export const scopes = {
  club: (id: string) => `club ${id}`,
  lottery: (id: string) => `lottery ${id}`,
  poll: (id: string) => `poll ${id}`,
  /** What providers told is nobody's. */
  films: "films",
};

/**
 * What is read of something that has a link of its own. Where there is nothing to show, `missing` says why: nobody knows
 * at the moment, there is no such thing, or it went with its club.
 */
export type Linked<T> = Pick<Guarded<unknown>, "source" | "asOf"> &
  ({ value: T; missing: null } | { value: null; missing: "away" | "not-found" | "gone" });

/** Reads what was loaded of something that has a link of its own. */
export function linked<T extends object>({ value, source, asOf }: Guarded<T | "gone" | null>): Linked<T> {
  const from = { source, asOf };
  if (value === "gone") return { ...from, value: null, missing: value };
  if (value) return { ...from, value, missing: null };
  return { ...from, value, missing: source === "default" ? "away" : "not-found" };
}

/** A visitor without a club has nothing in the database, so it is not asked. */
export function nothingYet<T>(value: T): Promise<Guarded<T>> {
  return Promise.resolve({ value, source: "fresh", asOf: null });
}

/** Runs a write of this name within its budget; its scopes are those whose pages show what is written. */
export function write<T>(
  name: string,
  touches: string[],
  run: (db: ReturnType<typeof database>["db"]) => Promise<T>,
): Promise<Written<T>> {
  const { db, guard, budgets } = database();
  return guard.write({ name, touches, budgetMs: budgets.writeMs, run: () => run(db) });
}

/** The same for what a club may have a bounded number of: beyond that it is `full`. */
export async function writeWithin<T>(
  name: string,
  touches: string[],
  run: (db: ReturnType<typeof database>["db"]) => Promise<T>,
): Promise<Written<T>> {
  const result = await write(name, touches, (db) => run(db).catch(fullOrThrow));
  if (!result.ok) return result;
  return result.value === FULL ? { ok: false, saved: "full" } : { ok: true, value: result.value };
}

const FULL: unique symbol = Symbol("full");

function fullOrThrow(error: unknown): typeof FULL {
  if (error instanceof ClubFull) return FULL;
  throw error;
}
