import { accessSync, constants, existsSync, mkdirSync } from "node:fs";
import path from "node:path";
import type { Layout } from "./layout.ts";
import { EmbeddedUnavailable } from "./outcome.ts";

/**
 * Makes the data folder if it is missing. Throws EmbeddedUnavailable, saying what to change, when it is no folder or
 * cannot be written to.
 */
export function ensureFolder(dataDir: string): void {
  try {
    mkdirSync(dataDir, { recursive: true });
    accessSync(dataDir, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    const place = path.resolve(dataDir);
    throw new EmbeddedUnavailable(
      `DATA_DIR is ${place}, ${flawOf(codeOf(error), place)} ` +
        `Set DATA_DIR to a folder where this app may write, or set DATABASE_URL.`,
    );
  }
}

/** The code of a file system error, as "EACCES"; undefined for any other error. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && "code" in error ? String(error.code) : undefined;
}

/** The same error, or EmbeddedUnavailable when this user may not use something in the data folder. */
export function explained(error: unknown, layout: Layout): unknown {
  // On Windows this code may also come from a virus scanner that holds a file for a moment.
  const isForbidden = process.platform !== "win32" && /^(?:EACCES|EPERM|EROFS)$/.test(codeOf(error) ?? "");
  if (!isForbidden) return error;
  return notOurs(error instanceof Error && "path" in error ? String(error.path) : layout.root, layout);
}

/** For a place in the data folder that this user may not use. */
export function notOurs(place: string, { root }: Layout): EmbeddedUnavailable {
  return new EmbeddedUnavailable(
    `${place} cannot be used by this app: another user may have made it. Give all of ${root} to the user who ` +
      `runs the app, or set DATA_DIR to another folder, or set DATABASE_URL.`,
  );
}

function flawOf(code: string | undefined, place: string): string {
  switch (code) {
    case "EEXIST":
      return "which is a file and no folder.";
    case "ENOTDIR":
      return "and a part of that path is a file and no folder.";
    case "EACCES":
    case "EPERM":
    case "EROFS":
      return `where this app may not write (${code}).`;
    case "ENOSPC":
      return "on a disk that is full.";
    case "ENOENT":
      return isReadOnlyAbove(place)
        ? "where this app may not write (EROFS)."
        : "which leads to a place that is not there, through a link perhaps.";
    default:
      return `which cannot be used (${code}).`;
  }
}

/** For a folder on a read-only disk that cannot be made, Node says that it does not exist. */
function isReadOnlyAbove(place: string): boolean {
  let above = path.dirname(place);
  while (!existsSync(above)) above = path.dirname(above);
  try {
    accessSync(above, constants.W_OK);
    return false;
  } catch {
    return true;
  }
}
