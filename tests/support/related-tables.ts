import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

const FOLDER = path.join(import.meta.dirname, "../../migrations");

/** Each table that another one points to, with that one, as the migrations write them; other pairs have nothing to do with each other. */
export const RELATED: readonly (readonly [target: string, table: string])[] = readdirSync(FOLDER)
  .filter((file) => file.endsWith(".ts"))
  .flatMap((file) => relationsIn(readFileSync(path.join(FOLDER, file), "utf8")));

function relationsIn(migration: string): [string, string][] {
  return [...migration.matchAll(/create table if not exists (\w+) \(\n(.*?)\n {4}\)/gs)].flatMap(
    ([, table = "", columns = ""]) => {
      const targets = [...columns.matchAll(/\breferences (\w+)/g)].map(([, target = ""]) => target);
      return [...new Set(targets)].map((target): [string, string] => [target, table]);
    },
  );
}
