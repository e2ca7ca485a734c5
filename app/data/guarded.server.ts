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
