import { execFileSync } from "node:child_process";
import { parseArgs } from "node:util";
import { closeAll, closeOnSignals, isClosing } from "#tests/bench/closing.ts";
import { startDurableDatabase } from "#tests/bench/durable-database.ts";
import { ROOT } from "#tests/bench/web-process.ts";
import { ATTACKS } from "./attacks.ts";
import { drawRows, isKept, tryAttacks } from "./trial.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    /** Of what is done many times, this part. */
    part: { type: "string", default: "1" },
  },
});

closeOnSignals();
try {
  execFileSync(process.execPath, ["scripts/build-if-stale.mjs"], { cwd: ROOT, stdio: "inherit" });
  const wanted = ({ name }: { name: string }) => positionals.some((words) => name.includes(words));
  const { url } = await startDurableDatabase();
  const rows = await tryAttacks({
    attacks: positionals.length === 0 ? ATTACKS : ATTACKS.filter(wanted),
    databaseUrl: url,
    part: Number(values.part),
    factor: process.env.CI ? 2 : 1,
    tell: console.log,
  });
  console.log(`\n${drawRows(rows)}\n`);
  if (!rows.every(isKept)) process.exitCode = 1;
} catch (error) {
  // After Ctrl-C everything is being taken away, so something fails.
  if (!isClosing()) console.error(error);
  process.exitCode = 1;
} finally {
  await closeAll();
}
