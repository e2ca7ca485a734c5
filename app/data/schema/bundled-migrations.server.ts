import { migrationsOf, type Module } from "./migration.server.ts";

/**
 * The migrations inside the server bundle, under their `.ts` names, so that the command line and the app agree on what
 * has been applied.
 */
export const bundledMigrations = migrationsOf(
  import.meta.glob<Module>("../../../migrations/*.ts", { eager: true }),
);
