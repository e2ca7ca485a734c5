import type { Knex } from "knex";
import { blueprintOf } from "./blueprint.server.ts";
import { HISTORY } from "./history.server.ts";
import { lossesBetween, type Losses } from "./losses.server.ts";
import type { Migration } from "./migration.server.ts";
import { isTable, outlineOf, type Structure } from "./structure.server.ts";

/**
 * How the database stands to these migrations:
 *
 * - `empty`: nothing of ours is there.
 * - `elsewhere`: the search path begins with another schema than the one that our tables live in.
 * - `unlike`: there are tables of ours but no history, and no release known here made them as they are.
 * - `known`: these were `applied`, and this was lost since. `newer`: a later release has been here. Without a `history`
 *   what was applied is told from the tables.
 */
export type Survey =
  | { kind: "empty"; home: string | null }
  | { kind: "elsewhere"; home: string; history: string }
  | { kind: "unlike"; home: string }
  | {
      kind: "known";
      home: string;
      applied: readonly Migration[];
      losses: Losses;
      history: boolean;
      newer: boolean;
    };

/** Takes stock without changing or locking anything. Rejects with the error of pg. */
export async function surveyOf(db: Knex, migrations: readonly Migration[]): Promise<Survey> {
  const { home, version, history } = await placeOf(db);
  if (home === null) return { kind: "empty", home };
  if (history !== null && history !== home) return { kind: "elsewhere", home, history };
  const names = history === null ? [] : await db(HISTORY).orderBy("id").pluck<string[]>("name");
  if (names.length === 0) return surveyWithoutHistory(db, { home, version, migrations });
  const applied = migrations.filter(({ name }) => names.includes(name));
  const newer = names.some((name) => !migrations.some((migration) => migration.name === name));
  const wanted = await knownBlueprint(db, applied, version);
  const found = await outlineOf(db, { schema: home, names: [...wanted.keys()] });
  return { kind: "known", home, applied, losses: lossesBetween(wanted, found), history: true, newer };
}

type Place = {
  home: string | null;
  version: string;
  /** The schema of the history that is seen. */
  history: string | null;
};

async function placeOf(db: Knex): Promise<Place> {
  const { rows } = await db.raw<{ rows: Place[] }>(
    `select current_schema() as home, current_setting('server_version_num') as version,
            (select nspname from pg_class join pg_namespace on pg_namespace.oid = relnamespace
             where pg_class.oid = to_regclass(?)) as history`,
    [HISTORY],
  );
  return rows[0]!;
}

/** Of the migrations in their order: the most whose tables are like those that are there. */
async function surveyWithoutHistory(
  db: Knex,
  { home, version, migrations }: { home: string; version: string; migrations: readonly Migration[] },
): Promise<Survey> {
  const latest = await knownBlueprint(db, migrations, version);
  const found = await outlineOf(db, { schema: home, names: [...latest.keys()] });
  if (![...found.values()].some(isTable)) return { kind: "empty", home };
  for (let count = migrations.length; count > 0; count--) {
    const applied = migrations.slice(0, count);
    const wanted = await knownBlueprint(db, applied, version);
    if (isOf(wanted, found)) {
      return {
        kind: "known",
        home,
        applied,
        losses: lossesBetween(wanted, found),
        history: false,
        newer: false,
      };
    }
  }
  return { kind: "unlike", home };
}

function isOf(wanted: Structure, found: Structure): boolean {
  const { columns, changed } = lossesBetween(wanted, found);
  const same = (name: string, columnCount: number) => wanted.get(name)?.columns.length === columnCount;
  return (
    columns.length + changed.length === 0 &&
    [...found.values()].every((each) => isTable(each) && same(each.name, each.columns.length))
  );
}

const drawn = new Map<string, Structure>();

/** Drawn once: migrations do not change while a process runs. Servers of two versions may use other words. */
async function knownBlueprint(
  db: Knex,
  migrations: readonly Migration[],
  version: string,
): Promise<Structure> {
  const key = [version, ...migrations.map(({ name }) => name)].join(" ");
  const known = drawn.get(key) ?? (await blueprintOf(db, migrations));
  drawn.set(key, known);
  return known;
}
