// npm run restore -- file [--replace]
import path from "node:path";
import { parseArgs } from "node:util";
import { config } from "../app/config.server.ts";
import { makeBackup } from "../app/data/backup/make-backup.server.ts";
import { restoreBackup } from "../app/data/backup/restore-backup.server.ts";
import { bringUpToDate } from "../app/data/schema/up-to-date.server.ts";
import { databaseAddress } from "../knexfile.ts";
import { backupFolder, newBackupName, rowsInWords } from "./backup-places.ts";
import { migrationsOnDisk } from "./migrations-on-disk.ts";
import { wordsOf } from "./words-of-failure.ts";

try {
  process.exitCode = (await restore()) ? 0 : 1;
} catch (error) {
  console.error(`Nothing was restored: ${wordsOf(error)}`);
  process.exitCode = 1;
}

async function restore(): Promise<boolean> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { replace: { type: "boolean", default: false } },
  });
  const [file] = positionals;
  if (!file) {
    console.error("Say which file: npm run restore -- movie-lottery-….backup.gz [--replace]");
    return false;
  }
  const migrations = await migrationsOnDisk();
  const { restoreTables: restoring } = config();
  await bringUpToDate({ address: databaseAddress, migrations, restoring });
  if (values.replace) {
    const kept = path.resolve(backupFolder(config()), `before-restore-${newBackupName()}`);
    const counts = await makeBackup({ address: await databaseAddress(), path: kept });
    console.log(`What is there now (${rowsInWords(counts)}) is kept in\n${kept}`);
  }
  const result = await restoreBackup({ address: databaseAddress, path: file, migrations, ...values });
  switch (result.kind) {
    case "restored":
      console.log(`Restored what was saved at ${result.head.madeAt}: ${rowsInWords(result.counts)}.`);
      return true;
    case "occupied":
      console.error(
        `Nothing was restored: the database holds ${rowsInWords(result.counts)}. ` +
          "With --replace the backup takes their place, and what is there is kept in a backup of its own.",
      );
      return false;
    case "newer":
      console.error(
        `Nothing was restored: a newer release is at work there, with ${result.missing.join(", ")}. Install that one first.`,
      );
      return false;
  }
}
