import path from "node:path";
import type { Config } from "../app/config.server.ts";
import type { Counts } from "../app/data/backup/backup-file.server.ts";

/** Next to the embedded database and its daily backups; for another server, the folder that npm was called in. */
export function backupFolder({ databaseUrl, dataDir }: Pick<Config, "databaseUrl" | "dataDir">): string {
  return databaseUrl === null ? path.join(dataDir, "backups") : ".";
}

/** Unlike the names of daily backups, so that those never remove it; another name every millisecond. */
export function newBackupName(): string {
  return `movie-lottery-${new Date().toISOString().replaceAll(/[:.]/g, "-")}.backup.gz`;
}

export function rowsInWords(counts: Counts): string {
  return Object.entries(counts)
    .map(([table, rows]) => `${rows} ${table}`)
    .join(", ");
}
