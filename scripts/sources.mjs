// The sources of a build, and the mark that a build leaves: a fingerprint of the sources it was made from.
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT = join(dirname(fileURLToPath(import.meta.url)), "..");
export const MARK = "sources.sha256";

const SOURCES = [
  "app",
  "migrations",
  "public",
  "package-lock.json",
  "remix.config.js",
  "vite.config.ts",
  "scripts/licenses.ts",
  "lingui.config.ts",
];

/** @returns {string} */
export function fingerprint() {
  const hash = createHash("sha256");
  for (const file of SOURCES.flatMap((each) => filesIn(join(ROOT, each))).sort()) {
    hash
      .update(`${relative(ROOT, file)}\0`)
      .update(readFileSync(file))
      .update("\0");
  }
  return hash.digest("hex");
}

/**
 * @param {string} path
 * @returns {string[]}
 */
function filesIn(path) {
  if (!existsSync(path)) return [];
  if (statSync(path).isFile()) return [path];
  const entries = readdirSync(path, { withFileTypes: true, recursive: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}
