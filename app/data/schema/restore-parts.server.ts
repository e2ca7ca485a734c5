import type { Knex } from "knex";
import { codeOf } from "../reliability/failure.server.ts";
import { waitBriefly } from "./brief-locks.server.ts";
import type { Losses } from "./losses.server.ts";

/** Keys first: foreign keys point to them. */
const ORDER = ["p", "u", "x", "c", "f"];

type Part = { words: string; make: (db: Knex) => Promise<unknown> };

/**
 * Makes constraints and indexes of existing tables again, one by one: checks and foreign keys without testing the rows
 * that are there, keys and indexes while writes wait. Answers in words what was made. Parts that contradict the rows,
 * or the type of a column, are left out. Rejects with the error of pg.
 */
export async function restoreParts(
  db: Knex,
  losses: Pick<Losses, "constraints" | "indexes">,
): Promise<string[]> {
  const made: string[] = [];
  for (const part of partsOf(losses)) {
    try {
      await make(db, part);
      made.push(part.words);
    } catch (error) {
      if (!isContradicted(error)) throw error;
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
      const make = (trx: Knex) =>
        trx.raw(`alter table ?? add constraint ?? ${definition}${kept}`, [table, name]);
      return { words: `constraint ${name} of ${table}`, make };
    }),
    // Not "concurrently": that waits for every session with a snapshot, also for those that wait for our lock.
    ...indexes.map(({ table, index: { name, definition } }) => ({
      words: `index ${name} of ${table}`,
      make: (trx: Knex) => trx.raw(definition ?? ""),
    })),
  ];
}

async function make(db: Knex, part: Part): Promise<void> {
  await db.transaction(async (trx) => {
    await waitBriefly(trx);
    await part.make(trx);
  });
}

/** Codes for: rows break a key or a unique index; a column has another type, or lacks values that it needs. */
function isContradicted(error: unknown): boolean {
  return /^23|^42804$|^42883$/.test(codeOf(error) ?? "");
}
