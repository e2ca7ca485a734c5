import { cp, mkdtemp, readdir, readFile, symlink, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { afterAll } from "vitest";
import { removeFolder } from "./folder.ts";
import { REMIX_SERVE } from "./server.ts";

type SqlMigration = { name: string; up: string };

const ROOT = path.join(import.meta.dirname, "../..");
/** Where the build has the list of its migrations. */
const LIST = 'Object.assign({ "../../../migrations/';

/**
 * The program of a later release: the present build with more migrations, and with words of its source replaced as
 * `rewritten` says, each of which must be there. Removed after the file's last test.
 */
export async function nextRelease({
  migrations,
  rewritten = [],
}: {
  migrations: readonly SqlMigration[];
  rewritten?: readonly (readonly [string, string])[];
}): Promise<string[]> {
  const folder = await mkdtemp(path.join(os.tmpdir(), "movie-lottery-next-"));
  afterAll(() => removeFolder(folder));
  await cp(path.join(ROOT, "build/server"), path.join(folder, "server"), { recursive: true });
  await symlink(path.join(ROOT, "node_modules"), path.join(folder, "node_modules"));
  await cp(path.join(ROOT, "package.json"), path.join(folder, "package.json"));
  const program = path.join(folder, "server/index.js");
  const file = await fileWith(LIST, path.join(folder, "server"));
  const code = [
    ...rewritten,
    [LIST, `Object.assign({ ${listed(migrations)} "../../../migrations/`] as const,
  ].reduce(replaced, await readFile(file, "utf8"));
  await writeFile(file, code);
  return [process.execPath, REMIX_SERVE, program];
}

/** The file of a build that has these words; what is loaded later stands in files of its own. */
async function fileWith(words: string, build: string): Promise<string> {
  for (const name of await readdir(build, { recursive: true })) {
    const file = path.join(build, name);
    if (name.endsWith(".js") && (await readFile(file, "utf8")).includes(words)) return file;
  }
  throw new Error(`the build does not say “${words}” any more`);
}

function listed(migrations: readonly SqlMigration[]): string {
  const parts = migrations.map(
    ({ name, up }) =>
      `"../../../migrations/${name}": { up: (knex) => knex.raw(${JSON.stringify(up)}), down: () => {} },`,
  );
  return parts.join(" ");
}

function replaced(code: string, [words, others]: readonly [string, string]): string {
  if (!code.includes(words)) throw new Error(`the build does not say “${words}” any more`);
  // A function, because in a replacement text dollars would have a meaning.
  return code.replaceAll(words, () => others);
}
