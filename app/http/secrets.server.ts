import { randomBytes } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { config } from "#app/config.server.ts";

let kept: readonly string[] | undefined;

/**
 * The secrets that sign cookies; the first one signs, all are accepted. Without SESSION_SECRET one is made at first
 * use and kept beside the embedded database. Throws when that folder cannot be written.
 */
export function signingSecrets(): string[] {
  kept ??= config().sessionSecrets ?? [secretIn(config().dataDir)];
  return [...kept];
}

function secretIn(folder: string): string {
  const path = join(folder, "session-secret");
  mkdirSync(folder, { recursive: true });
  try {
    writeFileSync(path, randomBytes(32).toString("base64url"), { mode: 0o600, flag: "wx" });
  } catch (error) {
    const exists = error instanceof Error && "code" in error && error.code === "EEXIST";
    if (!exists) throw error;
  }
  return readFileSync(path, "utf8").trim();
}
