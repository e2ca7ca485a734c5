import { afterAll, expect, test } from "vitest";
import { closeAll } from "#tests/bench/closing.ts";
import { FAULTS } from "./faults.ts";
import { drawTable } from "./table.ts";
import { faultsNamed, tryApp } from "./trial.ts";

afterAll(closeAll);

test("no fault of the database hangs a page, loses a form or needs a restart", async () => {
  const { rows, checks } = await tryApp({
    faults: FAULTS.filter(({ name, thorough }) => name !== "none" && !thorough),
    holdMs: 300,
    repeated: faultsNamed(["half-open"]),
    repetitions: 3,
    longestMs: 3_000,
    factor: 2,
    tell: () => {},
  });
  const broken = rows.flatMap(({ fault, figures }) =>
    figures.flatMap((each) => each.broken.map((words) => `${fault}: ${each.page}: ${words}`)),
  );
  if (broken.length > 0) console.log(drawTable(rows));
  expect(broken).toEqual([]);
  expect(checks.filter(({ ok }) => !ok)).toEqual([]);
  expect(rows.flatMap(({ figures }) => figures.map(({ page }) => page))).toContain("draw");
});
