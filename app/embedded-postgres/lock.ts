import { mkdir, open, readdir, readFile, rm, stat } from "node:fs/promises";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { Layout } from "./layout.ts";
import { DataFolderBusy } from "./outcome.ts";
import { birthOf, stillRuns } from "./processes.ts";

export type Lock = { release(): Promise<void> };

const TRIES = 5;

/**
 * Takes the data folder for this process. Throws DataFolderBusy when a living process has it.
 *
 * The lock is a folder with one file per contender, named by pid and birth. No two processes ever share a name, so
 * deleting the file of a dead one can never hit another. A process first makes its file and then looks for rivals; if
 * it sees none, it has the lock. When two try at once, the one who looks later sees the other, so they never both have
 * it. The file says which folder it is in: in a copy of a data folder it does not count.
 */
export async function takeLock(layout: Layout): Promise<Lock> {
  await mkdir(layout.locks, { recursive: true });
  const mine = path.join(layout.locks, `${process.pid}.${await birthOf(process.pid)}`);
  const release = () => rm(mine, { force: true });
  await claim(mine, layout);
  for (let tries = 1; ; tries += 1) {
    const rival = await livingHolder(layout, { except: path.basename(mine), sweep: true });
    if (rival === null) return { release };
    // When several try at once, the one with the lowest pid stays and the others withdraw, so one of them succeeds.
    const stepBack = tries === TRIES || rival < process.pid;
    if (stepBack) await release();
    if (tries === TRIES) throw new DataFolderBusy(layout.root, rival);
    await delay(10 + Math.random() * 60);
    if (stepBack) await claim(mine, layout);
  }
}

/**
 * The pid of the living process that holds this data folder, or null. Changes nothing unless told to remove dead files.
 */
export async function livingHolder(
  layout: Layout,
  { except, sweep = false }: { except?: string; sweep?: boolean } = {},
): Promise<number | null> {
  const names = await readdir(layout.locks).catch(() => []);
  for (const name of names) {
    if (name === except) continue;
    const [, pid, birth] = /^(\d+)\.(.+)$/.exec(name) ?? [];
    if (!pid || !birth) continue;
    const isCopied = await copied(path.join(layout.locks, name), layout);
    if (!isCopied && (await stillRuns({ pid: Number(pid), birth }))) return Number(pid);
    if (sweep) await rm(path.join(layout.locks, name), { force: true });
  }
  return null;
}

async function claim(file: string, layout: Layout): Promise<void> {
  try {
    const handle = await open(file, "wx", 0o600);
    // On a full disk the file stays empty; then it would also count in a copy of the folder.
    await handle.writeFile(await folderId(layout)).catch(() => undefined);
    await handle.close();
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST")
      throw new DataFolderBusy(layout.root, process.pid);
    throw error;
  }
}

async function copied(file: string, layout: Layout): Promise<boolean> {
  const id = await readFile(file, "utf8").catch(() => "");
  return id !== "" && id !== (await folderId(layout));
}

/** Stays the same when the folder is moved, and differs in a copy. */
async function folderId({ locks }: Layout): Promise<string> {
  return String((await stat(locks, { bigint: true })).ino);
}
