import { access, constants, mkdtemp, readFile, rmdir } from "node:fs/promises";
import path from "node:path";
import type { Config } from "../../app/config.server.ts";
import { wordsOf } from "../words-of-failure.ts";
import type { Finding } from "./finding.ts";

/** Whether what is kept in files can be kept: posters, and without DATABASE_URL the database, its secret and backups. */
export async function dataFolder({ dataDir }: Config): Promise<Finding[]> {
  const folder = path.resolve(dataDir);
  try {
    await rmdir(await mkdtemp(path.join(folder, ".doctor-")));
    return [{ well: `DATA_DIR (${folder}) can be written to.` }];
  } catch (error) {
    const missing = error instanceof Error && "code" in error && error.code === "ENOENT";
    if (!missing) return [{ problem: `DATA_DIR cannot be written to: ${wordsOf(error)}` }];
    return (await canBeMade(folder))
      ? [{ note: `DATA_DIR (${folder}) is not there yet; the first start makes it.` }]
      : [
          {
            problem: `DATA_DIR (${folder}) is not there and cannot be made: the folder above it is not writable.`,
          },
        ];
  }
}

async function canBeMade(folder: string): Promise<boolean> {
  const above = path.dirname(folder);
  try {
    await access(above, constants.W_OK);
    return true;
  } catch (error) {
    const missing = error instanceof Error && "code" in error && error.code === "ENOENT";
    return missing && above !== folder && canBeMade(above);
  }
}

/** Whether cookies can be signed, and will be known after the next start. */
export async function secret({ sessionSecrets, dataDir }: Config): Promise<Finding[]> {
  if (sessionSecrets) return [{ well: "SESSION_SECRET is set." }];
  const file = path.join(path.resolve(dataDir), "session-secret");
  const kept = await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => error);
  if (typeof kept === "string") {
    return kept.trim().length >= 32
      ? [{ well: "The secret that signs cookies is in DATA_DIR." }]
      : [
          {
            problem: `${file} was cut short: put its old text back, or delete it and lose who was here before.`,
          },
        ];
  }
  if (kept.code !== "ENOENT") return [{ problem: `The secret that signs cookies: ${wordsOf(kept)}` }];
  return [{ note: "SESSION_SECRET is not set; the first start makes one and keeps it in DATA_DIR." }];
}
