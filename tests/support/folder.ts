import { rm } from "node:fs/promises";

/** Also when a PostgreSQL in it is still ending: an app that stops does not wait for an initdb that it began. */
export async function removeFolder(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true, maxRetries: 10 });
}
