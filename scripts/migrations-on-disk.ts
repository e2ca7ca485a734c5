import { readdir } from "node:fs/promises";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { migrationsOf, type Migration, type Module } from "../app/data/schema/migration.server.ts";

const FOLDER = path.join(import.meta.dirname, "../migrations");

/** The migrations of this checkout, for programs that run without a build. */
export async function migrationsOnDisk(): Promise<readonly Migration[]> {
  const names = (await readdir(FOLDER)).filter((name) => name.endsWith(".ts"));
  const modules = names.map(async (name) => {
    const module = (await import(pathToFileURL(path.join(FOLDER, name)).href)) as Module;
    return [name, module] as const;
  });
  return migrationsOf(Object.fromEntries(await Promise.all(modules)));
}
