// npm run backup [-- file]
import { mkdir } from "node:fs/promises";
import path from "node:path";
import { config } from "../app/config.server.ts";
import { makeBackup } from "../app/data/backup/make-backup.server.ts";
import { databaseAddress } from "../knexfile.ts";
import { backupFolder, newBackupName, rowsInWords } from "./backup-places.ts";
import { wordsOf } from "./words-of-failure.ts";

try {
  const file = path.resolve(process.argv[2] ?? path.join(backupFolder(config()), newBackupName()));
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  const counts = await makeBackup({ address: await databaseAddress(), path: file });
  console.log(`${file}\n${rowsInWords(counts)}, read back and found whole.`);
} catch (error) {
  console.error(`There is no backup: ${wordsOf(error)}`);
  process.exitCode = 1;
}
