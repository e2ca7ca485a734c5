import type { Knex } from "knex";

export type Module = Pick<Knex.Migration, "up" | "down">;
export type Migration = Module & { name: string };

/** Turns modules by path into migrations in the order of their names. */
export function migrationsOf(modules: Record<string, Module>): readonly Migration[] {
  return Object.entries(modules)
    .map(([path, { up, down }]) => ({ name: path.split("/").at(-1)!, up, down }))
    .sort((one, other) => (one.name < other.name ? -1 : 1));
}
