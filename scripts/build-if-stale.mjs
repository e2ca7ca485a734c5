// Builds when there is no build of exactly these sources. `npm start` runs it first.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const stamp = join(root, "build", "sources.sha256");
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

const wanted = fingerprint();
if (existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) process.exit(0);
const vite = join(root, "node_modules", "@remix-run", "dev", "dist", "cli.js");
const { status } = spawnSync(process.execPath, [vite, "vite:build"], {
  cwd: root,
  stdio: "inherit",
  env: { ...process.env, NODE_ENV: "production" },
});
if (status !== 0) process.exit(status ?? 1);
writeFileSync(stamp, wanted);

/** @returns {string} */
function fingerprint() {
  const hash = createHash("sha256");
  for (const file of SOURCES.flatMap((each) => filesIn(join(root, each))).sort()) {
    hash
      .update(`${relative(root, file)}\0`)
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
