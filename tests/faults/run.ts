import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { closeAll, closeOnSignals, isClosing } from "#tests/bench/closing.ts";
import { ROOT } from "#tests/bench/web-process.ts";
import { FAULTS } from "./faults.ts";
import { drawChecks, drawTable } from "./table.ts";
import { faultsNamed, tryApp } from "./trial.ts";

const REPEATED = ["half-open", "accepts, says nothing", "server frozen"];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    /** How long each fault lasts. */
    seconds: { type: "string", default: "4" },
    repetitions: { type: "string", default: "10" },
    /** How many processes serve. */
    processes: { type: "string", default: "1" },
    /** A file for the table. */
    markdown: { type: "string" },
  },
});

closeOnSignals();
try {
  execFileSync(process.execPath, ["scripts/build-if-stale.mjs"], { cwd: ROOT, stdio: "inherit" });
  const repetitions = Number(values.repetitions);
  const { rows, checks, passed } = await tryApp({
    faults: positionals.length === 0 ? FAULTS : faultsNamed(positionals),
    holdMs: Number(values.seconds) * 1_000,
    repeated: repetitions > 0 ? faultsNamed(REPEATED) : [],
    repetitions,
    longestMs: 5_000,
    processes: Number(values.processes),
    factor: process.env.CI ? 2 : 1,
    tell: console.log,
  });
  console.log(`\n${drawTable(rows)}\n\n${drawChecks(checks)}\n`);
  for (const { fault, note } of rows) if (note !== null) console.warn(`NOT TRIED HERE: ${fault}: ${note}`);
  const page = `${drawTable(rows, { markdown: true })}\n\n${drawChecks(checks, { markdown: true })}\n`;
  if (values.markdown) writeFileSync(values.markdown, page);
  if (!passed) process.exitCode = 1;
} catch (error) {
  // After Ctrl-C everything is being removed, so something may fail.
  if (!isClosing()) console.error(error);
  process.exitCode = 1;
} finally {
  await closeAll();
}
