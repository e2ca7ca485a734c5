import { afterAll, expect, test } from "vitest";
import { closeAll } from "#tests/bench/closing.ts";
import { testDatabase } from "#tests/support/database.ts";
import { ATTACKS } from "./attacks.ts";
import { drawRows, isKept, tryAttacks } from "./trial.ts";

afterAll(closeAll);

test("nothing that one client sends makes others wait, takes the memory, or is answered with an error", async () => {
  const { url } = await testDatabase();
  const rows = await tryAttacks({ attacks: ATTACKS, databaseUrl: url, part: 0.1, factor: 2, tell: () => {} });
  const broken = rows.filter((row) => !isKept(row));
  if (broken.length > 0) console.log(drawRows(broken));
  expect(broken.map(({ attack, late, wrong }) => [attack, ...late, ...wrong])).toEqual([]);
  expect(rows).toHaveLength(ATTACKS.length);
});
