import { describe, expect, test } from "vitest";
import { balancedRows } from "#app/domain/posters/balanced-rows.ts";
import { ENTRIES_MAX, ENTRIES_MIN } from "#app/domain/lottery/lottery.ts";

const MOST = [2, 3, 4, 5, 6, 7];
const COUNTS = Array.from({ length: ENTRIES_MAX - ENTRIES_MIN + 1 }, (_, index) => index + ENTRIES_MIN);

test.each([
  [8, 7, [4, 4]],
  [8, 3, [3, 3, 2]],
  [7, 3, [3, 2, 2]],
  [13, 4, [4, 4, 3, 2]],
  [25, 7, [7, 7, 7, 4]],
  [2, 7, [2]],
  [5, 2, [2, 2, 1]],
])("%i posters, at most %i in a row", (count, most, rows) => {
  expect(rowsOf(count, most)).toEqual(rows);
});

describe.each(MOST)("at most %i in a row", (most) => {
  test.each(COUNTS)("%i posters take no more rows than needed, and none stands alone", (count) => {
    const rows = rowsOf(count, most);
    expect(rows.reduce((sum, each) => sum + each)).toBe(count);
    expect(rows).toHaveLength(Math.ceil(count / most));
    expect(Math.max(...rows)).toBeLessThanOrEqual(most);
    // Of an odd number in pairs one is left over.
    expect(Math.min(...rows)).toBeGreaterThan(most > 2 ? 1 : 0);
  });
});

/** How many posters stand in each row when they are laid out as told. */
function rowsOf(count: number, most: number): number[] {
  const { columns, pairLast } = balancedRows(count, most);
  const rows: number[] = [];
  for (let placed = 0; placed < count; placed += rows.at(-1)!) {
    const left = count - placed;
    rows.push(pairLast && left <= columns + 1 && left > 2 ? left - 2 : Math.min(columns, left));
  }
  return rows;
}
