import { describe, expect, test } from "vitest";
import { daysLeft, readInTrash, TRASH_DAYS } from "#app/domain/library/trash.ts";

const DAY = 24 * 60 * 60_000;

describe("a removed film goes for good", () => {
  test.each([
    ["just removed", 0, TRASH_DAYS],
    ["removed an hour ago", DAY / 24, TRASH_DAYS],
    ["removed a day ago", DAY, TRASH_DAYS - 1],
    ["removed a day and an hour ago", DAY + DAY / 24, TRASH_DAYS - 1],
    ["on its last day", TRASH_DAYS * DAY - 1, 1],
    ["late", 2 * TRASH_DAYS * DAY, 1],
    ["removed by a clock that is ahead", -3 * DAY, TRASH_DAYS],
  ])("%s", (_, ago, days) => {
    const now = Date.UTC(2026, 10, 28);
    expect(daysLeft({ removedAt: now - ago, now })).toBe(days);
  });
});

test("one film is put back, or all of a removal", () => {
  const removal = "0b8e1b6a-5c0d-4d6e-9a53-0a4a3c1f2b77";
  const read = (query: string) => readInTrash(new URLSearchParams(query));
  expect(read("movie=23456789ab")).toEqual({ movieId: "23456789ab" });
  expect(read(`movie=x&removal=${removal}`)).toEqual({ removal });
  expect(read("removal=all")).toBeNull();
  expect(read("")).toBeNull();
});
