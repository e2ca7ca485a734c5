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
 * The lock is a folder with one file per contender, named by pid and birth. A name belongs to one process
 * for ever, so deleting a dead one can never hit a successor. Whoever claims first and then sees no rival
 * has won: of two who try at once, the later reader sees the other, so never both do. In the file stands which folder
 * it is in: in a copy of a folder that is in use, it means nothing.
 */
export async function takeLock(layout: Layout): Promise<Lock> {
  await mkdir(layout.locks, { recursive: true });
  const mine = path.join(layout.locks, `${process.pid}.${await birthOf(process.pid)}`);
  const release = () => rm(mine, { force: true });
  await claim(mine, layout);
  for (let tries = 1; ; tries += 1) {
    const rival = await livingHolder(layout, { except: path.basename(mine), sweep: true });
    if (rival === null) return { release };
    // Of several who try at once the lowest pid stays and the others step back, so one gets through.
    const stepBack = tries === TRIES || rival < process.pid;
    if (stepBack) await release();
    if (tries === TRIES) throw new DataFolderBusy(layout.root, rival);
    await delay(10 + Math.random() * 60);
    if (stepBack) await claim(mine, layout);
  }
}

/** The pid of the living process that holds this data folder, or null. Changes nothing unless told to sweep. */
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
    // On a full disk it stays empty, which only means that a copy of it would count.
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

/** Stays with the folder when it is moved, and is another one in a copy. */
async function folderId({ locks }: Layout): Promise<string> {
  return String((await stat(locks, { bigint: true })).ino);
}
