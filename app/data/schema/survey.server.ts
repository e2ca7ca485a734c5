import type { Knex } from "knex";
import { blueprintOf } from "./blueprint.server.ts";
import { HISTORY } from "./migration-history.server.ts";
import { lossesBetween, type Losses } from "./losses.server.ts";
import type { Migration } from "./migration.server.ts";
import { isTable, outlineOf, type Structure } from "./structure.server.ts";

/**
 * How the database relates to these migrations:
 *
 * - `empty`: none of our tables is there.
 * - `elsewhere`: the search path begins with another schema than that of our tables.
 * - `unlike`: there are tables of ours but no history, and no known release made them as they are.
 * - `known`: these were `applied`, and this was lost since. `newer`: a later release has been here. Without a `history`
 *   what was applied is concluded from the tables.
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

/** Looks at the database without changing or locking anything. Rejects with the error of pg. */
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
  /** The schema in which a history is found. */
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

/** The longest beginning of the list of migrations whose tables match those that are there. */
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

/**
 * Made once per process: migrations do not change while it runs. One for each server version, because they describe the
 * same thing differently.
 */
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
