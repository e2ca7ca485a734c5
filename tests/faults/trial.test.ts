import { afterAll, expect, test } from "vitest";
import { closeAll } from "#tests/bench/closing.ts";
import { FAULTS } from "./faults.ts";
import { drawTable } from "./table.ts";
import { faultsNamed, tryApp } from "./trial.ts";

afterAll(closeAll);

const QUIETLY = { factor: 2, tell: () => {} };

test("no fault of the database hangs a page, loses a form or needs a restart", async () => {
  const trial = await tryApp({
    ...QUIETLY,
    faults: FAULTS.filter(({ name, thorough }) => name !== "none" && !thorough),
    holdMs: 300,
    repeated: faultsNamed(["half-open"]),
    repetitions: 3,
    longestMs: 3_000,
  });
  expect(brokenBy(trial)).toEqual([]);
  expect(trial.rows.flatMap(({ figures }) => figures.map(({ page }) => page))).toContain("draw");
});

test("neither does one that two processes meet", async () => {
  const faults = faultsNamed(["half-open", "restart, fast", "server frozen"]);
  const short = { faults, holdMs: 300, repeated: [], repetitions: 0, longestMs: 0 };
  expect(brokenBy(await tryApp({ ...QUIETLY, ...short, processes: 2 }))).toEqual([]);
});

/** What did not hold, in words. */
function brokenBy({ rows, checks }: Awaited<ReturnType<typeof tryApp>>): string[] {
  const broken = rows.flatMap(({ fault, figures }) =>
    figures.flatMap((each) => each.broken.map((words) => `${fault}: ${each.page}: ${words}`)),
  );
  if (broken.length > 0) console.log(drawTable(rows));
  return [...broken, ...checks.filter(({ ok }) => !ok).map(({ name, found }) => `${name}: ${found}`)];
}
