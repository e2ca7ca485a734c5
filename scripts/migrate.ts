import { setTimeout as delay } from "node:timers/promises";
import { config, ConfigError } from "../app/config.server.ts";
import { ADVICE, bringUpToDate, type Tidings } from "../app/data/schema/up-to-date.server.ts";
import { databaseAddress } from "../knexfile.ts";
import { migrationsOnDisk } from "./migrations-on-disk.ts";
import { wordsOf } from "./words-of-failure.ts";

const PATIENCE_MS = 30_000;
const ASK_AGAIN_MS = 1_000;

try {
  const restoring = config().restoreTables;
  const migrations = await migrationsOnDisk();
  const tidings = await untilOthersAreDone(() =>
    bringUpToDate({ address: databaseAddress, migrations, restoring }),
  );
  for (const line of reportOf(tidings)) console.log(line);
  if (isHindered(tidings)) process.exitCode = 1;
} catch (error) {
  console.error(sentenceOf(error));
  process.exitCode = 1;
}

async function untilOthersAreDone(work: () => Promise<Tidings>): Promise<Tidings> {
  const deadline = performance.now() + PATIENCE_MS;
  for (;;) {
    const tidings = await work();
    if (tidings.reason !== "others-at-work" || performance.now() > deadline) return tidings;
    await delay(ASK_AGAIN_MS);
  }
}

function reportOf(tidings: Tidings): string[] {
  const { applied, restored, renewed, missing, changed, reason } = tidings;
  const lines = [
    ...restored.map((what) => `Made again: ${what}.`),
    ...applied.map((name) => `Applied: ${name}.`),
    ...(renewed > 0 ? [`Lotteries that got a new secret, because theirs was lost: ${renewed}.`] : []),
    ...changed.map((what) => `Left as it is: ${what}.`),
    ...missing.map((what) => `Missing: ${what}.`),
    ...(reason ? [ADVICE[reason]] : []),
  ];
  return lines.length > 0
    ? lines
    : ["Nothing to do: every migration has been applied, and nothing is missing."];
}

/** Whether the tables are not as they should be. What a newer release has removed is not an older one's to restore. */
function isHindered({ reason }: Tidings): boolean {
  return reason !== null && reason !== "not-compared" && reason !== "newer-release";
}

function sentenceOf(error: unknown): string {
  return error instanceof ConfigError ? error.message : `Nothing was changed: ${wordsOf(error)}`;
}
