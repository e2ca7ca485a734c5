import { randomBytes } from "node:crypto";
import { open, readFile, rename } from "node:fs/promises";
import type { Layout } from "./layout.ts";

/** The password of this cluster, or null when none is kept. */
export async function readPassword({ password }: Pick<Layout, "password">): Promise<string | null> {
  const text = await readFile(password, "utf8").catch((error: unknown) => {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return "";
    throw error;
  });
  return text.trim() || null;
}

export function newPassword(): string {
  return randomBytes(24).toString("base64url");
}

/**
 * Keeps the password where only this user can read it. When that fails, by a full disk or a power cut, the old file
 * stays.
 */
export async function keepPassword({ password: file }: Layout, password: string): Promise<void> {
  const unfinished = `${file}.new`;
  await writeSynced(unfinished, `${password}\n`);
  await rename(unfinished, file);
}

async function writeSynced(file: string, text: string): Promise<void> {
  const handle = await open(file, "w", 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
}
