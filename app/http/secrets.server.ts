import { randomBytes } from "node:crypto";
import {
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join, resolve } from "node:path";
import { config } from "#app/config.server.ts";

const CHARACTERS_AT_LEAST = 32;

let kept: readonly string[] | undefined;

/**
 * The secrets that sign cookies; the first one signs, all are accepted. Without SESSION_SECRET one is made at first
 * use and kept in DATA_DIR, a folder that is there. Throws, saying what to change, when it cannot be kept or read, and
 * when what is kept was cut short: anybody could sign with the rest.
 */
export function signingSecrets(): string[] {
  kept ??= config().sessionSecrets ?? [secretIn(config().dataDir)];
  return [...kept];
}

function secretIn(folder: string): string {
  const file = join(resolve(folder), "session-secret");
  const secret = made(file);
  if (secret.length >= CHARACTERS_AT_LEAST) return secret;
  throw new Error(
    `${file} holds ${secret.length} characters, and a secret needs ${CHARACTERS_AT_LEAST} or more: it was cut short. ` +
      `Put its old text back; or delete it, and the next start makes another one, which no browser that was here ` +
      `before is known by; or set SESSION_SECRET.`,
  );
}

function made(file: string): string {
  try {
    if (!existsSync(file)) keep(file, randomBytes(32).toString("base64url"));
    closeToOthers(file);
    return readFileSync(file, "utf8").trim();
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : error;
    throw new Error(
      `The secret that signs cookies cannot be kept in ${file} (${String(code)}). ` +
        `Make room there and let this app read and write it, or set SESSION_SECRET.`,
      { cause: error },
    );
  }
}

/** Writes the file whole or not at all. Of two processes that begin at once, the first one's file stays. */
function keep(file: string, secret: string): void {
  const unfinished = `${file}.${process.pid}`;
  try {
    const handle = openSync(unfinished, "w", 0o600);
    try {
      writeFileSync(handle, secret);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    linkSync(unfinished, file);
  } catch (error) {
    if (!(error instanceof Error && "syscall" in error && error.syscall === "link")) throw error;
    // Another process was first. Or this file system has no links: then the last file stays.
    if (!existsSync(file)) renameSync(unfinished, file);
  } finally {
    rmSync(unfinished, { force: true });
  }
}

/** Somebody may have opened the whole folder to everybody in order to get in. */
function closeToOthers(file: string): void {
  const { mode, uid } = statSync(file);
  if ((mode & 0o077) !== 0 && uid === process.getuid?.()) chmodSync(file, 0o600);
}
