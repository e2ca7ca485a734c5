import { randomBytes } from "node:crypto";
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from "node:fs/promises";
import path from "node:path";

/** How often a folder into which other processes write too is counted anew, in milliseconds. */
const COUNTED_EVERY_MS = 60_000;

/**
 * Files by name in one folder, `maxBytes` of them: the one that was asked for the longest ago goes first. What was there
 * before is there again after a restart, in the order in which it was last asked for, and several processes may share
 * the folder: then it holds more for a minute at most. Nothing here ever rejects: a folder that cannot be used holds
 * nothing.
 */
export function createStore(folder: string, { maxBytes }: { maxBytes: number }) {
  /** Their bytes, in the order in which they were asked for, the longest ago first. */
  const kept = new Map<string, number>();
  let total = 0;
  let countedAt = 0;
  let ready = count();

  async function count(): Promise<void> {
    countedAt = performance.now();
    try {
      const files = await Promise.all((await readdir(folder)).map(lookAt));
      const found = files.filter((file) => file !== null);
      for (const name of kept.keys()) forget(name);
      for (const { name, bytes } of found.sort((one, other) => one.usedAt - other.usedAt)) note(name, bytes);
      await shrink();
    } catch {
      // A folder that is not there yet, or cannot be read, is empty: pictures are fetched again.
    }
  }

  /** Null for a file that somebody took away in the meantime: the others count all the same. */
  async function lookAt(name: string): Promise<{ name: string; bytes: number; usedAt: number } | null> {
    const found = await stat(path.join(folder, name)).catch(() => null);
    return found && { name, bytes: found.size, usedAt: found.mtimeMs };
  }

  /** The content of this name, or null. */
  async function get(name: string): Promise<Buffer | null> {
    await ready;
    try {
      const file = path.join(folder, name);
      // Also one of which this process does not know: another one may have fetched it.
      const content = await readFile(file);
      note(name, content.length);
      const now = new Date();
      void utimes(file, now, now).catch(() => undefined);
      return content;
    } catch {
      // Nobody has fetched it, or somebody emptied the folder.
      forget(name);
      return null;
    }
  }

  /** Keeps this content, whole or not at all. */
  async function set(name: string, content: Buffer): Promise<void> {
    if (performance.now() - countedAt > COUNTED_EVERY_MS) ready = count();
    await ready;
    const unfinished = path.join(folder, `${name}.${randomBytes(4).toString("hex")}.part`);
    try {
      await mkdir(folder, { recursive: true });
      await writeFile(unfinished, content);
      await rename(unfinished, path.join(folder, name));
      note(name, content.length);
    } catch {
      // A full disk, say: it will be fetched again.
      await rm(unfinished, { force: true }).catch(() => undefined);
    }
    await shrink();
  }

  function note(name: string, bytes: number): void {
    forget(name);
    kept.set(name, bytes);
    total += bytes;
  }

  function forget(name: string): void {
    total -= kept.get(name) ?? 0;
    kept.delete(name);
  }

  async function shrink(): Promise<void> {
    for (const name of kept.keys()) {
      if (total <= maxBytes) return;
      forget(name);
      await rm(path.join(folder, name), { force: true }).catch(() => undefined);
    }
  }

  return { get, set, bytes: () => total };
}
