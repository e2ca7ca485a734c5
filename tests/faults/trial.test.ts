import { afterAll, expect, test } from "vitest";
import { closeAll } from "#tests/bench/closing.ts";
import { FAULTS } from "./faults.ts";
import { drawTable } from "./table.ts";
import { faultsNamed, tryApp } from "./trial.ts";

afterAll(closeAll);

test("no fault of the database hangs a page, loses a form or needs a restart", async () => {
  const repeated = faultsNamed(["half-open"]);
  const { rows, checks } = await tryApp({
    faults: FAULTS.filter((each) => each.name !== "none" && !each.thorough && !repeated.includes(each)),
    holdMs: 300,
    repeated,
    repetitions: 2,
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
