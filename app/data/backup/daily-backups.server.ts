import { mkdir, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { makeBackup } from "./make-backup.server.ts";

const KEPT_DAYS = 7;
const NAME = /^movie-lottery-\d{4}-\d\d-\d\d\.backup\.gz$/;
const FIRST_AFTER_MS = 60_000;
const LOOK_EVERY_MS = 60 * 60_000;

/**
 * Keeps a backup of each of the last seven days on which the app ran, in `folder`. Soon after the start, and then every
 * hour, it makes today's (UTC) if there is none. Failures are told to `onFailure`, and the next hour tries again. It
 * runs as long as the process; a backup that is cut off by its end is made anew the next time.
 */
export function keepDailyBackups({
  folder,
  address,
  onBackup,
  onFailure,
}: {
  folder: string;
  address: () => Promise<string>;
  onBackup: () => void;
  onFailure: (error: unknown) => void;
}): void {
  let busy = false;
  const look = async () => {
    if (busy) return;
    busy = true;
    try {
      if (await backUpToday({ folder, address: await address(), today: new Date() })) onBackup();
    } catch (error) {
      onFailure(error);
    }
    busy = false;
  };
  setTimeout(() => void look(), FIRST_AFTER_MS).unref();
  setInterval(() => void look(), LOOK_EVERY_MS).unref();
}

/** Makes today's backup unless it is there, and removes all but the newest seven. Answers whether one was made. */
export async function backUpToday({
  folder,
  address,
  today,
}: {
  folder: string;
  address: string;
  today: Date;
}): Promise<boolean> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const name = `movie-lottery-${today.toISOString().slice(0, 10)}.backup.gz`;
  const there = await backupsIn(folder);
  if (there.includes(name)) return false;
  await makeBackup({ address, path: join(folder, name) });
  const surplus = (await backupsIn(folder)).slice(0, -KEPT_DAYS);
  const unfinished = (await readdir(folder)).filter((each) => each.endsWith(".part"));
  await Promise.all([...surplus, ...unfinished].map((each) => rm(join(folder, each))));
  return true;
}

/** Oldest first. */
async function backupsIn(folder: string): Promise<string[]> {
  return (await readdir(folder)).filter((name) => NAME.test(name)).sort();
}
