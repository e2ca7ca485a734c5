import { open } from "node:fs/promises";
import type { Layout } from "./layout.ts";

const MAX_BYTES = 1024 * 1024;
const TAIL_BYTES = 4096;

export type Log = {
  fd: number;
  /** The last lines written since it was opened, for an error message. */
  said(): Promise<string>;
  close(): Promise<void>;
};

/** Opens pg.log for a program's output; what earlier runs wrote is thrown away first if it is more than 1 MB. */
export async function openLog(layout: Layout): Promise<Log> {
  const handle = await open(layout.log, "a+", 0o600);
  let { size: start } = await handle.stat();
  if (start > MAX_BYTES) {
    await handle.truncate(0);
    start = 0;
  }
  return {
    fd: handle.fd,
    async said() {
      const { size } = await handle.stat();
      const from = Math.max(start, size - TAIL_BYTES);
      const buffer = Buffer.alloc(Math.max(0, size - from));
      await handle.read(buffer, 0, buffer.length, from);
      return buffer.toString("utf8").trim() || `nothing was said, see ${layout.log}`;
    },
    close: () => handle.close(),
  };
}
