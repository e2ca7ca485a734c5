import { readFile } from "node:fs/promises";
import type { Layout } from "./layout.ts";

export type PidFile = { pid: number; port: number; ready: boolean };

/** What the postmaster wrote about itself in postmaster.pid, or null when there is no such file. */
export async function readPidFile({ pidFile }: Layout): Promise<PidFile | null> {
  const text = await readFile(pidFile, "utf8").catch(() => null);
  if (text === null) return null;
  const lines = text.split("\n").map((line) => line.trim());
  const pid = Number(lines[0]);
  if (!Number.isInteger(pid) || pid <= 0) return null;
  return { pid, port: Number(lines[3]), ready: lines[7] === "ready" };
}
