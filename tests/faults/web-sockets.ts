import { readdir, readFile, readlink } from "node:fs/promises";

/** How many sockets a process has to a loopback port, in any state; null where the system does not tell. */
export async function socketsTo(pid: number, port: number): Promise<number | null> {
  if (process.platform !== "linux") return null;
  const table = await readFile(`/proc/${pid}/net/tcp`, "utf8");
  const remote = `:${port.toString(16).toUpperCase().padStart(4, "0")}`;
  const inodes = new Set(
    table
      .split("\n")
      .map((line) => line.trim().split(/\s+/))
      .filter((fields) => fields[2]?.endsWith(remote))
      .map((fields) => `socket:[${fields[9]}]`),
  );
  const descriptors = await readdir(`/proc/${pid}/fd`);
  // A socket may be closed while we look.
  const links = descriptors.map((each) => readlink(`/proc/${pid}/fd/${each}`).catch(() => ""));
  return (await Promise.all(links)).filter((link) => inodes.has(link)).length;
}
