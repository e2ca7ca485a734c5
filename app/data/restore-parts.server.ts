import type { Knex } from "knex";
import type { Losses } from "./losses.server.ts";

/** Others read and write meanwhile, and queue behind a lock that is waited for: rather try again later. */
const LOCK_MS = 300;

/** Keys before what points to them. */
const ORDER = ["p", "u", "x", "c", "f"];

type Part = { words: string; make: (db: Knex) => Promise<unknown> };

/**
 * Makes constraints and indexes of tables that exist again, each by itself: checks and foreign keys without asking the
 * rows that are there, indexes while others write. Answers in words what was made; what rows contradict
 * is left out. Rejects with the error of pg.
 */
export async function restoreParts(
  db: Knex,
  losses: Pick<Losses, "constraints" | "indexes">,
): Promise<string[]> {
  const made: string[] = [];
  for (const { words, make } of partsOf(losses)) {
    try {
      await make(db);
      made.push(words);
    } catch (error) {
      if (!isContradiction(error)) throw error;
    }
  }
  return made;
}

function partsOf({ constraints, indexes }: Pick<Losses, "constraints" | "indexes">): Part[] {
  const ordered = constraints.toSorted(
    (one, other) => ORDER.indexOf(one.constraint.kind) - ORDER.indexOf(other.constraint.kind),
  );
  return [
    ...ordered.map(({ table, constraint: { name, kind, definition } }) => {
      const kept = kind === "c" || kind === "f" ? " not valid" : "";
      const make = (db: Knex) =>
        db.transaction(async (trx) => {
          await trx.raw("select set_config('lock_timeout', ?, true)", [String(LOCK_MS)]);
          await trx.raw(`alter table ?? add constraint ?? ${definition}${kept}`, [table, name]);
        });
      return { words: `constraint ${name} of ${table}`, make };
    }),
    ...indexes.map(({ table, index: { name, definition } }) => ({
      words: `index ${name} of ${table}`,
      make: (db: Knex) => makeIndex(db, name, definition ?? ""),
    })),
  ];
}

/** A build that failed leaves an index behind that nothing uses and that has the name. */
async function makeIndex(db: Knex, name: string, definition: string): Promise<void> {
  await dropUnusable(db, name);
  try {
    await db.raw(definition.replace(/ INDEX /, " INDEX CONCURRENTLY "));
  } catch (error) {
    await dropUnusable(db, name);
    throw error;
  }
}

async function dropUnusable(db: Knex, name: string): Promise<void> {
  const { rows } = await db.raw<{ rows: unknown[] }>(
    `select from pg_index join pg_class on pg_class.oid = indexrelid
     where relname = ? and relnamespace = current_schema()::regnamespace and not indisvalid`,
    [name],
  );
  if (rows.length > 0) await db.raw("drop index concurrently ??", [name]);
}

/** Rows that a key or a unique index forbids, or a column without the values it needs. */
function isContradiction(error: unknown): boolean {
  return error instanceof Error && "code" in error && String(error.code).startsWith("23");
}
