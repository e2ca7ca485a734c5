import { setTimeout as sleep } from "node:timers/promises";
import type { Fault, Scene } from "./fault.ts";
import { TABLES } from "#app/data/tables.server.ts";
import { RELATED } from "#tests/support/related-tables.ts";

const SAVED: ReadonlySet<string> = new Set(TABLES);
const PAIRS = RELATED.filter((pair) => pair.every((table) => SAVED.has(table)));

/** Everything that a database can lose piece by piece. */
export const LOSSES: readonly Fault[] = [
  {
    ...changed("column renamed", {
      change: "alter table entries rename column title to name",
      undo: "alter table entries rename column name to title",
    }),
    says: "column title of entries",
  },
  {
    ...changed("column dropped", {
      change: "alter table movies drop column note",
      undo: "alter table movies add column note text not null default ''",
    }),
    says: "column note of movies",
    thorough: true,
  },
  {
    ...changed("table renamed", {
      change: "alter table movies rename to films",
      undo: "alter table films rename to movies",
    }),
    says: "table movies",
    thorough: true,
  },
  {
    name: "restore under way",
    says: "table movies",
    async inject(scene) {
      const restorer = await scene.postgres.connect({ name: "pg_restore" });
      // As "pg_restore --clean" does: missing for a while, then there again with all its rows.
      await restorer.query("create schema away; alter table movies set schema away");
      await heldAndSaid(scene);
      await restorer.query("alter table away.movies set schema public; drop schema away");
      await restorer.end();
    },
  },
  {
    name: "index and key dropped",
    healsItself: true,
    thorough: true,
    inject: ({ postgres }) =>
      postgres.run(
        `drop index movies_once; alter table lotteries drop constraint lotteries_submit_key_key;
         alter table voices drop constraint voices_pkey; alter table ballots drop constraint ballots_pkey`,
      ),
  },
  emptied("commitments"),
  { ...emptied("entries"), thorough: true },
  ...TABLES.map((table) => ({ ...dropped([table]), thorough: table !== "entries" })),
  ...[...PAIRS, ["knex_migrations", "draws"]].map((pair) => ({ ...dropped(pair), thorough: true })),
];

/** A change to the tables that only a person can undo. */
export function changed(name: string, { change, undo }: { change: string; undo: string }): Fault {
  return {
    name,
    async inject(scene) {
      await scene.postgres.run(change);
      await heldAndSaid(scene);
      await scene.postgres.run(undo);
    },
  };
}

/** Leaves it like that until its time is over and /readyz has reported it. */
export async function heldAndSaid({ said, holdMs }: Scene): Promise<void> {
  await Promise.all([sleep(holdMs), said()]);
}

function emptied(table: string): Fault {
  return {
    name: `${table} emptied`,
    destroy: ({ postgres }) => postgres.run(`truncate ${table} cascade`),
    inject: nothing,
    healsItself: true,
  };
}

function dropped(tables: readonly string[]): Fault {
  return {
    name: `dropped: ${tables.join(", ")}`,
    destroy: ({ postgres }) => postgres.run(`drop table ${tables.join(", ")} cascade`),
    inject: nothing,
    healsItself: true,
  };
}

function nothing(): Promise<void> {
  return Promise.resolve();
}
