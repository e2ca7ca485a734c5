import { expect, test } from "vitest";
import { lastMonths } from "#app/domain/club/history-numbers.ts";

test("the last twelve months are shown, oldest first, with those in which nothing was decided", () => {
  const counted = [
    { month: "2026-11", count: 3 },
    { month: "2025-12", count: 1 },
    { month: "2025-11", count: 9 },
  ];
  const months = lastMonths(counted, Date.UTC(2026, 10, 30, 23, 59));
  expect(months).toHaveLength(12);
  expect(months[0]).toEqual({ month: "2025-12", count: 1 });
  expect(months[1]).toEqual({ month: "2026-01", count: 0 });
  expect(months.at(-1)).toEqual({ month: "2026-11", count: 3 });
  expect(months.reduce((sum, { count }) => sum + count, 0)).toBe(4);
});
