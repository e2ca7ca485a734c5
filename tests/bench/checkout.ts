import { execFileSync } from "node:child_process";
import { mkdtemp, readFile, symlink } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { atEnd } from "./closing.ts";
import { ROOT } from "./web-process.ts";
import { removeFolder } from "#tests/support/folder.ts";

/** Builds a commit in a folder of its own, which goes when the bench ends; answers the folder. */
export async function buildCommit(commit: string): Promise<string> {
  const folder = await mkdtemp(path.join(os.tmpdir(), "movie-lottery-bench-commit-"));
  atEnd(() => removeFolder(folder));
  const archive = path.join(folder, "sources.tar");
  execFileSync("git", ["archive", "--output", archive, commit], { cwd: ROOT, stdio: "inherit" });
  execFileSync("tar", ["-xf", archive, "-C", folder]);
  const lock = "package-lock.json";
  if ((await read(ROOT, lock)) === (await read(folder, lock))) {
    await symlink(path.join(ROOT, "node_modules"), path.join(folder, "node_modules"));
  } else {
    execFileSync("npm", ["ci", "--ignore-scripts"], { cwd: folder, stdio: ["ignore", 2, 2] });
  }
  execFileSync(process.execPath, ["scripts/build-if-stale.mjs"], { cwd: folder, stdio: ["ignore", 2, 2] });
  return folder;
}

function read(folder: string, file: string): Promise<string> {
  return readFile(path.join(folder, file), "utf8");
}
