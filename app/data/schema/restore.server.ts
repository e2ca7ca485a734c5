import type { Knex } from "knex";
import { supersedeCommitments } from "../lotteries/commitments.server.ts";
import { scaffold } from "./blueprint.server.ts";
import { waitBriefly } from "./brief-locks.server.ts";
import type { Losses } from "./losses.server.ts";
import type { Migration } from "./migration.server.ts";
import { tablesOf, type Constraint } from "./structure.server.ts";

export type Loss = {
  /** The schema in which tables are made; the first of the search path. */
  home: string;
  /** The migrations that made what is lost. */
  applied: readonly Migration[];
  losses: Losses;
};

/**
 * Makes tables again that are missing as a whole, empty, with their indexes and all foreign keys from and to them;
 * everything or nothing. Their definitions are those that the migrations make in a schema of their own, from which the
 * tables are moved. Existing tables are locked against writes while their foreign keys are added; rows that have lost
 * what they point to are kept. Rejects with the error of pg.
 */
export function restoreTables(db: Knex, { home, applied, losses }: Loss): Promise<void> {
  return db.transaction(async (trx) => {
    await waitBriefly(trx);
    const schema = await scaffold(trx, applied);
    const references = await takeReferences(trx, schema);
    for (const table of losses.tables) await trx.raw("alter table ?? set schema ??", [table, home]);
    await trx.raw("set local search_path to default");
    for (const reference of references) {
      if (concerns(reference, losses)) await addConstraint(trx, reference, losses.tables);
    }
    await trx.raw("drop schema ?? cascade", [schema]);
    // First of all, so that nobody can draw again with a seed that has been shown.
    if (losses.tables.includes("draws")) await supersedeCommitments(trx);
  });
}

type Owned = { table: string; constraint: Constraint };

/** Removes the foreign keys, which would still point into the schema that is about to be dropped. */
async function takeReferences(trx: Knex.Transaction, schema: string): Promise<Owned[]> {
  const built = await tablesOf(trx, { schema });
  const references = [...built.values()].flatMap(({ name: table, constraints }) =>
    constraints.filter(({ kind }) => kind === "f").map((constraint) => ({ table, constraint })),
  );
  for (const { table, constraint } of references) {
    await trx.raw("alter table ?? drop constraint ??", [table, constraint.name]);
  }
  return references;
}

/** The keys of a lost table, and keys of other tables to it, which were dropped along with it. */
function concerns({ table, constraint }: Owned, { tables, constraints }: Losses): boolean {
  if (tables.includes(table)) return true;
  const lost = constraints.some((each) => each.table === table && each.constraint.name === constraint.name);
  return lost && constraint.target !== null && tables.includes(constraint.target);
}

/** Rows that contradict it are kept; new rows are checked. */
async function addConstraint(
  trx: Knex.Transaction,
  { table, constraint }: Owned,
  empty: readonly string[],
): Promise<void> {
  const kept = empty.includes(table) ? "" : " not valid";
  await trx.raw(`alter table ?? add constraint ?? ${constraint.definition}${kept}`, [table, constraint.name]);
}
